// SY1–SY9, SY13: every state against every input, as a table one can read. A cell is the next state, its memory where that
// changed, and the command: `idle sleep 4000`, `exchanging failures 4 notice offline …`.

import { describe, expect, test } from "vitest";
import { type SyncInput, type SyncState, step, type WakeCause } from "../../src/sync/step.ts";
import { type Failure, failed, type InputName, inputs, states } from "./step-inputs.ts";

function cellOf(state: SyncState, input: SyncInput): string {
  const { state: next, command } = step(state, input);
  const words: string[] = [next.type];
  if (next.type === "exchanging") words.push(...(next.again ? ["again"] : []), ...(next.nonceTried ? ["nonceTried"] : []));
  if (next.type === "waiting" && next.asked) words.push("asked");
  for (const field of ["failures", "limit", "notice"] as const) if (next[field] !== state[field]) words.push(`${field} ${next[field]}`);
  words.push("→");
  if (command.type === "sleep") words.push(`sleep ${command.delayMs}${command.unlessEarlier === true ? " unless earlier" : ""}`);
  else words.push(command.type === "none" ? "none" : `${command.type} ${command.limit}`);
  if (command.type === "exchange" && command.afresh === true) words.push("afresh");
  return words.join(" ");
}

const go = "exchanging → exchange 8";
/** SY24 */
const goAfresh = "exchanging → exchange 8 afresh";
const success = "failures 0 limit 16 notice null";
/** What a finished exchange means where none of this page's is under way, and where none was asked for meanwhile. */
const finished = {
  yielded: "idle → sleep 2000",
  done: `idle ${success} → sleep 4000`,
  "done, more": `exchanging ${success} → exchange 16`,
  "done, some left": `exchanging ${success} → exchange 16`,
  "done, left and stuck": `idle ${success} → sleep 4000`,
};
/** Failure 4: half of 2 s · 2³. */
const refused = {
  offline: "waiting failures 4 → sleep 8000",
  portal: "waiting failures 4 notice portal → sleep 8000",
  busy: "waiting failures 4 notice busy → sleep 8000",
  "busy, asked": "waiting asked failures 4 notice busy → sleep 60000",
  trouble: "waiting failures 4 notice trouble → sleep 8000",
  "tooLarge, 5 sent": "exchanging limit 2 notice tooLarge → exchange 2",
  "tooLarge, 1 sent": "exchanging limit 1 notice tooLarge → setAside 1",
  "tooLarge, 0 sent": "waiting failures 4 notice tooLarge → sleep 8000",
  "headMismatch, 5 sent": "exchanging limit 2 notice trouble → exchange 2",
  setAside: "waiting failures 4 notice trouble → sleep 8000",
  nonceStale: "waiting failures 4 notice trouble → sleep 8000",
  update: "waiting failures 4 notice update → sleep 8000",
  unknownDevice: "stopped notice unknownDevice → none",
};
const owed = (notice: string): string => `exchanging failures 4${notice === "" ? "" : ` notice ${notice}`} → exchange 8`;

const table: { readonly [S in keyof typeof states]: { readonly [I in InputName]: string } } = {
  idle: {
    open: goAfresh,
    visible: go,
    online: "waiting → sleep 15000 unless earlier",
    timer: go,
    tap: go,
    live: go,
    manual: goAfresh,
    ...finished,
    ...refused,
  },
  exchanging: {
    open: "exchanging → none",
    visible: "exchanging → none",
    online: "exchanging → none",
    timer: "exchanging → none",
    tap: "exchanging again → none",
    live: "exchanging again → none",
    manual: "exchanging again → none",
    ...finished,
    ...refused,
    nonceStale: "exchanging nonceTried → exchange 8",
  },
  "exchanging again": {
    open: "exchanging again → none",
    visible: "exchanging again → none",
    online: "exchanging again → none",
    timer: "exchanging again → none",
    tap: "exchanging again → none",
    live: "exchanging again → none",
    manual: "exchanging again → none",
    ...finished,
    done: `exchanging ${success} → exchange 16`,
    "done, left and stuck": `exchanging ${success} → exchange 16`,
    ...refused,
    offline: owed(""),
    portal: owed("portal"),
    busy: owed("busy"),
    trouble: owed("trouble"),
    "tooLarge, 0 sent": owed("tooLarge"),
    setAside: owed("trouble"),
    nonceStale: "exchanging nonceTried → exchange 8",
    update: owed("update"),
  },
  "exchanging nonceTried": {
    open: "exchanging nonceTried → none",
    visible: "exchanging nonceTried → none",
    online: "exchanging nonceTried → none",
    timer: "exchanging nonceTried → none",
    tap: "exchanging again nonceTried → none",
    live: "exchanging again nonceTried → none",
    manual: "exchanging again nonceTried → none",
    ...finished,
    ...refused,
  },
  waiting: {
    open: goAfresh,
    visible: go,
    online: "waiting → sleep 15000 unless earlier",
    timer: go,
    tap: go,
    live: go,
    manual: goAfresh,
    ...finished,
    ...refused,
  },
  "waiting asked": {
    open: goAfresh,
    visible: "waiting asked → none",
    online: "waiting asked → none",
    timer: go,
    tap: go,
    live: "waiting asked → none",
    manual: goAfresh,
    ...finished,
    ...refused,
  },
  stopped: {
    open: goAfresh,
    visible: "stopped → none",
    online: "stopped → none",
    timer: "stopped → none",
    tap: "stopped → none",
    live: "stopped → none",
    manual: goAfresh,
    ...finished,
    ...refused,
  },
};

describe("SY1–SY9, SY13 the table", () => {
  for (const [name, row] of Object.entries(table) as [keyof typeof states, (typeof table)["idle"]][])
    test.each(Object.entries(row))(`SY ${name} × %s: %s`, (input, cell) => {
      expect(cellOf(states[name], inputs[input as InputName])).toBe(cell);
    });
  test("SY the table is full: every state type, every cause, every failure", () => {
    const causes: readonly WakeCause[] = ["open", "visible", "online", "timer", "tap", "live", "manual"];
    const failures: readonly Failure[] = [
      ...([
        "offline",
        "portal",
        "busy",
        "trouble",
        "tooLarge",
        "headMismatch",
        "setAside",
        "nonceStale",
        "update",
        "unknownDevice",
      ] as const),
    ];
    const all = Object.values(inputs) as SyncInput[];
    for (const cause of causes) expect(all.some((input) => input.type === "woken" && input.cause === cause)).toBe(true);
    for (const failure of failures) expect(all.some((input) => input.type === "failed" && input.failure === failure)).toBe(true);
    for (const row of Object.values(table)) expect(Object.keys(row).sort()).toEqual(Object.keys(inputs).sort());
    expect(new Set(Object.values(states).map(({ type }) => type)).size).toBe(4);
  });
});

describe("SY23 what our endpoint cannot read", () => {
  const fresh: SyncState = { type: "exchanging", again: false, nonceTried: false, failures: 0, limit: 8, notice: null };
  test("SY23 the others go at once, once; the next one without a success between waits", () => {
    const first = step(fresh, failed("setAside"));
    expect(first.command).toEqual({ type: "exchange", limit: 8 });
    expect(first.state).toMatchObject({ type: "exchanging", failures: 1, notice: "trouble" });
    expect(step(first.state, failed("setAside")).command).toEqual({ type: "sleep", delayMs: 2000 });
  });
});
