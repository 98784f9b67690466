// X6: who is to be sent what. A row per audience and event, numbered by the ledger's one counter; a revised receipt, a gained scope
// and a shift that comes within the horizon are fresh rows, so that no cursor ever goes back.

import { type Audience, audience, audienceKind, audiencesOf, horizon } from "../domain/audience.ts";
import type { EntityKind } from "../domain/entity-fields.ts";
import type { Event, Hash, Id } from "../domain/event.ts";
import { isRoleAt } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { eventTable } from "../protocol/events.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { ensurePosts, postAudiences } from "./post-audience.ts";
import { keptRecord, liftEvent, recordByNumber, recordsUnder } from "./records.ts";

export const deviceAudience = (device: Hash): Audience => audience("device", device);

/** `via`: the audience a device gained, when the row is for that one device. */
export function addRows(
  ledger: Ledger,
  turn: Turn,
  number: number,
  source: Hash,
  audiences: readonly Audience[],
  via: Audience | null = null,
): void {
  for (const of of new Set(audiences)) {
    // Nobody ever pulls as the endpoint.
    if (of === deviceAudience(ledger.device)) continue;
    if (ledger.memory.fresh === number) ledger.memory.fresh = null;
    const row = turn.next();
    ledger.database.run(
      "INSERT INTO audience_rows (ledger, audience, row, number, via) VALUES (?, ?, ?, ?, ?)",
      ledger.key,
      of,
      row,
      number,
      via,
    );
    ledger.memory.newest.set(of, row);
    const devices = turn.woken.get(of) ?? new Set();
    turn.woken.set(of, devices.add(source));
  }
}

/** Audiences an event has been sent to, one device's own rows left out. */
export function audiencesSent(ledger: Ledger, number: number): readonly Audience[] {
  if (ledger.memory.fresh === number) return [];
  return ledger.database
    .all<{ audience: Audience }>("SELECT DISTINCT audience FROM audience_rows WHERE ledger = ? AND number = ?", ledger.key, number)
    .map((row) => row.audience)
    .filter((of) => audienceKind(of) !== "device");
}

const livingPatches = (ledger: Ledger, kind: EntityKind, id: Id) =>
  (ledger.world.entity(kind, id)?.heads ?? []).flatMap((head) => {
    const record = keptRecord(ledger, head);
    return record === null ? [] : [record];
  });

/** Rows for the living patches of an entity in audiences they are not in yet. `except`: a patch whose own rows are still to be written. */
export function ensureAudience(
  ledger: Ledger,
  turn: Turn,
  kind: EntityKind,
  id: Id,
  audiences: readonly Audience[],
  except: Id | null = null,
): void {
  for (const { number, event } of livingPatches(ledger, kind, id)) {
    if (event.id === except) continue;
    const sent = audiencesSent(ledger, number);
    if (sent.includes(audience("city"))) continue;
    const lacking = audiences.filter((of) => !sent.includes(of));
    if (lacking.length > 0) addRows(ledger, turn, number, event.device, lacking);
  }
}

const audiencesOfShift = (ledger: Ledger, shift: Id): readonly Audience[] => [
  ...new Set(livingPatches(ledger, "shift", shift).flatMap(({ number }) => audiencesSent(ledger, number))),
];

const isLeading = (role: string): boolean => role === "squadLeader" || role === "branchStaff";

const staffOf = (team: unknown): readonly Audience[] => (typeof team === "string" ? [audience("staff", team)] : []);

/** Staff of the teams a person belongs to: of two while two moves have not seen each other. */
const staffNow = (ledger: Ledger, person: Id): readonly Audience[] =>
  (ledger.world.entity("person", person)?.fields.team ?? []).flatMap(({ value }) => staffOf(value));

/** R24: staff of the teams a person is moved away from. They must not go on believing that the person is theirs. */
const staffBefore = (ledger: Ledger, basis: readonly Id[]): readonly Audience[] =>
  basis.flatMap((head) => {
    const event = keptRecord(ledger, head)?.event;
    return event?.type === "patched" && event.facts.entity === "person" ? staffOf(event.facts.set.team) : [];
  });

/** Audiences beyond the table's: those that already hold the entity, and those that phone this leader. */
function inherited(ledger: Ledger, event: Event, now: number): readonly Audience[] {
  if (event.type !== "patched") return [];
  const { entity, id, basis } = event.facts;
  if (entity === "post" || entity === "shift")
    return basis.flatMap((head) => {
      const record = keptRecord(ledger, head);
      return record?.receipt.judgement === "stored" ? audiencesSent(ledger, record.number) : [];
    });
  if (entity === "person") {
    const led = ledger.world
      .rolesOf(id)
      .filter((role) => isLeading(role.role) && isRoleAt(role, now))
      .map((role) => audience("team", role.team));
    return "team" in event.facts.set ? [...led, ...staffBefore(ledger, basis), ...staffNow(ledger, id)] : led;
  }
  return [];
}

/** What else must be seen by those who now see this event. */
function ensureAround(ledger: Ledger, turn: Turn, event: Event, audiences: readonly Audience[]): void {
  if (event.type === "patched" && event.facts.entity === "shift") {
    // Offered to more people later on, it needs what was said of it before: a change alone is no shift.
    ensureAudience(ledger, turn, "shift", event.facts.id, audiences, event.id);
    // Staff are of the team too: a post goes to each team once.
    const all = [...new Set([...audiences, ...audiencesOfShift(ledger, event.facts.id)])].filter((of) => audienceKind(of) !== "staff");
    for (const post of ledger.world.shift(event.facts.id)?.posts ?? []) ensureAudience(ledger, turn, "post", post, all);
  }
  // Whose they are now needs the name and number that were written down long before.
  if (event.type === "patched" && event.facts.entity === "person" && "team" in event.facts.set)
    ensureAudience(ledger, turn, "person", event.facts.id, staffNow(ledger, event.facts.id), event.id);
  if (event.type === "patched" && event.facts.entity === "role") {
    const role = ledger.world.role(event.facts.id);
    if (role !== null && isLeading(role.role) && isRoleAt(role, turn.now))
      ensureAudience(ledger, turn, "person", role.person, [audience("team", role.team)]);
  }
  // R23: whoever claims a place of another team is known to its leaders by name and number from then on.
  const comes = event.type === "placed" ? event.facts.person : event.type === "claimed" ? event.author : null;
  if ((event.type === "placed" || event.type === "claimed") && comes !== null) {
    const shift = ledger.world.shift(event.facts.shift);
    if (shift === null) return;
    const person = comes;
    // Someone lent by another team: they need the shift and its posts, its leaders need to know who comes.
    if (ledger.world.person(person)?.team !== shift.team) {
      ensureAudience(ledger, turn, "shift", shift.id, [audience("person", person)]);
      for (const post of shift.posts) ensureAudience(ledger, turn, "post", post, [audience("person", person)]);
      ensureAudience(ledger, turn, "person", person, [audience("staff", shift.team)]);
    }
    if (event.facts.post !== null)
      ensureAudience(ledger, turn, "post", event.facts.post, [audience("team", shift.team), audience("person", person)]);
  }
}

/** Audiences of an accepted event, after its projection. Ensures on the way that what it refers to can be seen too. */
export function audiencesOfStored(ledger: Ledger, turn: Turn, number: number, event: Event): readonly Audience[] {
  const own = audiencesOf(event, ({ type }) => eventTable[type].audiences, ledger.world);
  const posts = postAudiences(ledger, event);
  const all = [...new Set([...own, ...posts, ...inherited(ledger, event, turn.now), ...audiencesSent(ledger, number)])];
  ensureAround(ledger, turn, event, all);
  ensurePosts(ledger, turn, event, posts);
  return all;
}

/** Who is shown what was set aside. What does not even parse is shown to nobody but the device that sent it. */
export function audiencesOfQuarantined(ledger: Ledger, event: Event, problem: string | null): readonly Audience[] {
  const sender = [deviceAudience(event.device)];
  if (problem === "poison" || problem === "tooBig" || event.author === null) return sender;
  const team = ledger.world.person(event.author)?.team;
  return [audience("person", event.author), ...sender, ...(typeof team === "string" ? [audience("staff", team)] : [])];
}

/** X6: rows of a gained audience up to `last`, once more for this device alone. */
export function addGainedRows(ledger: Ledger, turn: Turn, device: Hash, gained: readonly Audience[], last: number): void {
  for (const via of gained) {
    const passed = ledger.database.all<{ number: number }>(
      "SELECT DISTINCT number FROM audience_rows WHERE ledger = ? AND audience = ? AND row <= ? ORDER BY number",
      ledger.key,
      via,
      last,
    );
    for (const { number } of passed) {
      const event = recordByNumber(ledger.database, ledger.key, number)?.event;
      if (event === undefined || !isLiving(ledger, event)) continue;
      addRows(ledger, turn, number, ledger.device, [deviceAudience(device)], via);
    }
  }
}

/**
 * Everything a device has said within the horizon of own records, for itself. Where that was sent to it by name before, its cursor will meet it:
 * whoever asks begins this life of the ledger from nothing.
 */
export function addOwnRows(ledger: Ledger, turn: Turn, device: Hash): void {
  const own = ledger.database.all<{ number: number }>(
    `SELECT number FROM events INDEXED BY events_by_chain WHERE ledger = ? AND device = ? AND received_at >= ? AND NOT EXISTS (
     SELECT 1 FROM audience_rows WHERE ledger = events.ledger AND number = events.number AND audience = ? AND via IS NULL) ORDER BY number`,
    ledger.key,
    device,
    turn.now - horizon.ownMs,
    deviceAudience(device),
  );
  for (const { number } of own) addRows(ledger, turn, number, device, [deviceAudience(device)]);
}

/** A patch every field of which has been superseded says nothing any more. */
function isLiving(ledger: Ledger, raw: Event): boolean {
  const event = liftEvent(raw);
  if (event?.type !== "patched") return true;
  return ledger.world.entity(event.facts.entity, event.facts.id)?.heads.includes(event.id) ?? true;
}

/** X6: shifts that have come within the horizon since the last sweep, with everything about them, as fresh rows. */
export function sweepHorizon(ledger: Ledger, turn: Turn): void {
  const until = turn.now + horizon.aheadMs;
  const before = ledger.database.get<{ horizon_until: number }>("SELECT horizon_until FROM ledgers WHERE ledger = ?", ledger.key);
  const from = before?.horizon_until ?? 0;
  if (until <= from) return;
  if (from > 0) {
    for (const shift of ledger.world.shiftsBetween(from, until)) {
      for (const key of [subject.entity("shift", shift), subject.placements(shift), subject.claims(shift), subject.duty(shift)])
        for (const { number, event } of recordsUnder(ledger.database, ledger.key, key))
          addRows(ledger, turn, number, event.device, audiencesSent(ledger, number));
    }
  }
  ledger.database.run("UPDATE ledgers SET horizon_until = ? WHERE ledger = ?", until, ledger.key);
}
