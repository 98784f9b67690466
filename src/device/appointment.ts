// 点长 without a network: what a leader's tablet shows to the phone of whoever it appoints, and what that phone believes of it. The right as the
// leader's own signed record, and who stands at the post by name; no phone and nothing of another post. Shown face to face, so it is not sealed.

import { entriesOf, type Id } from "../domain/event.ts";
import { isPostLead } from "../domain/post-lead.ts";
import { foldPlacements, toRole } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { textToBytes } from "../protocol/bytes.ts";
import { hashBytes } from "../protocol/chain.ts";
import { type Handover, type HandoverProblem, handoverMessage, handoverSchema } from "../protocol/handover.ts";
import { parseRecords } from "../protocol/records.ts";
import { judged } from "../protocol/schemas.ts";
import type { Clock, Journal, Membership, Signer } from "../sync/ports.ts";
import type { Database, EventRow } from "./database.ts";
import { createReader } from "./dexie-reader.ts";
import { handedNews } from "./handed-rows.ts";
import { checkHandover, type Handed, takeHandover } from "./handover-take.ts";
import { eachOnce, entitiesOf, type Reader, toEntries } from "./reading.ts";
import { makeRecords } from "./records-make.ts";

export interface Appointed {
  readonly shift: Id;
  readonly post: Id;
  /** The role's own id. */
  readonly role: Id;
}

/** notForYou: it names somebody else · oldBrowser … as of a hand-over. */
export type AppointmentProblem = HandoverProblem | "notForYou";
export type AppointmentAnswer =
  | { readonly ok: true; readonly of: Appointed; readonly handed: Handed }
  | { readonly ok: false; readonly problem: AppointmentProblem };

export interface Appointing {
  /** Text for a sequence of codes. Null: the endpoint has never said whose device this is, so nobody could believe it. */
  make(of: Appointed): Promise<string | null>;
  open(text: string): Promise<AppointmentAnswer>;
  take(handed: Handed): Promise<number>;
}

export interface AppointingPorts {
  readonly database: Database;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly signer: () => Promise<Signer>;
  /** Corrected, ms. */
  readonly now: (member: Membership | null) => number;
}

const signatureDigits = 128;

/** Whoever stands at the post and the things their board needs, as they lie here. */
async function rowsFor(reader: Reader, team: Id, { shift, post, role }: Appointed): Promise<readonly EventRow[]> {
  const placed = await reader.under(subject.placements(shift));
  const here = [...foldPlacements(shift, toEntries(placed)).values()].filter((one) => one.post === post);
  const placements = new Set(here.flatMap(({ events }) => events));
  const people = here.map(({ person }) => person);
  const entities = await reader.under(
    subject.entity("shift", shift),
    subject.entity("post", post),
    subject.entity("role", role),
    subject.entity("team", team),
    ...people.map((person) => subject.entity("person", person)),
  );
  return eachOnce([...placed.filter(({ id }) => placements.has(id)), ...entities]);
}

export function createAppointing({ database, journal, clock, signer, now }: AppointingPorts): Appointing {
  async function make(of: Appointed): Promise<string | null> {
    const member = await journal.membership();
    const reader = createReader(database);
    const [sync, roles] = await Promise.all([
      reader.state("sync"),
      entitiesOf(reader, "role", [of.role], (it) => [toRole(it), it.heads] as const),
    ]);
    const [role, heads] = roles.get(of.role) ?? [null, []];
    if (member === null || member.credential === null || sync === undefined || role === null) return null;
    const { credential } = member;
    const records = await makeRecords(database, await signer(), clock.now(), { hasDetails: false, most: heads.length, events: heads });
    const carried = records.type === "made" ? parseRecords(records.text) : null;
    const rows = (await rowsFor(reader, role.team, of)).filter((row) => row.aside !== 1 && (row.link === null || row.receipt !== null));
    const madeAt = Math.max(0, Math.round(now(member)));
    const stamp = { receivedAt: madeAt, epoch: sync.cursor.epoch };
    const handover: Handover = {
      ledger: member.ledger,
      epoch: sync.cursor.epoch,
      endpointKey: member.endpointKey,
      madeAt,
      syncedAt: sync.syncedAt,
      team: role.team,
      shifts: [of.shift],
      credential: { ...credential, persons: [...credential.persons], roles: [...credential.roles] },
      news: await handedNews(reader, rows, stamp),
      bundles: carried?.type === "records" ? carried.records.bundles : [],
      lent: null,
    };
    const json = JSON.stringify(handover);
    return (await (await signer()).sign(handoverMessage(hashBytes(textToBytes(json))))) + json;
  }

  /** The role it gives this person, from what the leader signed or the endpoint has answered; null: none. */
  function roleFor({ handover, bundles }: Handed, person: Id): Appointed | null {
    const facts = [
      ...bundles.flatMap(({ events }) => events.map(({ event }) => event.facts)),
      ...handover.news.rows.map(({ event }) => event.facts),
    ];
    for (const raw of facts) {
      const { entity, id, set } = raw as { readonly entity?: unknown; readonly id?: Id; readonly set?: Record<string, unknown> };
      if (entity !== "role" || id === undefined || set?.role !== "postLead" || set.person !== person || set.team !== handover.team)
        continue;
      const { shift, post } = set;
      if (typeof shift === "string" && typeof post === "string" && handover.shifts.includes(shift)) return { shift, post, role: id };
    }
    return null;
  }

  async function receiverOf(team: Id) {
    const member = await journal.membership();
    const { device, publicKey } = await signer();
    return { device, publicKey, member, kept: new Set([team]), now: now(member) };
  }

  return {
    make,
    open: async (text) => {
      const [signature, json] = [text.slice(0, signatureDigits), text.slice(signatureDigits)];
      const handover = parsed(json);
      if (handover === null || !/^[0-9a-f]{128}$/.test(signature)) return { ok: false, problem: "strange" };
      const receiver = await receiverOf(handover.team);
      const person = receiver.member?.person;
      if (person === undefined || handover.lent !== null) return { ok: false, problem: "needsJoining" };
      const checked = await checkHandover({ ok: true, handover, jsonHash: hashBytes(textToBytes(json)), signature }, receiver);
      if (!checked.ok) return checked;
      const of = roleFor(checked.handed, person);
      return of === null ? { ok: false, problem: "notForYou" } : { ok: true, of, handed: checked.handed };
    },
    take: async (handed) => takeHandover({ database, journal, wallTime: clock.now() }, handed, await receiverOf(handed.handover.team)),
  };
}

function parsed(json: string): Handover | null {
  try {
    return judged(handoverSchema, JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Which post of the shift is this person's to look after, as this device knows; null: none. */
export async function ledPost(reader: Reader, person: Id, shift: Id): Promise<Appointed | null> {
  const ids = entriesOf(toEntries(await reader.under(subject.rolesOf(person))), "patched").map(({ event }) => event.facts.id);
  const roles = [...(await entitiesOf(reader, "role", ids, toRole)).values()];
  const held = roles.filter((role) => isPostLead(role) && role.shift === shift && role.until === null);
  const last = held[held.length - 1];
  return last?.post == null ? null : { shift, post: last.post, role: last.id };
}
