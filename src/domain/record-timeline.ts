// A record opened: every event that bears on one person's attendance of one shift, by time, with how it was weighed: also what was taken
// back, what came too late and what was not accepted. Says kinds and numbers; sentences are made of them elsewhere. Decides nothing:
// attendance.ts does, and what counts here is what counted there.

import type { Attendance } from "./attendance.ts";
import { correctedTime, floorSecond, isClockJumped, isClockSkewed, isHeldForReview, offsetOf, timeUncertaintyMs } from "./clock.ts";
import { type Entry, type Event, type Id, isNewerReceipt } from "./event.ts";
import { livingRetractions } from "./living.ts";
import { strengthOfBand } from "./position.ts";
import type { RequestName, TakenBack, TapClock, TapUse, TimelineFacts, TimelineItem } from "./record-items.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";
import { isWithinWindow } from "./tap-binding.ts";

export interface TimelineInput {
  readonly shift: Shift;
  readonly person: Id;
  readonly entries: readonly Entry[];
  /** What the same entries came to. */
  readonly attendance: Attendance;
  readonly rules: Rules;
}

/** Each event once with its newest receipt, the refused ones too. */
function eachEntry(entries: readonly Entry[]): ReadonlyMap<Id, Entry> {
  const byId = new Map<Id, Entry>();
  for (const entry of entries) {
    const known = byId.get(entry.event.id);
    if (known === undefined || isNewerReceipt(entry.receipt, known.receipt)) byId.set(entry.event.id, entry);
  }
  return byId;
}

type TapEvent = Extract<Event, { readonly type: "checkedIn" | "checkedOut" }>;
const isTap = (event: Event): event is TapEvent => event.type === "checkedIn" || event.type === "checkedOut";

function useOf(tap: TapEvent, entry: Entry, { shift, attendance, rules }: TimelineInput): TapUse {
  if (entry.receipt !== null && entry.receipt.judgement !== "stored") return "unused";
  if (isHeldForReview(tap, entry.receipt, rules)) return "held";
  const at = floorSecond(correctedTime(tap));
  const isIn = tap.type === "checkedIn";
  if (!isWithinWindow(shift, at, isIn, rules)) return "outside";
  if (entry.receipt !== null && entry.receipt.receivedAt > shift.end + rules.lateUntilMs) return "late";
  // Seen by the leader's tablet before it, it adds nothing.
  if (isIn) return at === attendance.checkedInAt && attendance.startCause !== "badgeSeen" ? "start" : "extra";
  return at === attendance.checkedOutAt ? "end" : "extra";
}

function clockOfTap(tap: TapEvent, rules: Rules): TapClock {
  return {
    // Never minus zero.
    aheadMs: 0 - offsetOf(tap.anchor),
    isSkewed: isClockSkewed(tap, rules),
    isJumped: isClockJumped(tap, rules),
    uncertaintyMs: timeUncertaintyMs(tap, rules),
  };
}

function factsOf(entry: Entry, input: TimelineInput, byId: ReadonlyMap<Id, Entry>): TimelineFacts | null {
  const { shift, person, attendance, rules } = input;
  const { event, receipt } = entry;
  const isHere = "person" in event.facts && event.facts.person === person && "shift" in event.facts && event.facts.shift === shift.id;
  switch (event.type) {
    case "checkedIn":
    case "checkedOut":
      if (event.author !== person || (event.facts.shift !== null && event.facts.shift !== shift.id)) return null;
      // One that named no shift is this record's only where the fold took it for that.
      if (event.facts.shift === null && !attendance.basis.includes(event.id)) return null;
      return {
        type: "tap",
        isIn: event.type === "checkedIn",
        use: useOf(event, entry, input),
        clock: clockOfTap(event, rules),
        isUnbound: event.facts.shift === null,
      };
    case "positionFixed": {
      const tap = byId.get(event.facts.of)?.event;
      if (tap === undefined || !isTap(tap) || tap.author !== person) return null;
      const { band, distanceDm, accuracyDm } = event.facts;
      const verdict = receipt?.verdict ?? null;
      return {
        type: "fix",
        isIn: tap.type === "checkedIn",
        band: verdict === null ? band : verdict.band,
        distanceDm: verdict === null ? distanceDm : verdict.distanceDm,
        accuracyDm,
        isRejudged: verdict !== null && verdict.band !== band,
        strength: verdict?.strength ?? strengthOfBand(band),
      };
    }
    case "codeSeen": {
      const tap = byId.get(event.facts.of)?.event;
      if (tap === undefined || !isTap(tap) || tap.author !== person) return null;
      const freshness = receipt?.verdict?.freshness ?? null;
      return { type: "code", isIn: tap.type === "checkedIn", kind: event.facts.kind, freshness };
    }
    case "badgeSeen": {
      if (!isHere) return null;
      const strength = receipt?.verdict?.strength ?? "none";
      const proof = receipt === null ? "unchecked" : strength === "strong" ? "verified" : strength === "weak" ? "doubtful" : "invalid";
      // What it proves stays, whatever was said of the person since.
      return { type: "badge", proof };
    }
    case "marked": {
      if (event.facts.insteadOf === person && event.facts.person !== person && event.facts.shift === shift.id)
        return { type: "replaced", person: event.facts.person };
      if (!isHere) return null;
      const { state, at, until, bulk, sheet, insteadOf } = event.facts;
      return {
        type: "mark",
        state,
        from: state === "leftEarly" && until === undefined ? null : at,
        until: until ?? (state === "leftEarly" ? at : null),
        bulk,
        sheet: sheet ?? null,
        insteadOf: insteadOf ?? null,
        isReplaced: receipt?.judgement !== "quarantined" && !attendance.marks.includes(event.id),
      };
    }
    case "dutyClosed":
      if (event.facts.shift !== shift.id) return null;
      return { type: "closed", end: event.facts.end, saysAbsent: event.facts.absent.includes(person), isReplaced: false };
    case "leaveTaken":
      return event.author === person && event.facts.shift === shift.id ? { type: "leave", seeks: event.facts.seeks } : null;
    case "makeupAsked": {
      const { start, end, sheet } = event.facts;
      return isHere ? { type: "makeup", start, end, sheet } : null;
    }
    case "appealed":
      return event.author === person && event.facts.shift === shift.id ? { type: "appeal" } : null;
    case "answered": {
      const asked = byId.get(event.facts.of);
      const to = asked === undefined ? null : requestOf(asked, input, byId);
      const { accepted, start, end } = event.facts;
      return to === null ? null : { type: "answer", to, accepted, start, end };
    }
    case "corrected": {
      const { state, start, end } = event.facts;
      return isHere ? { type: "correction", state, start, end } : null;
    }
    case "tapBound":
      return isHere ? { type: "bound" } : null;
    case "spotChecked":
      return isHere ? { type: "spot", here: event.facts.here } : null;
    case "settled": {
      if (!isHere) return null;
      const { shift: _, person: __, basis: ___, ...decided } = event.facts;
      return { type: "settled", ...decided, isReplaced: attendance.settled?.event !== event.id, isFirst: true };
    }
    default:
      return null;
  }
}

function requestOf(asked: Entry, input: TimelineInput, byId: ReadonlyMap<Id, Entry>): RequestName | null {
  if (asked.event.type === "answered") return null;
  const facts = factsOf(asked, input, byId);
  return facts !== null && (facts.type === "leave" || facts.type === "makeup" || facts.type === "appeal") ? facts.type : null;
}

/** Who took an event back, and when; what was taken back and then said again stands. */
function takenBackIn(entries: ReadonlyMap<Id, Entry>): ReadonlyMap<Id, TakenBack> {
  const gone = livingRetractions([...entries.values()]);
  const back = new Map<Id, TakenBack>();
  for (const { event } of entries.values()) {
    if (event.type !== "retracted" || gone.has(event.id) || !gone.has(event.facts.of)) continue;
    if (entries.get(event.facts.of)?.event.author !== event.author) continue;
    const at = floorSecond(correctedTime(event));
    const known = back.get(event.facts.of);
    if (known === undefined || at < known.at) back.set(event.facts.of, { by: event.author, at });
  }
  return back;
}

/** What depends on its fellows: of several closings the last holds, and of several settlements one is the first. */
function amongFellows(items: readonly TimelineItem[]): readonly TimelineItem[] {
  const ofType = (type: TimelineFacts["type"]): readonly TimelineItem[] =>
    items.filter(({ facts, takenBack, judgement }) => facts.type === type && takenBack === null && judgement !== "quarantined");
  const closings = ofType("closed");
  const last = closings[closings.length - 1];
  const firstSettled = ofType("settled")[0];
  return items.map((item): TimelineItem => {
    if (item.facts.type === "closed") return { ...item, facts: { ...item.facts, isReplaced: item.takenBack === null && item !== last } };
    if (item.facts.type === "settled") return { ...item, facts: { ...item.facts, isFirst: item === firstSettled } };
    return item;
  });
}

/** By time, ties by id. Any order and any repetition of the entries gives the same list. */
export function recordTimeline(input: TimelineInput): readonly TimelineItem[] {
  const byId = eachEntry(input.entries);
  const back = takenBackIn(byId);
  const items = [...byId.values()].flatMap((entry): readonly TimelineItem[] => {
    const facts = factsOf(entry, input, byId);
    if (facts === null) return [];
    const { event, receipt } = entry;
    const takenBack = back.get(event.id) ?? null;
    return [
      {
        event: event.id,
        at: floorSecond(correctedTime(event)),
        by: event.author,
        facts: takenBack !== null && facts.type === "tap" ? { ...facts, use: "unused" } : facts,
        takenBack,
        judgement: receipt?.judgement ?? null,
        problem: receipt?.problem ?? null,
        flags: receipt?.verdict?.flags ?? [],
      },
    ];
  });
  // What the endpoint concludes comes after what it concluded it from.
  const rank = ({ by }: TimelineItem): number => (by === null ? 1 : 0);
  return amongFellows(items.sort((a, b) => a.at - b.at || rank(a) - rank(b) || (a.event < b.event ? -1 : 1)));
}
