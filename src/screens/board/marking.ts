// A leader's marks from the board: recorded at once, each made in sight of the marks shown (R22), each with its 撤销.

import { useRef } from "preact/hooks";
import { mark, markRest } from "../../actions/mark.ts";
import { retract } from "../../actions/retract.ts";
import type { BoardTile } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import type { MarkState } from "../../domain/facts.ts";
import { subject } from "../../domain/subjects.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";

export interface Marker {
  /** `at`: for 迟到 and 早退, ms. */
  put(tile: BoardTile, state: MarkState, at: number | null): Promise<void>;
  /** 支援: they stand at another post of this shift. */
  putAt(tile: BoardTile, post: Id, title: string): Promise<void>;
  /** 剩下的记到岗 */
  putRest(tiles: readonly BoardTile[]): Promise<void>;
  takeBack(marks: readonly Id[], people: readonly Id[]): Promise<void>;
  /** The newest of this person's living marks that this leader made, or null: nobody takes back another's. */
  ownMark(tile: BoardTile): Promise<Id | null>;
}

const nobodyWatches = (): void => {};

/** `touch`: whose tiles have changed, said as soon as the mark is safe on the device. */
export function useMarker(leader: Id, shift: Id, touch: (people: readonly Id[]) => void = nobodyWatches): Marker {
  const app = useApp();
  const words = useAllWords();
  const session = useSession();
  const recording = useRecording();
  // Marks already on their way, by person: a second tap before the board has drawn the first would repeat it.
  const sent = useRef(new Map<Id, string>());
  const inSight = (tile: BoardTile): string => tile.attendance.marks.join();
  const marking = ({ person, attendance }: BoardTile) => ({ person, post: attendance.post, basis: attendance.marks });

  const takeBack = async (marks: readonly Id[], people: readonly Id[]): Promise<void> => {
    sent.current.clear();
    if ((await recording(() => retract(app.ports, leader, marks))) === null) return;
    touch(people);
    session.show(words.board.undone);
  };
  const say = async (
    tile: BoardTile,
    { state, at, post }: { readonly state: MarkState; readonly at: number | null; readonly post: Id | null },
    said: (name: string) => string,
  ): Promise<void> => {
    const { person, attendance } = tile;
    const key = `${inSight(tile)}:${state}:${at}:${post}`;
    if (sent.current.get(person) === key) return;
    sent.current.set(person, key);
    const id = await recording(() => mark(app.ports, leader, shift, { person, post, basis: attendance.marks, state, at }));
    if (id === null) return void sent.current.delete(person);
    touch([person]);
    session.show(said(tile.name ?? words.nobody), () => void takeBack([id], [person]));
  };

  return {
    takeBack,
    put: (tile, state, at) => say(tile, { state, at, post: tile.attendance.post }, (name) => words.board.marked(name, words.states[state])),
    putAt: (tile, post, title) => say(tile, { state: "present", at: null, post }, (name) => words.board.helps(name, title)),
    async putRest(tiles) {
      const people = tiles.map(({ person }) => person);
      const ids = await recording(() => markRest(app.ports, leader, shift, tiles.map(marking)));
      if (ids === null) return;
      touch(people);
      session.show(words.board.markedRest(ids.length), () => void takeBack(ids, people));
    },
    async ownMark(tile) {
      const entries = await app.ports.journal.entries([subject.dutyOf(shift, tile.person)]);
      const own = entries.filter(({ event }) => event.author === leader && tile.attendance.marks.includes(event.id));
      return own[own.length - 1]?.event.id ?? null;
    },
  };
}
