// The loop of 扫码: each text once while it is held before the camera, one after the other in the order they came, recorded where nothing has to
// be asked. Keeps the last ten with their 撤销.

import { useRef, useState } from "preact/hooks";
import { retract } from "../../actions/retract.ts";
import { seeBadge } from "../../actions/see-badge.ts";
import { type BadgeReading, readBadge, type ScanDesk } from "../../device/badge-scan-view.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import type { BadgeWords } from "../../words/badge.ts";
import { useApp } from "../app.ts";
import { createRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { type Moments, type Told, tellReading, tellRecorded } from "./saying.ts";

type Good = Extract<BadgeReading, { readonly type: "good" }>;

export interface Scanned extends Told {
  readonly key: number;
  readonly at: number;
  readonly text: string;
  readonly name: string | null;
  readonly person: Id | null;
  /** What 撤销 takes back; empty: nothing was recorded. */
  readonly recorded: readonly Id[];
  /** 算支援吗? until it is answered. */
  readonly question: Good | null;
  readonly isUndone: boolean;
}

export interface Scanning {
  /** The newest first. */
  readonly list: readonly Scanned[];
  onText(text: string): void;
  accept(one: Scanned): void;
  decline(one: Scanned): void;
  undo(one: Scanned): void;
}

/** A code that has not been seen for so long has been taken away, and comes again. */
const gapMs = 2_500;
const mostKept = 10;

/** `post`: the tab chosen; null: where the roster has each. */
export function useScanning(
  desk: ScanDesk,
  post: Id | null,
  words: BadgeWords["scan"],
  moments: Moments,
  onTold: (told: Told) => void,
): Scanning {
  const app = useApp();
  const session = useSession();
  const [list, setList] = useState<readonly Scanned[]>([]);
  const latest = useRef({ desk, post, words, moments, onTold });
  latest.current = { desk, post, words, moments, onTold };
  const held = useRef(new Map<string, number>());
  const queue = useRef<Promise<void>>(Promise.resolve());
  const count = useRef(0);
  const { shift, me } = desk;

  // What was only said, and is said again, stands once: the list is for what can be taken back.
  const put = (one: Scanned): void =>
    setList((before) => {
      const others = before.filter((it) => it.text !== one.text || it.recorded.length > 0 || it.isUndone);
      return [one, ...others].slice(0, mostKept);
    });
  const change = (key: number, to: Partial<Scanned>): void =>
    setList((before) => before.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const tell = (told: Told): void => {
    if (told.tone === "look") app.feedback.look();
    if (told.tone === "bad") app.feedback.failure();
    latest.current.onTold(told);
  };

  /** Null: not recorded, which the screen says by itself. */
  const keep = async (reading: Good): Promise<{ readonly told: Told; readonly recorded: readonly Id[] } | null> => {
    const { post: chosen } = latest.current;
    const at = app.now();
    const isLate = at > shift.start + rules.graceMs;
    const only = shift.posts.length === 1 ? (shift.posts[0] ?? null) : null;
    const where = desk.only ?? chosen ?? reading.post ?? only;
    // Its sound is that of the outcome, not of every record.
    const silent = { ...app, feedback: { ...app.feedback, success: () => {} } };
    const recorded = await createRecording(
      silent,
      session,
    )(() =>
      seeBadge(app.ports, me, {
        shift: shift.id,
        person: reading.badge.person,
        post: where,
        expires: reading.badge.expires,
        signature: reading.badge.signature,
        overrules: reading.isDisputed ? [] : reading.ownAbsent,
        lateAt: isLate ? at : null,
      }),
    );
    if (recorded === null) return null;
    const elsewhere =
      reading.post !== null && reading.post !== where ? (desk.posts.find(({ id }) => id === reading.post)?.title ?? null) : null;
    const told = tellRecorded(
      reading,
      { at, isLate: isLate && at <= shift.end, isEarly: at < shift.start - rules.opensBeforeMs, isAfter: at > shift.end, elsewhere },
      latest.current.words,
      latest.current.moments,
    );
    if (told.tone === "good") app.feedback.success();
    return { told, recorded };
  };

  const take = async (text: string): Promise<void> => {
    const reading = await app.views.read((reader) => readBadge(reader, shift.id, text, app.now()));
    count.current += 1;
    const base = {
      key: count.current,
      at: app.now(),
      text,
      name: "name" in reading ? reading.name : null,
      person: "person" in reading ? reading.person : null,
      isUndone: false,
    };
    if (reading.type === "good" && reading.isPlaced) {
      const kept = await keep(reading);
      // To be tried again as soon as it is held there again.
      if (kept === null) return void held.current.delete(text);
      put({ ...base, ...kept.told, recorded: kept.recorded, question: null });
      return tell(kept.told);
    }
    const told = tellReading(reading, latest.current.words, latest.current.moments);
    put({ ...base, ...told, recorded: [], question: reading.type === "good" ? reading : null });
    tell(told);
  };

  const inTurn = (work: () => Promise<void>): void => {
    queue.current = queue.current.then(work).catch((error: unknown) => console.error(error));
  };

  return {
    list,
    onText(text) {
      const now = app.ports.clock.now();
      const before = held.current.get(text);
      held.current.set(text, now);
      // Still before the camera, or a scanner's trigger held down.
      if (before !== undefined && now - before < gapMs) return;
      for (const [other, at] of held.current) if (now - at > gapMs) held.current.delete(other);
      inTurn(() => take(text));
    },
    accept(one) {
      const { question } = one;
      if (question === null) return;
      change(one.key, { question: null });
      inTurn(async () => {
        const kept = await keep(question);
        if (kept === null) return change(one.key, { question });
        change(one.key, { ...kept.told, recorded: kept.recorded });
        tell(kept.told);
      });
    },
    decline(one) {
      const { words: said } = latest.current;
      change(one.key, { question: null, tone: "look", title: said.declined(one.name ?? said.nobody), details: [] });
    },
    undo(one) {
      inTurn(async () => {
        if (one.recorded.length === 0) return;
        const done = await createRecording(app, session)(() => retract(app.ports, me, one.recorded));
        if (done === null) return;
        held.current.delete(one.text);
        change(one.key, { recorded: [], isUndone: true });
      });
    },
  };
}
