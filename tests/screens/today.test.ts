// 今日 without a browser: which face the big button shows at every moment of a duty, which duty a tap is about, and what is said.

import { describe, expect, it } from "vitest";
import type { Duty } from "../../src/device/view-types.ts";
import type { Attendance } from "../../src/domain/attendance.ts";
import type { Entry } from "../../src/domain/event.ts";
import { createEventId } from "../../src/protocol/id.ts";
import { minutesTooEarly, ownMinutes, phaseOf, pickDuty, tappedAt } from "../../src/screens/today/phase.ts";
import { placeTold, statusOf, type TapKnowledge, whyOf } from "../../src/screens/today/status.ts";
import { chinese as words } from "../../src/words/words.ts";
import { shift as anyShift } from "../fixtures/domain-facts.ts";

const minute = 60_000;
const start = Date.UTC(2026, 10, 20, 23, 30); // 07:30 in Shanghai
const end = start + 60 * minute;
const id = (n: number): string => n.toString(16).padStart(32, "0");

function duty(attendance: Partial<Attendance> = {}, rest: Partial<Duty> = {}, at = start): Duty {
  const shift = {
    ...anyShift,
    id: id(at),
    team: id(2),
    start: at,
    end: at + 60 * minute,
    posts: [],
  };
  const base: Attendance = {
    shift: shift.id,
    person: id(5),
    post: null,
    state: "unheard",
    alsoLeftEarly: false,
    checkedInAt: null,
    checkedOutAt: null,
    seenAt: null,
    checkInEvent: null,
    checkOutEvent: null,
    start: null,
    end: null,
    startCause: null,
    endCause: null,
    minutes: 0,
    class: null,
    strength: "none",
    band: null,
    distanceDm: null,
    accuracyDm: null,
    closed: false,
    marks: [],
    leave: null,
    makeup: null,
    appeal: null,
    correction: null,
    spotChecks: [],
    insteadOf: null,
    replacedBy: null,
    sheet: null,
    spans: [],
    flags: [],
    basis: [],
    settled: null,
  };
  return {
    shift,
    team: null,
    post: null,
    contact: null,
    isLead: false,
    attendance: { ...base, ...attendance },
    record: null,
    problem: null,
    ...rest,
  };
}

const signedIn: Partial<Attendance> = { state: "unconfirmed", strength: "weak", checkedInAt: start - 2 * minute };
const settled = (change: Partial<NonNullable<Attendance["settled"]>> = {}): Attendance["settled"] => ({
  event: id(9),
  shift: id(start),
  person: id(5),
  state: "present",
  minutes: 60,
  class: "attested",
  start,
  end,
  startCause: "ownCheckIn",
  endCause: "dutyClosed",
  basis: [],
  ...change,
});

describe("the big button", () => {
  it("R3: opens 30 minutes before the start, closes at the end", () => {
    expect(phaseOf(duty(), start - 30 * minute - 1)).toBe("early");
    expect(phaseOf(duty(), start - 30 * minute)).toBe("open");
    expect(phaseOf(duty(), end)).toBe("open");
    expect(phaseOf(duty(), end + 1)).toBe("over");
  });

  it("R3 R10: 签退 stays until an hour after the end, then the duty counts as forgotten", () => {
    expect(phaseOf(duty(signedIn), end + 60 * minute)).toBe("on");
    expect(phaseOf(duty(signedIn), end + 60 * minute + 1)).toBe("forgotten");
    expect(phaseOf(duty({ ...signedIn, checkedOutAt: end }), end)).toBe("off");
    expect(phaseOf(duty({ ...signedIn, settled: settled() }), end)).toBe("settled");
  });

  it("R2: asks once more only when leaving would count as early", () => {
    expect(minutesTooEarly(duty(), end - 12 * minute)).toBe(12);
    expect(minutesTooEarly(duty(), end - 5 * minute - 1)).toBe(6);
    expect(minutesTooEarly(duty(), end - 5 * minute)).toBeNull();
  });

  it("is about the duty signed in to, else the running one, else the next", () => {
    const evening = duty({}, {}, start + 600 * minute);
    const morning = duty();
    expect(pickDuty([morning, evening], start)).toBe(morning);
    expect(pickDuty([morning, evening], end + 120 * minute)).toBe(evening);
    const running = duty(signedIn);
    expect(pickDuty([running, duty({}, {}, end)], end + minute)).toBe(running);
    expect(pickDuty([], start)).toBeNull();
  });

  it("knows how old a tap is from its id alone", () => {
    expect(tappedAt(createEventId(start, new Uint8Array(10)))).toBe(start);
  });
});

describe("what is said", () => {
  const texts = (told: readonly { readonly text: string }[]): readonly string[] => told.map(({ text }) => text);

  it("says 签到成功 with the tap's own time, and how far the record has come", () => {
    expect(texts(statusOf(words, duty(signedIn, { record: "kept" }), "on"))).toEqual(["签到成功 07:28", "已存本机,有网自动上传"]);
    expect(texts(statusOf(words, duty(signedIn, { record: "uploaded" }), "on"))).toEqual(["签到成功 07:28", "已上传"]);
  });

  it("a refused tap is told with its reason, although it left no attendance", () => {
    const refused = duty({}, { record: "refused", problem: "forbidden" });
    expect(texts(statusOf(words, refused, "open"))).toEqual([words.refusedBecause(words.problems.forbidden)]);
  });

  const known: TapKnowledge = { fixing: null, about: [], hasConsent: true };
  const told = (attendance: Partial<Attendance>, knowledge: Partial<TapKnowledge> = {}) =>
    placeTold(words, duty({ ...signedIn, ...attendance }), "on", { ...known, ...knowledge })?.text;

  it("R15 R18: says in words what GPS says, and that its silence costs nothing", () => {
    expect(told({}, { fixing: { type: "locating" } })).toBe("正在定位,不用等");
    expect(told({}, { fixing: { type: "silent" } })).toBe("没收到定位,签到照样算,请扫码或找队长");
    expect(told({}, { fixing: { type: "refused" } })).toBe("没开定位也算,请扫码或找队长");
    expect(told({}, { hasConsent: false })).toBe("没开定位也算,请扫码或找队长");
    expect(told({ band: "inside", accuracyDm: 200 })).toBe("定位在岗位上(误差20米)");
    expect(told({ band: "uncertain" })).toBe("定位不准,没关系,队长会核对");
    expect(told({ band: "outside", distanceDm: 3100 })).toBe("已签到。定位离岗位310米,请队长扫码");
    expect(told({ band: "outside", distanceDm: 23_400 })).toBe("已签到。定位离岗位2.3公里,请队长扫码");
  });

  /** Only what placeTold reads. */
  const entry = (type: string, facts: object, verdict: object | null = null): Entry =>
    ({
      event: { id: id(7), type, facts, n: 1 },
      receipt: verdict === null ? null : { judgement: "stored", revision: 0, verdict },
    }) as unknown as Entry;

  it("says 已重新核对 when the endpoint judged otherwise than the phone claimed", () => {
    const fixed = (judged: string | null) => [entry("positionFixed", { band: "inside" }, judged === null ? null : { band: judged })];
    expect(told({ band: "inside", accuracyDm: 200 }, { about: fixed(null) })).toBe("定位在岗位上(误差20米)");
    expect(told({ band: "inside", accuracyDm: 200 }, { about: fixed("inside") })).toBe("定位在岗位上(误差20米)");
    expect(told({ band: "uncertain" }, { about: fixed("uncertain") })).toBe("定位不准,没关系,队长会核对 · 已重新核对");
  });

  it("R18: does not ask for a code that was read already", () => {
    expect(told({}, { hasConsent: false, about: [entry("codeSeen", { kind: "typed" })] })).toBe("码已记下,等核对");
  });

  it("says what an unconfirmed person's own taps come to, so that nobody reads 0 after an hour", () => {
    expect(ownMinutes(duty({ ...signedIn, checkedOutAt: end - 2 * minute }))).toBe(60);
    expect(ownMinutes(duty({ ...signedIn, checkedOutAt: start + 5 * minute }))).toBe(0);
  });

  it("R13: explains the settled minutes, and explains it when there are none", () => {
    expect(whyOf(words, duty({ ...signedIn, settled: settled() }))).toEqual([
      "07:30 起(你的签到 07:28),到 08:30(队长收队)",
      "认定:队长登记",
    ]);
    const none = settled({ state: "unconfirmed", minutes: 0, class: null, start: null, end: null, startCause: null, endCause: null });
    expect(whyOf(words, duty({ ...signedIn, settled: none }))).toEqual([words.whyNone.unconfirmed]);
    expect(whyOf(words, duty(signedIn))).toEqual([]);
  });
});
