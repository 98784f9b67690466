// What the naive oracle is asked and answers, and its plain reading of moments, evidence and stretches. Written apart from src/ and from
// DOMAIN.md section 5 alone, as oracle.ts; imports nothing at all.

export type State = "present" | "late" | "leftEarly" | "unconfirmed" | "unheard" | "absent" | "onLeave" | "open" | "disputed";
export type Strength = "strong" | "contrary" | "weak" | "none";

export interface OracleShift {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly posts: readonly string[];
}
export interface OracleEvent {
  readonly id: string;
  readonly type: string;
  readonly author: string | null;
  readonly n: number;
  readonly wallTime: number;
  readonly anchor: { readonly serverTime: number; readonly wallTimeThen: number } | null;
  // biome-ignore lint/suspicious/noExplicitAny: JSON as it lies in the ledger, whose shape this file refuses to share with anyone
  readonly facts: any;
  readonly receipt: {
    readonly number: number;
    readonly epoch: number;
    readonly receivedAt: number;
    readonly judgement: string;
    readonly verdict: { readonly strength: string } | null;
  } | null;
}
export interface OracleQuestion {
  readonly shift: OracleShift;
  readonly person: string;
  /** Every shift the person is placed on about that time: for taps that name none. */
  readonly placedOn: readonly OracleShift[];
  readonly events: readonly OracleEvent[];
  readonly asOf: number;
}
export interface OracleAnswer {
  readonly state: State;
  readonly class: "verified" | "attested" | null;
  readonly minutes: number;
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const grace = 5 * minute; // R2
export const opensBefore = 30 * minute; // R3
export const checkOutAfter = 60 * minute; // R3, R10
export const leastMinutes = 10; // R3
export const lateUntil = 72 * hour; // R10, R10a, R17
export const futureHold = 5 * minute; // R20

export const floor = (moment: number): number => Math.floor(moment / second) * second;

/** R20: device time, corrected by the anchor. */
export const momentOf = ({ wallTime, anchor }: Pick<OracleEvent, "wallTime" | "anchor">): number =>
  wallTime + (anchor === null ? 0 : anchor.serverTime - anchor.wallTimeThen);
/** Floored to the second, as every rule wants it. */
export const timeOf = (event: OracleEvent): number => floor(momentOf(event));

/** R20: later than the receipt + 5 min. */
export const isHeld = (event: OracleEvent): boolean => event.receipt !== null && timeOf(event) > event.receipt.receivedAt + futureHold;

/** DECIDED (word-order.ts): two words of people are ordered by time, never later than the receipt, then by id. */
export function byWord(a: OracleEvent, b: OracleEvent): number {
  const moment = (event: OracleEvent): number => {
    const { receipt } = event;
    return receipt !== null && receipt.receivedAt < momentOf(event) ? receipt.receivedAt : momentOf(event);
  };
  return moment(a) - moment(b) || (a.id < b.id ? -1 : 1);
}

/** R16: all that was recorded about somebody's own taps, pooled: strong beats contrary beats weak. */
export function strengthOf(taps: readonly OracleEvent[], events: readonly OracleEvent[], badge: Strength): Strength {
  if (taps.length === 0) return badge;
  const said: string[] = ["weak", badge]; // a bare tap
  for (const event of events) {
    if (event.type !== "positionFixed" && event.type !== "codeSeen") continue;
    // Only whoever tapped can say where.
    if (!taps.some((tap) => tap.id === event.facts.of && tap.author === event.author)) continue;
    const verdict = event.receipt === null ? null : event.receipt.verdict;
    if (verdict !== null) said.push(verdict.strength);
    else if (event.type === "positionFixed" && event.facts.band === "inside") said.push("strong");
    else if (event.type === "positionFixed" && event.facts.band === "outside") said.push("contrary");
  }
  // R20: no anchor ever → weak. DECIDED (evidence.ts): one tap without an anchor makes all weak, for the minutes rest on all of them.
  if (said.includes("strong")) return taps.some((tap) => tap.anchor === null) ? "weak" : "strong";
  return said.includes("contrary") ? "contrary" : "weak";
}

/** When the person last left and did not come back; null: they are there, or were never heard of. */
export function lastLeaving(taps: readonly OracleEvent[]): number | null {
  let hasCome = false;
  let leaving: number | null = null;
  for (const tap of taps) {
    if (tap.type === "checkedOut") leaving = timeOf(tap);
    // A second arrival while somebody is there changes nothing.
    else if (!hasCome || leaving !== null) leaving = null;
    if (tap.type === "checkedIn") hasCome = true;
  }
  return leaving;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** R1, R2, R3: second by second; only the first arrival and the last leaving have a grace, or a short break would be credited (R8). */
export function creditOf(stretches: readonly Stretch[], timeClass: "verified" | "attested", shift: OracleShift): OracleAnswer {
  const first = stretches[0] as Stretch;
  const last = stretches[stretches.length - 1] as Stretch;
  const isLate = first.from > shift.start + grace;
  const isEarly = last.to < shift.end - grace;
  let seconds = 0;
  for (let now = shift.start; now < shift.end; now += second) {
    const isCredited = stretches.some((stretch) => {
      const from = stretch === first && !isLate ? shift.start : stretch.from;
      const to = stretch === last && !isEarly ? shift.end : stretch.to;
      return from <= now && now < to;
    });
    if (isCredited) seconds += 1;
  }
  const minutes = Math.floor(seconds / 60);
  return {
    state: isLate ? "late" : isEarly ? "leftEarly" : "present",
    class: timeClass,
    minutes: minutes < leastMinutes ? 0 : minutes,
  };
}
