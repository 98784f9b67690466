// What a leader's tablet hands over: today's shifts of one squad with everything its board needs, names without phones, and whatever it has
// not uploaded. Reads the journal and writes nothing.

import type { Id } from "../domain/event.ts";
import { type Shift, toPerson, toTeam } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { packBundle } from "../protocol/bundle.ts";
import { isPart, type Parts, partHash } from "../protocol/chain.ts";
import type { Handover } from "../protocol/handover.ts";
import { limits } from "../protocol/limits.ts";
import type { CarriedBundle } from "../protocol/records.ts";
import { headMessage } from "../protocol/signing.ts";
import type { Journal, Membership, OutboxEvent, Signer } from "../sync/ports.ts";
import type { EventRow } from "./database.ts";
import { handedNews } from "./handed-rows.ts";
import { dutyRows, eachOnce, entitiesOf, idsUnder, type Reader, rowsAbout } from "./reading.ts";

export interface HandoverRequest {
  readonly member: Membership;
  /** Of one squad. */
  readonly shifts: readonly Shift[];
  /** Corrected, ms. */
  readonly now: number;
  readonly lent: Handover["lent"];
}

async function teamRows(reader: Reader, team: Id): Promise<readonly EventRow[]> {
  const rows: EventRow[] = [];
  const passed = new Set<Id>();
  for (let at: Id | null = team; at !== null && !passed.has(at); ) {
    passed.add(at);
    rows.push(...(await reader.under(subject.entity("team", at))));
    at = (await entitiesOf(reader, "team", [at], toTeam)).get(at)?.parent ?? null;
  }
  return rows;
}

const namedIn = (rows: readonly EventRow[]): readonly Id[] =>
  rows.flatMap(({ event: { author, facts } }) => [
    ...(author === null ? [] : [author]),
    ...("person" in facts && typeof facts.person === "string" ? [facts.person] : []),
    ...("insteadOf" in facts && typeof facts.insteadOf === "string" ? [facts.insteadOf] : []),
  ]);

/** Everything the board, 扫码 and 收队 of these shifts read. */
export async function rowsToHandOver(reader: Reader, member: Membership, shifts: readonly Shift[]): Promise<readonly EventRow[]> {
  const team = shifts[0]?.team;
  if (team === undefined) return [];
  const ofShifts = await Promise.all(
    shifts.map(async ({ id }) => {
      const rows = await Promise.all([
        reader.under(subject.entity("shift", id), subject.placements(id), subject.relocations(id), subject.claims(id), subject.codesOf(id)),
        dutyRows(reader, subject.duty(id)),
      ]);
      return rows.flat();
    }),
  );
  const duty = ofShifts.flat();
  const about = await rowsAbout(reader, duty);
  const roles = [...(await idsUnder(reader, subject.rolesIn(team))), ...(await idsUnder(reader, subject.rolesOf(member.person)))];
  const ofRoles = roles.length === 0 ? [] : await reader.under(...roles.map((id) => subject.entity("role", id)));
  const people = new Set([...(await idsUnder(reader, subject.peopleOf(team))), ...namedIn(duty), ...namedIn(about), member.person]);
  const folded = await entitiesOf(reader, "person", [...people], toPerson);
  for (const { mergedInto } of folded.values()) if (mergedInto !== null) people.add(mergedInto);
  const posts = new Set([
    ...shifts.flatMap((shift) => shift.posts),
    ...duty.flatMap(({ event: { facts } }) => ("post" in facts && typeof facts.post === "string" ? [facts.post] : [])),
  ]);
  const rest = await Promise.all([
    teamRows(reader, team),
    posts.size === 0 ? [] : reader.under(...[...posts].map((id) => subject.entity("post", id))),
    reader.under(...[...people].map((id) => subject.entity("person", id))),
    reader.under(...[...people].map((id) => subject.revokedOf(id))),
  ]);
  return eachOnce([...duty, ...about, ...ofRoles, ...rest.flat()]);
}

/** Own ones that wait for a receipt travel as bundles; what was refused is nobody's word. */
const isNews = (row: EventRow): boolean =>
  (row.link === null || (row.unsent !== 1 && row.aside !== 1 && row.receipt !== null)) &&
  (row.receipt === null || row.receipt.judgement === "stored");

/** Names stay readable, everything else travels as its hash and comes with the giver's own upload. */
const withoutPrivate = (parts: Parts): Parts =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, isPart(part) && name !== "name" ? partHash(name, part) : part]));

async function ownBundles(
  { journal, signer }: { readonly journal: Pick<Journal, "outbox">; readonly signer: Signer },
  { credential }: Membership,
): Promise<readonly CarriedBundle[]> {
  if (credential === null) return [];
  const bundles: CarriedBundle[] = [];
  let piece: readonly OutboxEvent[] = await journal.outbox(limits.mostEvents, limits.mostPackedBytes);
  while (piece.length > 0) {
    const last = piece[piece.length - 1] as OutboxEvent;
    const events = piece.map((it) => ({ ...it, parts: withoutPrivate(it.parts) }));
    const bundle = packBundle(events, await signer.sign(headMessage(signer.device, last.event.n, last.hash)));
    bundles.push({ ...bundle, credential: { ...credential, persons: [...credential.persons], roles: [...credential.roles] } });
    piece = await journal.outbox(limits.mostEvents, limits.mostPackedBytes, last.event.n);
  }
  return bundles;
}

export interface MakePorts {
  readonly journal: Pick<Journal, "outbox">;
  readonly signer: Signer;
  /** What this device carries for others and has not uploaded. */
  readonly carried: () => Promise<readonly CarriedBundle[]>;
}

/** Null without a credential: nobody could tell who hands over. */
export async function makeHandover(
  ports: MakePorts,
  reader: Reader,
  { member, shifts, now, lent }: HandoverRequest,
): Promise<Handover | null> {
  const [team, sync] = [shifts[0]?.team, await reader.state("sync")];
  const { credential } = member;
  if (credential === null || team === undefined || sync === undefined) return null;
  const rows = (await rowsToHandOver(reader, member, shifts)).filter(isNews);
  const madeAt = Math.max(0, Math.round(now));
  const stamp = { receivedAt: madeAt, epoch: sync.cursor.epoch };
  return {
    ledger: member.ledger,
    epoch: sync.cursor.epoch,
    endpointKey: member.endpointKey,
    madeAt,
    syncedAt: sync.syncedAt,
    team,
    shifts: shifts.map(({ id }) => id),
    credential: { ...credential, persons: [...credential.persons], roles: [...credential.roles] },
    news: await handedNews(reader, rows, stamp),
    bundles: [...(await ownBundles(ports, member)), ...(await ports.carried())],
    lent,
  };
}

/** Today's led shifts, by squad: a hand-over is of one. */
export function shiftsBySquad(shifts: readonly Shift[]): readonly (readonly Shift[])[] {
  const squads = new Map<Id, Shift[]>();
  for (const shift of shifts) {
    const known = squads.get(shift.team);
    if (known === undefined) squads.set(shift.team, [shift]);
    else known.push(shift);
  }
  return [...squads.values()];
}
