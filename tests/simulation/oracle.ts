// The naive oracle: what one person's attendance of one shift is worth, written apart from src/ and from DOMAIN.md section 5 alone.
// Slow and plain on purpose: it lists every second of the shift and counts. It must import nothing of the product, or it would
// repeat its mistakes. Where DOMAIN.md is silent a comment begins with SILENT and says what was taken over from the product.

type State = "present" | "late" | "leftEarly" | "unconfirmed" | "unheard" | "absent" | "onLeave" | "open" | "disputed";
type Strength = "strong" | "contrary" | "weak" | "none";

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
  readonly events: readonly OracleEvent[];
  readonly asOf: number;
}
export interface OracleAnswer {
  readonly state: State;
  readonly class: "verified" | "attested" | null;
  readonly minutes: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const grace = 5 * minute; // R2
const opensBefore = 30 * minute; // R3
const checkOutAfter = 60 * minute; // R3, R10
const leastMinutes = 10; // R3
const lateUntil = 72 * hour; // R10, R10a, R17
const futureHold = 5 * minute; // R20

/** R20: device time, corrected by the anchor, floored to the second. */
function timeOf(event: OracleEvent): number {
  const offset = event.anchor === null ? 0 : event.anchor.serverTime - event.anchor.wallTimeThen;
  return Math.floor((event.wallTime + offset) / second) * second;
}

/** R20: later than the receipt + 5 min. */
const isHeld = (event: OracleEvent): boolean => event.receipt !== null && timeOf(event) > event.receipt.receivedAt + futureHold;

/** SILENT how two words of leaders are ordered: by time, never later than the receipt, then by id. */
function byWord(a: OracleEvent, b: OracleEvent): number {
  const moment = ({ wallTime, anchor, receipt }: OracleEvent): number => {
    const corrected = wallTime + (anchor === null ? 0 : anchor.serverTime - anchor.wallTimeThen);
    return receipt !== null && receipt.receivedAt < corrected ? receipt.receivedAt : corrected;
  };
  return moment(a) - moment(b) || (a.id < b.id ? -1 : 1);
}

/** R16: all that was recorded about somebody's own taps, pooled: strong beats contrary beats weak. */
function strengthOf(taps: readonly OracleEvent[], events: readonly OracleEvent[]): Strength {
  if (taps.length === 0) return "none";
  const said: string[] = ["weak"]; // a bare tap
  for (const event of events) {
    if (event.type !== "positionFixed" && event.type !== "codeSeen") continue;
    // Only whoever tapped can say where.
    if (!taps.some((tap) => tap.id === event.facts.of && tap.author === event.author)) continue;
    const verdict = event.receipt === null ? null : event.receipt.verdict;
    if (verdict !== null) said.push(verdict.strength);
    else if (event.type === "positionFixed" && event.facts.band === "inside") said.push("strong");
    else if (event.type === "positionFixed" && event.facts.band === "outside") said.push("contrary");
  }
  // R20: no anchor ever → weak. SILENT what that says of a person's other taps: one tap without an anchor makes all of them weak.
  if (said.includes("strong")) return taps.some((tap) => tap.anchor === null) ? "weak" : "strong";
  return said.includes("contrary") ? "contrary" : "weak";
}

export function askOracle({ shift, person, events: given, asOf }: OracleQuestion): OracleAnswer {
  const nothing = (state: State): OracleAnswer => ({ state, class: null, minutes: 0 });

  // R19: each event once. Pending and quarantined ones never count. What its author took back does not count either.
  const once: OracleEvent[] = [];
  for (const event of given) {
    if (event.receipt !== null && event.receipt.judgement !== "stored") continue;
    if (!once.some((known) => known.id === event.id)) once.push(event);
  }
  // SILENT whether taking back can be taken back (it cannot), and whether a fix or a code can be taken back as a tap can (it can).
  const isTakenBack = (event: OracleEvent): boolean =>
    once.some(
      (other) => other.type === "retracted" && other.facts.of === event.id && other.author !== null && other.author === event.author,
    );
  const events = once.filter((event) => !isTakenBack(event));

  // R3: the person's own taps on this shift, in their windows. SILENT (DESIGN.md section 4 says it): a tap that names no shift
  // belongs where person, post and time say.
  const isOnShift = ({ facts }: OracleEvent): boolean =>
    facts.shift === shift.id ||
    (facts.shift === null && (facts.post === null || shift.posts.length === 0 || shift.posts.includes(facts.post)));
  const own = events.filter(
    (event) => (event.type === "checkedIn" || event.type === "checkedOut") && event.author === person && isOnShift(event),
  );
  const taps = own
    .filter((tap) => !isHeld(tap))
    .filter((tap) => timeOf(tap) >= shift.start - opensBefore)
    .filter((tap) => timeOf(tap) <= (tap.type === "checkedIn" ? shift.end : shift.end + checkOutAfter))
    // SILENT what two taps of one and the same second mean: the arrival comes first.
    .sort((a, b) => timeOf(a) - timeOf(b) || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0));
  const self = strengthOf(taps, events);

  // R22: the marks that no other mark has seen; one that stands alone, or whose fellows say the same, holds.
  const marks = events.filter((event) => event.type === "marked" && event.facts.shift === shift.id && event.facts.person === person);
  const heads = marks.filter((mark) => !marks.some((other) => other.facts.basis.includes(mark.id))).sort(byWord);
  const mark = heads[heads.length - 1];
  // SILENT whether one leader's two marks disagree, whether 迟到 against 到岗 does, and 迟到 at two moments: they all do.
  if (heads.some((head) => head.facts.state !== mark?.facts.state || head.facts.at !== mark?.facts.at)) return nothing("disputed");
  const word: string = mark === undefined ? "silent" : mark.facts.state;
  const isPresent = word === "present" || word === "late" || word === "leftEarly";
  const closings = events.filter((event) => event.type === "dutyClosed" && event.facts.shift === shift.id).sort(byWord);

  // R8: every stretch between an arrival and the next leaving. SILENT: a second arrival changes nothing, a later leaving does.
  const stretches: { from: number; to: number | null }[] = [];
  let loneOut: number | null = null;
  for (const tap of taps) {
    const last = stretches[stretches.length - 1];
    if (tap.type === "checkedIn" && (last === undefined || last.to !== null)) stretches.push({ from: timeOf(tap), to: null });
    if (tap.type === "checkedOut" && last !== undefined) last.to = timeOf(tap);
    if (tap.type === "checkedOut") loneOut = timeOf(tap);
  }

  // R17, row by row.
  if (word === "absent") return nothing(self === "strong" ? "disputed" : "absent");
  if (!isPresent && self === "none") {
    // SILENT: whoever has only taps that are held for review has been heard from.
    if (own.some(isHeld)) return nothing("unconfirmed");
    if (word === "onLeave") return nothing("onLeave");
    const isSaid = closings.some((closing) => closing.facts.absent.includes(person)); // R10a: a person says so
    return nothing(isSaid || asOf > shift.end + lateUntil ? "absent" : "unheard");
  }
  // SILENT what 请假 means beside the person's own evidence (the evidence wins), and strong evidence of the leaving alone.
  if (!isPresent && (self !== "strong" || stretches.length === 0)) return nothing("unconfirmed");

  // From here on the person was there. From when, until when, and is it all the person's own strong evidence?
  let isOwn = self === "strong";
  const markedAt = mark === undefined ? 0 : mark.facts.at === null ? timeOf(mark) : Math.floor(mark.facts.at / second) * second;
  if (stretches.length === 0) {
    stretches.push({ from: word === "late" ? markedAt : shift.start, to: loneOut });
    isOwn = false;
  } else if (self !== "strong" && word === "late") {
    // SILENT: beside weak or contrary evidence the leader's arrival replaces the person's own first; nothing before it counts.
    for (const stretch of stretches) if (stretch.from < markedAt || stretch === stretches[0]) stretch.from = markedAt;
  }

  // R10: an end that is missing comes from the leader, or the person stays open. SILENT: a person's own end beats a leader's
  // 早退 as it beats the end of 收队, also where the person's own evidence is weak or contrary; of two 收队 the later one holds.
  const first = stretches[0] as { from: number; to: number | null };
  const last = stretches[stretches.length - 1] as { from: number; to: number | null };
  const isLate = first.from > shift.start + grace;
  if (last.to === null && (word === "leftEarly" || closings.length > 0)) {
    const closedAt = Math.floor((closings[closings.length - 1]?.facts.end ?? 0) / second) * second;
    last.to = word === "leftEarly" ? markedAt : closedAt;
    isOwn = false;
  }
  const timeClass = isOwn ? "verified" : "attested";
  if (last.to === null) {
    // SILENT: the class of time that has no end yet is the one it would get.
    const state = asOf > shift.end + checkOutAfter ? "open" : isLate ? "late" : "present";
    return { state, class: timeClass, minutes: 0 };
  }
  const isEarly = last.to < shift.end - grace;

  // R1, R2: second by second; only the first arrival and the last leaving have a grace, or a short break would be credited (R8).
  let seconds = 0;
  for (let now = shift.start; now < shift.end; now += second) {
    const isCredited = stretches.some((stretch) => {
      const from = stretch === first && !isLate ? shift.start : stretch.from;
      const to = stretch === last && !isEarly ? shift.end : (stretch.to as number);
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
