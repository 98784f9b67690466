// Deeds through the real actions, from what the device itself knows: a shift it was never told of is tapped without one, a mark names the
// marks its board shows. Draws where somebody stands; decides no rule.

import { checkIn, checkOut } from "../../src/actions/check-in.ts";
import { closeDuty } from "../../src/actions/close-duty.ts";
import { fixPosition } from "../../src/actions/fix-position.ts";
import { mark, markRest } from "../../src/actions/mark.ts";
import { patchEntity } from "../../src/actions/patch.ts";
import { place, release } from "../../src/actions/place.ts";
import { type ActionPorts, draft, record } from "../../src/actions/record.ts";
import { retract } from "../../src/actions/retract.ts";
import { type Board, closingOf, foldBoard } from "../../src/domain/board.ts";
import { foldEntity } from "../../src/domain/entity.ts";
import type { Entry, Hash, Id } from "../../src/domain/event.ts";
import type { Fix } from "../../src/domain/facts.ts";
import { foldPlacements, type Shift, toPost, toShift } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import { subject } from "../../src/domain/subjects.ts";
import type { Journal } from "../../src/sync/ports.ts";
import { performBadge } from "./acting-badges.ts";
import { performDuty } from "./acting-duty.ts";
import type { Chance } from "./chance.ts";
import { type PlannedShift, place as placeOf } from "./city.ts";
import type { Poison } from "./faults.ts";
import type { Deed, Whereabouts } from "./script.ts";
import type { DutyDeed } from "./script-duty.ts";

export interface Actor {
  readonly person: Id;
  readonly ports: ActionPorts;
  readonly journal: Journal;
  readonly chance: Chance;
  /** Of a post's printed sign. */
  readonly signMac: (post: Id) => string;
  /** Of a badge the endpoint has issued. */
  readonly badgeSignature: (person: Id, expires: number) => string;
  readonly shifts: readonly PlannedShift[];
  /** What the endpoint reports to staff as set aside. */
  readonly setAside: () => readonly { readonly id: Id; readonly hash: Hash }[];
}

async function shiftKnown(journal: Journal, id: Id): Promise<Shift | null> {
  const entity = foldEntity("shift", id, await journal.entries([subject.entity("shift", id)]));
  return entity === null ? null : toShift(entity);
}

async function boardOf({ journal, ports }: Actor, shift: Shift): Promise<Board> {
  const duty = await journal.entriesWithin(subject.duty(shift.id));
  const about = await journal.entries(duty.map(({ event }) => subject.about(event.id)));
  const placements = foldPlacements(shift.id, await journal.entries([subject.placements(shift.id)]));
  return foldBoard({ shift, placements, entries: [...duty, ...about], asOf: ports.clock.now(), rules });
}

/** Metres do not matter here, sides do: well inside, too vague to tell, or far away. */
function fixOf(where: Whereabouts, post: Id, at: number, chance: Chance): Fix {
  const [lngE7 = 0, latE7 = 0] = placeOf[post] ?? [];
  const shake = (): number => chance.between(-300, 300);
  if (where === "elsewhere") return { lngE7: lngE7 + 300_000 + shake(), latE7: latE7 + shake(), accuracyDm: 120, at };
  return { lngE7: lngE7 + shake(), latE7: latE7 + shake(), accuracyDm: where === "there" ? 150 : 9_000, at };
}

async function tap(actor: Actor, deed: Extract<Deed, { type: "checkIn" | "checkOut" }>): Promise<void> {
  const { journal, ports, person, chance } = actor;
  const shift = await shiftKnown(journal, deed.shift);
  const post = deed.post ?? shift?.posts[0] ?? null;
  const code = deed.hasCode && post !== null ? { code: { kind: "sign" as const, sign: { post, mac: actor.signMac(post) } } } : {};
  const of = await (deed.type === "checkIn" ? checkIn : checkOut)(ports, { person, shift: shift?.id ?? null, post: deed.post, ...code });
  const { fix: where } = deed;
  if (where === null || post === null) return;
  const entity = foldEntity("post", post, await journal.entries([subject.entity("post", post)]));
  const position = {
    locate: async () => ({ type: "fixed" as const, fix: fixOf(where, post, ports.clock.now(), chance) }),
    survey: () => () => undefined,
  };
  await fixPosition({ ...ports, position }, { person, of, shapeOf: async () => (entity === null ? null : toPost(entity).shape) });
}

const newestOf = (entries: readonly Entry[], person: Id, types: readonly string[]): Id | null =>
  entries
    .filter(({ event }) => event.author === person && types.includes(event.type))
    .map(({ event }) => event.id)
    .sort()
    .pop() ?? null;

/** Does nothing where a screen would not offer it. */
export async function perform(actor: Actor, deed: Deed): Promise<void> {
  const { ports, journal, person, chance } = actor;
  // Takes two devices: world.ts.
  if (deed.type === "look" || deed.type === "handOver") return;
  if (deed.type === "scan" || deed.type === "revokeBadge" || deed.type === "takeBackBadge") return performBadge(actor, deed, actor.shifts);
  if (deed.type === "checkIn" || deed.type === "checkOut") return tap(actor, deed);
  if (deed.type === "decide") {
    const known = actor.setAside();
    if (known.length === 0) return;
    const { id, hash } = chance.pick(known);
    await record(ports, [draft(ports, person, "quarantineDecided", { of: id, hash, decision: deed.decision }, { note: "电话里问过" })]);
    return;
  }
  if (deed.type === "takeBack") {
    const of = newestOf(await journal.entriesWithin("duty:"), person, ["checkedIn", "checkedOut", "marked", "dutyClosed"]);
    if (of !== null) await retract(ports, person, [of]);
    return;
  }
  const shift = await shiftKnown(journal, deed.shift);
  if (shift === null) return;
  const board = await boardOf(actor, shift);
  const tileOf = (of: Id) => board.tiles.find((tile) => tile.person === of);
  switch (deed.type) {
    case "mark": {
      const basis = tileOf(deed.person)?.attendance.marks ?? [];
      const at =
        deed.state === "late" ? shift.start + chance.between(6, 25) * 60_000 : deed.state === "leftEarly" ? shift.end - 20 * 60_000 : null;
      await mark(ports, person, shift.id, { person: deed.person, post: null, basis, state: deed.state, at });
      return;
    }
    case "markRest": {
      const rest = board.tiles.filter(({ attendance }) => attendance.state === "unheard");
      if (rest.length > 0)
        await markRest(
          ports,
          person,
          shift.id,
          rest.map((tile) => ({ person: tile.person, post: null, basis: tile.attendance.marks })),
        );
      return;
    }
    case "close":
      await closeDuty(ports, person, closingOf(board, Math.min(shift.end, ports.clock.now()), { guided: null, cleaned: null }), null);
      return;
    case "place":
      await place(ports, person, [{ shift: shift.id, person: deed.person, post: shift.posts[0] ?? null }]);
      return;
    case "release": {
      const held = foldPlacements(shift.id, await journal.entries([subject.placements(shift.id)])).get(deed.person);
      if (held !== undefined) await release(ports, person, { shift: shift.id, person: deed.person, of: held.events, leads: [] });
      return;
    }
    case "rename": {
      const entity = foldEntity("shift", shift.id, await journal.entries([subject.entity("shift", shift.id)]));
      await patchEntity(ports, person, { entity: "shift", id: shift.id, basis: entity?.heads ?? [], set: { title: deed.title } });
      return;
    }
    default:
      return performDuty(actor, deed as DutyDeed, shift);
  }
}

/** What no screen of ours makes: a client that is broken, or wants what it may not. */
export async function poisonWith({ ports, person, chance }: Actor, kind: Poison, shift: Id, another: Id): Promise<void> {
  const facts = { shift, person: another, post: null, state: "present" as const, at: null, basis: [], bulk: false };
  switch (kind) {
    case "badFacts":
      await record(ports, [draft(ports, person, "checkedIn", { shift: 7, post: null, mood: "sour" } as never)]);
      return;
    case "tooBig":
      await record(ports, [
        draft(ports, person, "consented", { to: "location", given: true, wording: 1, padding: "长".repeat(3_000) } as never),
      ]);
      return;
    case "notBound":
      await record(ports, [draft(ports, another, "checkedIn", { shift, post: null })]);
      return;
    case "forbidden":
      await record(ports, [
        draft(ports, person, "marked", facts),
        draft(ports, person, "patched", { entity: "team", id: chance.hex(16), basis: [], set: { title: "我的" } }),
      ]);
      return;
  }
}
