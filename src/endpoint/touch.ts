// Which attendances an accepted event changes, noted so that each is folded once when the turn ends. Notes rather one too many than one
// too few: a fold that says the same changes nothing. Folds and writes nothing.

import { correctedTime } from "../domain/clock.ts";
import { type Event, type EventOf, entriesOf, type Id } from "../domain/event.ts";
import { subject } from "../domain/subjects.ts";
import { peopleOfShift, placedAbout, standsFor, unboundPeople } from "./duty-entries.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { keptEntriesUnder } from "./records.ts";

export function touch(ledger: Ledger, turn: Turn, event: Event, passed: readonly Id[] = []): void {
  const note = (shift: Id | null, person: Id | null): void => {
    if (shift === null) return;
    const people = turn.touched.get(shift) ?? new Set();
    people.add(person === null ? null : standsFor(ledger, person));
    turn.touched.set(shift, people);
  };
  /** A tap that names no shift may belong to any shift its author is placed on about that time. */
  const noteAbout = (person: Id, at: number): void => {
    for (const { id } of placedAbout(ledger, person, at)) note(id, person);
  };
  const noteUnbound = (person: Id, shift: Id): void => {
    const start = unboundPeople(ledger).has(person) ? ledger.world.shift(shift)?.start : undefined;
    if (start !== undefined) noteAbout(person, start);
  };
  switch (event.type) {
    case "checkedIn":
    case "checkedOut":
      note(event.facts.shift, event.author);
      if (event.facts.shift === null && event.author !== null) {
        unboundPeople(ledger).add(event.author);
        noteAbout(event.author, correctedTime(event));
        for (const binding of entriesOf(keptEntriesUnder(ledger, [subject.about(event.id)]), "tapBound"))
          touch(ledger, turn, binding.event);
      }
      break;
    case "marked":
      note(event.facts.shift, event.facts.person);
      note(event.facts.shift, event.facts.insteadOf ?? event.facts.person);
      break;
    case "placed":
    case "released":
      note(event.facts.shift, event.facts.person);
      noteUnbound(event.facts.person, event.facts.shift);
      break;
    case "settled":
    case "makeupAsked":
    case "spotChecked":
    case "badgeSeen":
    case "corrected":
      note(event.facts.shift, event.facts.person);
      break;
    case "leaveTaken":
    case "appealed":
      note(event.facts.shift, event.author);
      break;
    case "tapBound": {
      note(event.facts.shift, event.facts.person);
      // Where it counted until now.
      const target = ledger.world.entry(event.facts.of)?.event;
      if (target !== undefined && !passed.includes(target.id)) noteAbout(event.facts.person, correctedTime(target));
      for (const other of entriesOf(keptEntriesUnder(ledger, [subject.about(event.facts.of)]), "tapBound"))
        note(other.event.facts.shift, other.event.facts.person);
      break;
    }
    case "dutyClosed":
      note(event.facts.shift, null);
      // Also who was taken off since the leader's tablet last heard: the closing names them all the same.
      for (const person of event.facts.absent) note(event.facts.shift, person);
      break;
    case "positionFixed":
    case "codeSeen":
    case "answered":
    case "retracted": {
      const target = ledger.world.entry(event.facts.of)?.event;
      // Two that take each other back would never end.
      if (target !== undefined && !passed.includes(target.id)) touch(ledger, turn, target, [...passed, event.id]);
      break;
    }
    case "patched":
      touchPatched(ledger, turn, event, note, noteUnbound);
      break;
    default:
      break;
  }
}

function touchPatched(
  ledger: Ledger,
  turn: Turn,
  event: EventOf<"patched">,
  note: (shift: Id | null, person: Id | null) => void,
  noteUnbound: (person: Id, shift: Id) => void,
): void {
  const { entity, id, set } = event.facts;
  if (entity === "shift") {
    note(id, null);
    // R3: moved, it may lie nearer to a tap that named no shift than another does, or no longer.
    if (unboundPeople(ledger).size > 0) for (const person of ledger.world.placements(id).keys()) noteUnbound(person, id);
  }
  if (entity === "person" && set.mergedInto !== undefined) touchMerged(ledger, turn, id);
}

/** R22a: two people are one from now on, or are not any more: every duty of either, settled however late, for no minute of it is new. */
function touchMerged(ledger: Ledger, turn: Turn, person: Id): void {
  const patches = entriesOf(keptEntriesUnder(ledger, [subject.entity("person", person)]), "patched");
  const into = patches.flatMap(({ event: { facts } }) =>
    facts.entity === "person" && facts.set.mergedInto != null ? [facts.set.mergedInto] : [],
  );
  const people = new Set([person, ...into, standsFor(ledger, person), ...into.map((one) => standsFor(ledger, one))]);
  for (const one of people)
    for (const { shift } of ledger.database.all<{ shift: Id }>(
      "SELECT shift FROM attendance WHERE ledger = ? AND person = ?",
      ledger.key,
      one,
    )) {
      const here = new Set(peopleOfShift(ledger, shift));
      const touched = turn.touched.get(shift) ?? new Set();
      turn.touched.set(shift, touched);
      // Whoever stands for somebody else by now is noted too: their row goes.
      for (const other of people) if (here.has(other) || standsFor(ledger, other) !== other) touched.add(other);
      turn.closed.add(shift);
    }
}

/**
 * R12, R14: the shifts which the event settles however late it is heard: what a leader or the branch decided when they had the right to.
 * What a phone brings later than 72 h counts nothing by itself.
 */
export function settlesLate(ledger: Ledger, event: Event): Id | null {
  switch (event.type) {
    case "dutyClosed":
    case "marked":
    case "badgeSeen":
    case "corrected":
      return event.facts.shift;
    case "answered": {
      const target = ledger.world.entry(event.facts.of)?.event;
      return target?.type === "makeupAsked" ? target.facts.shift : null;
    }
    case "retracted": {
      // Taken back: what it had decided is decided anew. Not 收队 and marks: nobody may after 72 h (rights.ts).
      const target = ledger.world.entry(event.facts.of)?.event;
      return target?.type === "corrected" || target?.type === "answered" ? settlesLate(ledger, target) : null;
    }
    default:
      return null;
  }
}
