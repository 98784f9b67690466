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
  /** 剩下的记到岗 */
  putRest(tiles: readonly BoardTile[]): Promise<void>;
  takeBack(marks: readonly Id[]): Promise<void>;
  /** The newest of this person's living marks that this leader made, or null: nobody takes back another's. */
  ownMark(tile: BoardTile): Promise<Id | null>;
}

export function useMarker(leader: Id, shift: Id): Marker {
  const app = useApp();
  const words = useAllWords();
  const session = useSession();
  const recording = useRecording();
  // Marks already on their way, by person: a second tap before the board has drawn the first would repeat it.
  const sent = useRef(new Map<Id, string>());
  const inSight = (tile: BoardTile): string => tile.attendance.marks.join();
  const marking = ({ person, attendance }: BoardTile) => ({ person, post: attendance.post, basis: attendance.marks });

  const takeBack = async (marks: readonly Id[]): Promise<void> => {
    sent.current.clear();
    if ((await recording(() => retract(app.ports, leader, marks))) !== null) session.show(words.board.undone);
  };

  return {
    takeBack,
    async put(tile, state, at) {
      const key = `${inSight(tile)}:${state}:${at}`;
      if (sent.current.get(tile.person) === key) return;
      sent.current.set(tile.person, key);
      const id = await recording(() => mark(app.ports, leader, shift, { ...marking(tile), state, at }));
      if (id === null) return void sent.current.delete(tile.person);
      session.show(words.board.marked(tile.name ?? words.nobody, words.states[state]), () => void takeBack([id]));
    },
    async putRest(tiles) {
      const ids = await recording(() => markRest(app.ports, leader, shift, tiles.map(marking)));
      if (ids !== null) session.show(words.board.markedRest(ids.length), () => void takeBack(ids));
    },
    async ownMark(tile) {
      const entries = await app.ports.journal.entries([subject.dutyOf(shift, tile.person)]);
      const own = entries.filter(({ event }) => event.author === leader && tile.attendance.marks.includes(event.id));
      return own[own.length - 1]?.event.id ?? null;
    },
  };
}
