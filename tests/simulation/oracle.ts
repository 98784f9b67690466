// The naive oracle: what one person's attendance of one shift is worth, written apart from src/ and from DOMAIN.md section 5 alone.
// Slow and plain on purpose: it lists every second of the shift and counts. It must import nothing of the product, or it would
// repeat its mistakes. Where DOMAIN.md leaves a question open, a comment begins with DECIDED and says which rule of the product answers it.

import {
  byWord,
  checkOutAfter,
  creditOf,
  floor,
  grace,
  isHeld,
  lastLeaving,
  lateUntil,
  momentOf,
  type OracleAnswer,
  type OracleEvent,
  type OracleQuestion,
  opensBefore,
  type State,
  type Stretch,
  second,
  strengthOf,
  timeOf,
} from "./oracle-facts.ts";

export function askOracle({ shift, person, placedOn, events: given, asOf }: OracleQuestion): OracleAnswer {
  const nothing = (state: State): OracleAnswer => ({ state, class: null, minutes: 0 });

  // R19: each event once. Pending and quarantined ones never count. What its author took back does not count either.
  const once: OracleEvent[] = [];
  for (const event of given) {
    if (event.receipt !== null && event.receipt.judgement !== "stored") continue;
    if (!once.some((known) => known.id === event.id)) once.push(event);
  }
  // DECIDED (living.ts): whatever its author recorded can be taken back, a taking back too; in a circle nothing holds.
  const takesBack = (event: OracleEvent): readonly OracleEvent[] =>
    once.filter(
      (other) => other.type === "retracted" && other.facts.of === event.id && other.author !== null && other.author === event.author,
    );
  const isTakenBack = (event: OracleEvent, path: readonly string[] = []): boolean =>
    takesBack(event).some((back) => !path.includes(back.id) && takesBack(back).every((by) => isTakenBackBy(by, back, path)));
  const isTakenBackBy = (by: OracleEvent, back: OracleEvent, path: readonly string[]): boolean =>
    !path.includes(by.id) && isTakenBack(by, [...path, back.id, by.id]);
  const events = once.filter((event) => !isTakenBack(event));
  const answersTo = (event: OracleEvent): OracleEvent | undefined =>
    events
      .filter((other) => other.type === "answered" && other.facts.of === event.id)
      .filter((other) => other.author !== event.author && other.author !== person) // R11
      .sort(byWord)
      .pop();

  // R3: the person's own taps on this shift, in their windows. DECIDED (tap-binding.ts; DESIGN.md section 4): a tap that names no shift
  // belongs where a leader bound it last, else to the placed shift at whose post and nearest to whose time it was made; two as near: none.
  const isOnShift = (tap: OracleEvent): boolean => {
    if (tap.facts.shift !== null) return tap.facts.shift === shift.id;
    const bindings = events.filter((other) => other.type === "tapBound" && other.facts.of === tap.id && other.facts.person === person);
    const bound = [...bindings].sort(byWord).pop();
    if (bound !== undefined) return bound.facts.shift === shift.id;
    const isIn = tap.type === "checkedIn";
    const at = timeOf(tap);
    const scored = placedOn
      .filter(({ start, end }) => at >= start - opensBefore && at <= (isIn ? end : end + checkOutAfter))
      .filter(({ posts }) => tap.facts.post === null || posts.length === 0 || posts.includes(tap.facts.post))
      .map((one) => ({
        id: one.id,
        score: (tap.facts.post !== null && one.posts.length > 0 ? 0 : 1e12) + Math.abs(at - (isIn ? one.start : one.end)),
      }));
    const least = Math.min(...scored.map(({ score }) => score));
    const best = scored.filter(({ score }) => score === least);
    return best.length === 1 && best[0]?.id === shift.id;
  };
  const own = events.filter(
    (event) => (event.type === "checkedIn" || event.type === "checkedOut") && event.author === person && isOnShift(event),
  );
  // R14: a tap heard of later than 72 h after the end is a make-up, and counts nothing by itself.
  const isLate72 = (tap: OracleEvent): boolean => tap.receipt !== null && tap.receipt.receivedAt > shift.end + lateUntil;
  const isTimely = (tap: OracleEvent): boolean =>
    timeOf(tap) >= shift.start - opensBefore && timeOf(tap) <= (tap.type === "checkedIn" ? shift.end : shift.end + checkOutAfter);
  const taps = own
    .filter((tap) => !isHeld(tap) && !isLate72(tap))
    .filter(isTimely)
    // DECIDED (credit.ts): of two taps of one and the same second the arrival comes first.
    .sort((a, b) => timeOf(a) - timeOf(b) || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0));

  // R16, R22a: badges that a leader's tablet read and nobody found false. One of them is proof of arrival in the hours for arriving, by a
  // clock that was ever compared, by another hand than the person's own. DECIDED (badges-seen.ts): a badge with a receipt counts by its verdict.
  const scans = events.filter((event) => event.type === "badgeSeen" && event.facts.shift === shift.id && event.facts.person === person);
  const worth = (scan: OracleEvent): string => (scan.receipt === null ? "strong" : (scan.receipt.verdict?.strength ?? "none"));
  const good = scans.filter((scan) => worth(scan) === "strong");
  const arrivals = taps.filter((tap) => tap.type === "checkedIn").map(timeOf);
  const firstArrival = arrivals.length === 0 ? null : Math.min(...arrivals);
  const left = lastLeaving(taps);
  const isProof = (scan: OracleEvent): boolean =>
    scan.author !== person &&
    (scan.anchor !== null || scan.author === null) &&
    !isHeld(scan) &&
    timeOf(scan) >= shift.start - opensBefore &&
    timeOf(scan) <= shift.end &&
    (left === null || timeOf(scan) <= left);
  const seenTimes = good.filter(isProof).map(timeOf);
  const seen = seenTimes.length === 0 ? null : Math.min(...seenTimes);
  // DECIDED (badges-seen.ts): an own arrival is as good as seen where no more than the grace of what counts lies before it was.
  const isSeen = seen !== null && (firstArrival === null || seen - Math.max(firstArrival, shift.start) <= grace);
  const self = strengthOf(taps, events, isSeen ? "strong" : scans.some((scan) => worth(scan) === "weak") ? "weak" : "none");

  // R22: the marks that no other mark has seen; one that stands alone, or whose fellows say the same, holds.
  const marks = events.filter((event) => event.type === "marked" && event.facts.shift === shift.id && event.facts.person === person);
  const heads = marks.filter((mark) => !marks.some((other) => other.facts.basis.includes(mark.id))).sort(byWord);
  const mark = heads[heads.length - 1];
  // DECIDED (word-of-leader.ts): what has not been seen is not superseded, whoever said it: one leader's two marks disagree too, 迟到
  // against 到岗 does, and 迟到 at two moments.
  const disagree = heads.some(
    (head) => head.facts.state !== mark?.facts.state || head.facts.at !== mark?.facts.at || head.facts.until !== mark?.facts.until,
  );
  const word: string = mark === undefined ? "silent" : mark.facts.state;
  const saysPresent = word === "present" || word === "late" || word === "leftEarly";
  // R22: a badge is the leader's 到岗 until a mark has seen it. DECIDED (word-of-leader.ts): it contradicts 未到 alone.
  const scanned = good.filter((scan) => !marks.some((one) => one.facts.basis.includes(scan.id)));
  const isPresent = saysPresent || (scanned.length > 0 && word !== "absent");
  const isAgainst = scanned.length > 0 && heads.some((head) => head.facts.state === "absent");
  const closings = events.filter((event) => event.type === "dutyClosed" && event.facts.shift === shift.id).sort(byWord);

  // R13: the branch's word that nobody of the branch has seen and gone beyond, the latest of several, ends everything.
  const corrections = events.filter(
    (event) => event.type === "corrected" && event.facts.shift === shift.id && event.facts.person === person,
  );
  const decided = corrections
    .filter((one) => !corrections.some((other) => other.facts.basis.includes(one.id)))
    .sort(byWord)
    .pop();
  const count = (from: number, to: number): OracleAnswer => creditOf([{ from: floor(from), to: floor(to) }], "attested", shift);
  if (decided !== undefined && decided.facts.state !== "present") return nothing(decided.facts.state);
  if (decided !== undefined) return count(decided.facts.start ?? shift.start, decided.facts.end ?? shift.end);
  if (disagree || isAgainst) return nothing("disputed");
  // R11: the latest request that was accepted, with the times it was accepted with.
  const granted = events
    .filter((event) => event.type === "makeupAsked" && event.facts.shift === shift.id && event.facts.person === person)
    .filter((event) => answersTo(event)?.facts.accepted === true)
    .sort(byWord)
    .pop();
  if (granted !== undefined) {
    const by = answersTo(granted);
    return count(by?.facts.start ?? granted.facts.start, by?.facts.end ?? granted.facts.end);
  }

  // R8: every stretch between an arrival and the next leaving. DECIDED (credit.ts): a second arrival changes nothing, a later leaving does.
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
    // DECIDED (attendance.ts): whoever has only taps that are held for review, or came too late, has been heard from.
    if (own.some((tap) => isHeld(tap) || (isTimely(tap) && isLate72(tap)))) return nothing("unconfirmed");
    if (word === "onLeave") return nothing("onLeave");
    // 请假, never refused; said after the end it is none. R22a: whoever was replaced is released, until that mark is taken back.
    const isTaken = ({ type, facts, author, ...event }: OracleEvent): boolean =>
      type === "leaveTaken" && facts.shift === shift.id && author === person && momentOf(event) <= shift.end;
    const isReplacing = ({ type, facts }: OracleEvent): boolean =>
      type === "marked" &&
      facts.shift === shift.id &&
      facts.insteadOf === person &&
      facts.person !== person &&
      !["absent", "onLeave"].includes(facts.state);
    if (events.some((event) => isTaken(event) || isReplacing(event))) return nothing("onLeave");
    const isSaid = closings.some((closing) => closing.facts.absent.includes(person)); // R10a: a person says so
    return nothing(isSaid || asOf > shift.end + lateUntil ? "absent" : "unheard");
  }
  // DECIDED (attendance.ts): beside 请假 strong evidence wins and weak has to be looked at; so has strong evidence of the leaving alone.
  if (!isPresent && (self !== "strong" || (stretches.length === 0 && seen === null))) return nothing("unconfirmed");

  // From here on the person was there. From when, until when, and is it all the person's own strong evidence?
  let isOwn = self === "strong";
  const markedAt = mark === undefined ? 0 : mark.facts.at === null ? timeOf(mark) : Math.floor(mark.facts.at / second) * second;
  // DECIDED (ends.ts): 迟到 gives the arrival where the person's own evidence does not, or only a badge made it strong and 迟到 leaves more.
  const isOwnProof = strengthOf(taps, events, "none") === "strong";
  const isNoLater = (stretches[0]?.from ?? 0) <= Math.max(markedAt, shift.start + grace);
  const isLeadersStart = word === "late" && !isOwnProof && (self !== "strong" || !isNoLater);
  if (stretches.length === 0) {
    stretches.push({ from: word === "late" ? markedAt : shift.start, to: loneOut });
    isOwn = false;
  } else if (isLeadersStart) {
    isOwn = false;
    // DECIDED (ends.ts): beside weak or contrary evidence the leader's arrival replaces the person's own first; nothing before it counts.
    const from = seen !== null && seen <= Math.max(markedAt, shift.start + grace) ? seen : markedAt;
    for (const stretch of stretches) if (stretch.from < from || stretch === stretches[0]) stretch.from = from;
  }

  // R16: what a tablet saw is the arrival where nobody says another, where it came before the person's own, and beside a leader's word where
  // it costs no minute. DECIDED (ends.ts).
  const begin = stretches[0] as { from: number; to: number | null };
  if (seen !== null) {
    const isOwnArrival = firstArrival !== null && !isLeadersStart;
    const isOnlyScan = firstArrival === null && !saysPresent && scanned.every(isProof);
    if (isOnlyScan || (isOwnArrival ? seen < begin.from : seen <= Math.max(begin.from, shift.start + grace))) {
      begin.from = seen;
      isOwn = self === "strong";
    }
  }

  // R10: an end that is missing comes from the leader, or the person stays open. DECIDED (ends.ts): a person's own end beats a leader's
  // 早退 as it beats the end of 收队, also where the person's own evidence is weak or contrary; of two 收队 the later one holds.
  const first = stretches[0] as { from: number; to: number | null };
  const last = stretches[stretches.length - 1] as { from: number; to: number | null };
  const until = mark?.facts.until;
  if (last.to === null && (word === "leftEarly" || until !== undefined || closings.length > 0)) {
    last.to = until !== undefined ? floor(until) : word === "leftEarly" ? markedAt : floor(closings[closings.length - 1]?.facts.end ?? 0);
    isOwn = false;
  }
  const timeClass = isOwn ? "verified" : "attested";
  if (last.to === null) {
    // DECIDED (attendance.ts): the class of time that has no end yet is the one it would get.
    const state = asOf > shift.end + checkOutAfter ? "open" : first.from > shift.start + grace ? "late" : "present";
    return { state, class: timeClass, minutes: 0 };
  }
  return creditOf(stretches as readonly Stretch[], timeClass, shift);
}
