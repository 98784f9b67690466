// What an event is about, as index keys: the same keys on the device (Dexie multi-entry index) and at the endpoint
// (table `subjects`), so that a fold loads just the events it needs and never the history.

import type { Event, Hash, Id } from "./event.ts";

/** Keys are `word:id`; `duty:<shift>` is a prefix of every `duty:<shift>/<person>`. */
export const subject = {
  entity: (kind: string, id: Id): string => `${kind}:${id}`,
  rolesOf: (person: Id): string => `rolesOf:${person}`,
  rolesIn: (team: Id): string => `rolesIn:${team}`,
  peopleOf: (team: Id): string => `peopleOf:${team}`,
  mergedInto: (person: Id): string => `mergedInto:${person}`,
  shiftsOf: (team: Id): string => `shiftsOf:${team}`,
  placements: (shift: Id): string => `placements:${shift}`,
  placementsOf: (person: Id): string => `placementsOf:${person}`,
  duty: (shift: Id): string => `duty:${shift}`,
  dutyOf: (shift: Id, person: Id): string => `duty:${shift}/${person}`,
  unbound: (person: Id): string => `unbound:${person}`,
  about: (event: Id): string => `about:${event}`,
  consents: (person: Id): string => `consents:${person}`,
  joins: (team: Id): string => `joins:${team}`,
  /** What was decided about an event that was set aside. */
  decided: (event: Id): string => `decided:${event}`,
  doubtsOf: (post: Id): string => `doubtsOf:${post}`,
  assignmentsOf: (team: Id): string => `assignmentsOf:${team}`,
  assignmentsAt: (post: Id): string => `assignmentsAt:${post}`,
  claims: (shift: Id): string => `claims:${shift}`,
  claimsOf: (person: Id): string => `claimsOf:${person}`,
  /** Requests of a shift that wait for an answer or had one: leaves, make-ups, appeals. */
  requests: (shift: Id): string => `requests:${shift}`,
  makeupsOf: (person: Id): string => `makeupsOf:${person}`,
  relocations: (shift: Id): string => `relocations:${shift}`,
  trainingsOf: (person: Id): string => `trainingsOf:${person}`,
  /** Tablets that show codes for a shift. */
  codesOf: (shift: Id): string => `codesOf:${shift}`,
  /** Codes somebody read off such a tablet. */
  readOf: (shown: Id): string => `readOf:${shown}`,
  revokedOf: (person: Id): string => `revokedOf:${person}`,
  /** What tablets have taken in of a device's chain. */
  relaysOf: (device: string): string => `relaysOf:${device}`,
  notices: (team: Id): string => `notices:${team}`,
  findings: (post: Id): string => `findings:${post}`,
  calendar: (year: number): string => `calendar:${year}`,
  device: (device: string): string => `device:${device}`,
  devicesOf: (person: Id): string => `devicesOf:${person}`,
  invite: (invite: Id): string => `invite:${invite}`,
} as const;

/** Every key under which the event is found again; no key depends on any other event. */
export function subjectsOf(event: Event): readonly string[] {
  switch (event.type) {
    case "patched": {
      const { entity, id, set } = event.facts;
      const keys = [subject.entity(entity, id)];
      if (entity === "person" && "team" in set && typeof set.team === "string") keys.push(subject.peopleOf(set.team));
      if (entity === "person" && typeof set.mergedInto === "string") keys.push(subject.mergedInto(set.mergedInto));
      if (entity === "shift" && "team" in set && typeof set.team === "string") keys.push(subject.shiftsOf(set.team));
      if (entity === "role" && "person" in set && typeof set.person === "string") keys.push(subject.rolesOf(set.person));
      if (entity === "role" && "team" in set && typeof set.team === "string") keys.push(subject.rolesIn(set.team));
      if (entity === "assignment" && typeof set.team === "string") keys.push(subject.assignmentsOf(set.team));
      if (entity === "assignment" && typeof set.post === "string") keys.push(subject.assignmentsAt(set.post));
      return keys;
    }
    case "placed":
    case "released":
      return [subject.placements(event.facts.shift), subject.placementsOf(event.facts.person)];
    case "checkedIn":
    case "checkedOut": {
      if (event.author === null) return [];
      return [event.facts.shift === null ? subject.unbound(event.author) : subject.dutyOf(event.facts.shift, event.author)];
    }
    case "codeSeen":
      return [subject.about(event.facts.of), ...(event.facts.shown === undefined ? [] : [subject.readOf(event.facts.shown)])];
    case "positionFixed":
    case "retracted":
    case "joinDecided":
    case "answered":
    case "findingClosed":
    case "photoAttached":
    case "noticeRead":
      return [subject.about(event.facts.of)];
    case "codeShown":
      return [subject.codesOf(event.facts.shift)];
    case "badgeRevoked":
      return [subject.revokedOf(event.facts.person)];
    case "relayed":
      return [subject.relaysOf(event.facts.device)];
    case "deviceDelegated":
      return [subject.device(event.facts.device)];
    case "noticePosted":
      return [subject.notices(event.facts.team)];
    case "claimed":
      return event.author === null ? [] : [subject.claims(event.facts.shift), subject.claimsOf(event.author)];
    case "leaveTaken":
    case "appealed":
      return event.author === null ? [] : [subject.dutyOf(event.facts.shift, event.author), subject.requests(event.facts.shift)];
    case "makeupAsked": {
      const { shift, person } = event.facts;
      return [subject.dutyOf(shift, person), subject.requests(shift), subject.makeupsOf(person)];
    }
    case "tapBound":
      return [subject.dutyOf(event.facts.shift, event.facts.person), subject.about(event.facts.of)];
    case "relocated":
      return [subject.relocations(event.facts.shift)];
    case "trained":
      return [subject.trainingsOf(event.facts.person)];
    case "findingReported":
      return [subject.findings(event.facts.post)];
    case "quarantineDecided":
      return [subject.decided(event.facts.of)];
    case "joinRequested":
      return [subject.joins(event.facts.team), subject.device(event.facts.device)];
    case "postDoubted":
      return [subject.doubtsOf(event.facts.post)];
    case "calendarAdopted":
      return [subject.calendar(event.facts.year)];
    case "marked": {
      const { shift, person, insteadOf } = event.facts;
      // R22a: it releases the one whose place was taken.
      return [
        subject.dutyOf(shift, person),
        ...(insteadOf === undefined || insteadOf === person ? [] : [subject.dutyOf(shift, insteadOf)]),
      ];
    }
    case "settled":
    case "corrected":
    case "spotChecked":
    case "badgeSeen":
      return [subject.dutyOf(event.facts.shift, event.facts.person)];
    case "dutyClosed":
      return [subject.duty(event.facts.shift)];
    case "consented":
      return event.author === null ? [] : [subject.consents(event.author)];
    case "deviceEnrolled":
      return [subject.device(event.facts.device), subject.invite(event.facts.invite), ...event.facts.persons.map(subject.devicesOf)];
  }
}

/** Of an event that has come, whatever became of it. An `event:` key asks for one that takes part in folds. */
export const heardKey = (id: Id, hash: Hash): string => `heard:${id}/${hash}`;

/** Other events that must be known before this one can be judged (X3). */
export function referencesOf(event: Event): readonly string[] {
  switch (event.type) {
    case "codeSeen":
      // What a rotating code is worth, nobody can say before the tablet has said what it showed. The tap does not wait for it.
      return [`event:${event.facts.of}`, ...(event.facts.shown === undefined ? [] : [`event:${event.facts.shown}`])];
    case "positionFixed":
    case "retracted":
    case "answered":
    case "findingClosed":
    case "photoAttached":
    case "noticeRead":
      return [`event:${event.facts.of}`];
    case "tapBound":
      return [`event:${event.facts.of}`, subject.entity("shift", event.facts.shift), subject.entity("person", event.facts.person)];
    case "claimed":
    case "leaveTaken":
    case "appealed":
    case "relocated":
    case "codeShown":
    case "relayed":
    case "deviceDelegated":
      return [subject.entity("shift", event.facts.shift)];
    case "noticePosted":
      return [subject.entity("team", event.facts.team)];
    case "badgeRevoked":
    case "trained":
      return [subject.entity("person", event.facts.person)];
    case "findingReported":
      return [subject.entity("post", event.facts.post)];
    case "joinDecided":
      return [`event:${event.facts.of}`, ...(event.facts.person === null ? [] : [subject.entity("person", event.facts.person)])];
    case "quarantineDecided":
      return [heardKey(event.facts.of, event.facts.hash)];
    case "placed":
    case "released":
    case "marked":
    case "settled":
    case "makeupAsked":
    case "corrected":
    case "spotChecked":
    case "badgeSeen":
      return [subject.entity("shift", event.facts.shift), subject.entity("person", event.facts.person)];
    case "dutyClosed":
      return [subject.entity("shift", event.facts.shift)];
    case "checkedIn":
    case "checkedOut":
      return event.facts.shift === null ? [] : [subject.entity("shift", event.facts.shift)];
    case "patched":
    case "consented":
    case "joinRequested":
    case "calendarAdopted":
    case "postDoubted":
    case "deviceEnrolled":
      return [];
  }
}
