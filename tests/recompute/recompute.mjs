// Counts again what everybody did, from an export (`npx daogang export FILE`) and DOMAIN.md section 5 alone: plain, slow, and without one
// line of src/. `node tests/recompute/recompute.mjs FILE` prints a line for each attendance, then one for each person's hours.
// A rule of DOMAIN.md that leaves something open is decided here as written beside it.

import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { createBook, hour, minute, newest, rawTime, second, timeOf } from "./book.mjs";
import { hoursOf } from "./hours.mjs";

export { createBook, hoursOf };

/** R3: from 30 min before the start; arriving until the end, leaving until an hour after it. */
const isInWindow = (shift, tap) =>
  timeOf(tap) >= shift.start - 30 * minute && timeOf(tap) <= (tap.type === "checkedIn" ? shift.end : shift.end + hour);

/** A tap that names no shift: where a leader put it, else the one shift of the person it fits best by post and time; two as good: none. */
function shiftOf(book, tap) {
  if (tap.facts.shift !== null) return tap.facts.shift;
  const said = newest(book.bindingsOf(tap.id).filter(({ facts }) => facts.person === tap.author));
  if (said !== null) return said.facts.shift;
  const fits = [...new Set(book.placedOn(tap.author).map(({ facts }) => facts.shift))]
    .flatMap((id) => book.shifts.get(id) ?? [])
    .filter((shift) => isInWindow(shift, tap))
    .filter((shift) => tap.facts.post === null || (shift.posts ?? []).length === 0 || shift.posts.includes(tap.facts.post))
    .map((shift) => ({
      id: shift.id,
      rank: tap.facts.post !== null && shift.posts.includes(tap.facts.post) ? 0 : 1,
      away: Math.abs(timeOf(tap) - (tap.type === "checkedIn" ? shift.start : shift.end)),
    }))
    .sort((a, b) => a.rank - b.rank || a.away - b.away);
  if (fits.length === 0) return null;
  return fits.length > 1 && fits[0].rank === fits[1].rank && fits[0].away === fits[1].away ? null : fits[0].id;
}

/** R16; `badge`: what scanned badges add. */
function strengthOf(book, taps, badge) {
  if (taps.length === 0) return badge;
  const found = taps.flatMap((tap) => book.evidenceOf(tap.id).filter(({ author }) => author === tap.author));
  const words = [badge].concat(
    found.map(({ verdict, facts }) => {
      if (verdict !== null) return verdict.strength;
      return facts.band === "inside" ? "strong" : facts.band === "outside" ? "contrary" : "weak";
    }),
  );
  // R20: a time that was never checked proves nothing, wherever it was.
  const isTimed = taps.every(({ anchor }) => anchor !== null);
  if (words.includes("strong")) return isTimed ? "strong" : "weak";
  return words.includes("contrary") ? "contrary" : "weak";
}

/** R1, R2, R3, R8: the credited stretches, each clipped to the plan, the grace only at the very ends. */
function creditOf(stretches, shift) {
  const grace = 5 * minute;
  const clipped = stretches.map(([from, to], i) => {
    const start = i === 0 && from <= shift.start + grace ? shift.start : Math.min(Math.max(from, shift.start), shift.end);
    const end = i === stretches.length - 1 && to >= shift.end - grace ? shift.end : Math.min(to, shift.end);
    return [start, Math.max(start, end)];
  });
  const minutes = Math.floor(clipped.reduce((sum, [from, to]) => sum + (to - from), 0) / minute);
  return minutes < 10 ? { minutes: 0, stretches: [] } : { minutes, stretches: clipped.filter(([from, to]) => to > from) };
}

export function attendanceOf(book, shiftId, person, asOf) {
  const shift = book.shifts.get(shiftId);
  const key = `${shiftId} ${person}`;
  // Taps: R3, R14, R20.
  const named = book.tapsBy(person).filter((tap) => shiftOf(book, tap) === shiftId);
  const isHeld = (tap) => timeOf(tap) > tap.receivedAt + 5 * minute;
  const isLate = (tap) => tap.receivedAt > shift.end + 72 * hour;
  const taps = named.filter((tap) => !isHeld(tap) && isInWindow(shift, tap) && !isLate(tap));
  const hasDoubtful = named.some((tap) => isHeld(tap) || (isInWindow(shift, tap) && isLate(tap)));
  // R8: pairs in the order of time; a second arrival changes nothing, a later leaving does.
  const stays = [];
  const sorted = [...taps].sort(
    (a, b) => timeOf(a) - timeOf(b) || Number(b.type === "checkedIn") - Number(a.type === "checkedIn") || (a.id < b.id ? -1 : 1),
  );
  for (const tap of sorted) {
    const last = stays[stays.length - 1];
    if (tap.type === "checkedIn" && (last === undefined || last[1] !== null)) stays.push([timeOf(tap), null]);
    else if (tap.type === "checkedOut" && last !== undefined) last[1] = timeOf(tap);
  }
  const outs = taps.filter(({ type }) => type === "checkedOut").map(timeOf);
  const leaving = stays.length === 0 ? (outs.length === 0 ? null : Math.max(...outs)) : stays[stays.length - 1][1];

  // R16, R22a: badges that a leader's tablet read. Decided here: a badge proves the arrival in the hours for arriving, before the last leaving,
  // by a clock that was ever compared, and not in its own person's hands; its moment is the arrival where there is none of one's own, or a
  // later one. An earlier one of one's own is proved by it where at most 5 minutes of what counts lie before it was seen.
  const scans = book.badges(key);
  const verified = scans.filter(({ verdict }) => verdict?.strength === "strong");
  const isProof = (scan) =>
    scan.author !== person &&
    (scan.anchor !== null || scan.author === null) &&
    !isHeld(scan) &&
    timeOf(scan) >= shift.start - 30 * minute &&
    timeOf(scan) <= shift.end &&
    (leaving === null || timeOf(scan) <= leaving);
  const sightings = verified.filter(isProof).map(timeOf);
  const seen = sightings.length === 0 ? null : Math.min(...sightings);
  const hasCome = stays.length > 0;
  const isProved = seen !== null && (!hasCome || Math.max(stays[0][0], shift.start) + 5 * minute >= seen);
  const strength = strengthOf(
    book,
    taps,
    isProved ? "strong" : scans.some(({ verdict }) => verdict?.strength === "weak") ? "weak" : "none",
  );

  // R22: what leaders say and no other mark has seen.
  const allMarks = book.marks(key);
  const known = new Set(allMarks.flatMap(({ facts }) => facts.basis));
  const marks = allMarks.filter(({ id }) => !known.has(id));
  const mark = newest(marks);
  // A badge is a word too, until a mark has seen it, and contradicts nothing but 未到.
  const isScanned = verified.some(({ id }) => !known.has(id));
  const isBare = verified.some((scan) => !known.has(scan.id) && !isProof(scan));
  const disagree =
    marks.some(({ facts }) => facts.state !== mark.facts.state || facts.at !== mark.facts.at || facts.until !== mark.facts.until) ||
    (isScanned && marks.some(({ facts }) => facts.state === "absent"));
  const said = mark?.facts.state ?? null;
  const marksPresent = ["present", "late", "leftEarly"].includes(said);
  const saysPresent = marksPresent || (isScanned && said !== "absent");
  const markAt = mark === null ? null : Math.floor((mark.facts.at ?? rawTime(mark)) / second) * second;
  const isReplaced = book
    .marksOn(shiftId)
    .some(({ facts }) => facts.insteadOf === person && facts.person !== person && ["present", "late", "leftEarly"].includes(facts.state));
  const closings = book.closings(shiftId);
  const closing = newest(closings);

  // R11, R13, 请假.
  const answerTo = (request) => newest(book.answersTo(request.id).filter(({ author }) => author !== request.author && author !== person));
  const granted = newest(book.makeups(key).filter((request) => answerTo(request)?.facts.accepted === true));
  const allCorrections = book.corrections(key);
  const corrected = newest(allCorrections.filter(({ id }) => !allCorrections.some(({ facts }) => facts.basis.includes(id))));
  const isOnLeave = book.leaves(key).some((leave) => rawTime(leave) <= shift.end);

  let start = null;
  let end = null;
  let isVerified = false;
  let stretches = [];
  if (corrected !== null) {
    if (corrected.facts.state === "present") {
      start = Math.floor((corrected.facts.start ?? shift.start) / second) * second;
      end = Math.floor((corrected.facts.end ?? shift.end) / second) * second;
      stretches = [[start, end]];
    }
  } else if (granted !== null) {
    const answer = answerTo(granted);
    start = Math.floor((answer.facts.start ?? granted.facts.start) / second) * second;
    end = Math.floor((answer.facts.end ?? granted.facts.end) / second) * second;
    stretches = [[start, end]];
  } else {
    // An own arrival that is strong only by a badge yields to a leader's 迟到 that leaves more: being scanned costs nobody a minute.
    const isOwnProof = strengthOf(book, taps, "none") === "strong";
    const isNoLater = stays.length > 0 && (isOwnProof || stays[0][0] <= Math.max(markAt, shift.start + 5 * minute));
    const isOwnStart = stays.length > 0 && (said !== "late" || (strength === "strong" && isNoLater));
    start = isOwnStart ? stays[0][0] : said === "late" ? markAt : marksPresent || (saysPresent && isBare) ? shift.start : null;
    // Beside a leader's word a badge holds where that costs nobody a minute.
    const isBadge = seen !== null && (start === null || (isOwnStart ? seen < start : seen <= Math.max(start, shift.start + 5 * minute)));
    if (isBadge) start = seen;
    // R10: one's own leaving beats the leader's.
    if (leaving !== null) end = leaving;
    else if (mark?.facts.until !== undefined) end = Math.floor(mark.facts.until / second) * second;
    else if (said === "leftEarly") end = markAt;
    else if (closing !== null && start !== null) end = Math.floor(closing.facts.end / second) * second;
    isVerified = (isOwnStart || isBadge) && (end === null || leaving !== null);
    if (start !== null && end !== null)
      stretches = stays.length < 2 ? [[start, end]] : stays.map(([from, to], i) => [i === 0 ? start : Math.max(start, from), to ?? end]);
  }

  const there =
    end === null && asOf > shift.end + hour
      ? "open"
      : start > shift.start + 5 * minute
        ? "late"
        : end !== null && end < shift.end - 5 * minute
          ? "leftEarly"
          : "present";
  let state;
  let timeClass = null;
  if (corrected !== null) {
    state = corrected.facts.state === "present" ? there : corrected.facts.state;
    if (corrected.facts.state === "present") timeClass = "attested";
  } else if (disagree) state = "disputed";
  else if (granted !== null) [state, timeClass] = [there, "attested"];
  else if (strength === "strong" && said === "absent") state = "disputed";
  else if (strength === "strong" && start !== null) [state, timeClass] = [there, isVerified ? "verified" : "attested"];
  else if (saysPresent) [state, timeClass] = [there, "attested"];
  else if (said === "absent") state = "absent";
  else if (strength !== "none" || hasDoubtful) state = "unconfirmed";
  else if (said === "onLeave" || isOnLeave || isReplaced) state = "onLeave";
  else if (asOf > shift.end + 72 * hour || closings.some(({ facts }) => facts.absent.includes(person))) state = "absent";
  else state = "unheard";

  const counts = timeClass !== null && state !== "open" && start !== null && end !== null;
  const credit = counts ? creditOf(stretches, shift) : { minutes: 0, stretches: [] };
  return { shift: shiftId, person, state, class: timeClass, minutes: credit.minutes, stretches: credit.stretches };
}

/** What the endpoint froze, newest first heard last: minutes and state by its own word, to be compared. Null: nothing. */
export function settledOf(book, shift, person) {
  const all = book.settlements(`${shift} ${person}`);
  return all.length === 0 ? null : all.reduce((best, one) => (one.n > best.n ? one : best)).facts;
}

/** Everybody who was placed on the shift, tapped for it or was spoken of. */
export function peopleOf(book, shift) {
  return [
    ...new Set([
      ...book.placedAt(shift).map(({ facts }) => facts.person),
      ...book.marksOn(shift).map(({ facts }) => facts.person),
      ...book.badgesOn(shift).map(({ facts }) => facts.person),
      ...book.taps.filter((tap) => shiftOf(book, tap) === shift).map(({ author }) => author),
    ]),
  ];
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const book = createBook(readFileSync(argv[2] ?? "", "utf8"));
  const byPerson = new Map();
  for (const shift of book.shifts.keys())
    for (const person of peopleOf(book, shift)) {
      const { stretches, ...line } = attendanceOf(book, shift, person, book.head.exportedAt);
      console.log(JSON.stringify(line));
      byPerson.set(person, [...(byPerson.get(person) ?? []), { ...line, stretches }]);
    }
  for (const [person, lines] of byPerson) {
    const minutes = [...hoursOf(lines, book.shifts).counted.values()].reduce((sum, own) => sum + own, 0);
    if (minutes > 0) console.log(JSON.stringify({ person, minutes }));
  }
}
