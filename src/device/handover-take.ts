// Takes in what another tablet hands over: checks who gives it, keeps the copies apart from what came from the endpoint, and makes a tablet
// that has not joined one that was lent for a shift. Opened before (handover-seal.ts); uploads nothing.

import type { Hash, Id } from "../domain/event.ts";
import { unpackEvent } from "../protocol/bundle.ts";
import { chainStart, isPart } from "../protocol/chain.ts";
import { type Handover, type HandoverProblem, handoverMessage, handoverMs } from "../protocol/handover.ts";
import { unpackReceipt } from "../protocol/receipts.ts";
import { recordsText, recordsVersion } from "../protocol/records.ts";
import { credentialMessage, deviceOfKey } from "../protocol/signing.ts";
import type { Journal, Membership } from "../sync/ports.ts";
import { type Database, type EventRow, type PartRow, stateRow } from "./database.ts";
import { handedLife } from "./database-lives.ts";
import { subjectsOfAny } from "./event-rows.ts";
import type { OpenedHandover } from "./handover-seal.ts";
import { eventsOf, putRows } from "./many-rows.ts";
import { tellLiveQueries } from "./record-write.ts";
import { isSigned, type OpenedBundle, openRecords } from "./records-open.ts";

export interface Receiver {
  /** This tablet's own key. */
  readonly device: Hash;
  readonly publicKey: string;
  /** Null: it has not joined. */
  readonly member: Membership | null;
  /** Teams the person of this tablet answers for now. */
  readonly kept: ReadonlySet<Id>;
  /** Corrected where an anchor was ever had, ms. */
  readonly now: number;
}

export interface Handed {
  readonly handover: Handover;
  readonly bundles: readonly OpenedBundle[];
}
export type HandoverAnswer = { readonly ok: true; readonly handed: Handed } | { readonly ok: false; readonly problem: HandoverProblem };
const no = (problem: HandoverProblem): HandoverAnswer => ({ ok: false, problem });

/** Whether this tablet may take it, and whether whoever gives it is a leader of that squad by the endpoint's own signature. */
export async function checkHandover(
  { handover, jsonHash, signature }: Extract<OpenedHandover, { readonly ok: true }>,
  { device, member, kept, now }: Receiver,
): Promise<HandoverAnswer> {
  const { credential, lent, team, ledger } = handover;
  const isJoined = member !== null && member.lent === undefined;
  if (member !== null && member.ledger !== ledger) return no("otherLedger");
  if (Math.abs(now - handover.madeAt) > handoverMs) return no("tooOld");
  if (!isJoined && lent === null) return no("needsJoining");
  if (lent !== null && lent.device !== device) return no("notLent");
  if (isJoined && !kept.has(team)) return no("otherSquad");
  // A tablet that has not joined knows no key of the endpoint yet: it has the code's word for it.
  const endpointKey = member?.endpointKey ?? handover.endpointKey;
  const teams = new Set(handover.news.rows.flatMap(({ event: { facts } }) => (facts.entity === "team" ? [facts.id] : [])));
  const leads = credential.roles.some(
    ({ role, team: of }) => (role === "squadLeader" && of === team) || (role === "branchStaff" && teams.has(of)),
  );
  const isKnown =
    leads &&
    credential.ledger === ledger &&
    credential.expiresAt > handover.madeAt &&
    deviceOfKey(credential.publicKey) === credential.device &&
    (await isSigned(endpointKey, credentialMessage(credential), credential.signature));
  if (!isKnown || !(await isSigned(credential.publicKey, handoverMessage(jsonHash), signature))) return no("unproved");
  const bundles = await openedBundles(handover, { ledger, endpointKey }, now);
  if (bundles === null) return no("unproved");
  if (lent !== null && !bundles.some((bundle) => isLending(bundle, lent))) return no("unproved");
  return { ok: true, handed: { handover, bundles } };
}

const isLending = ({ events }: OpenedBundle, { device, shift }: NonNullable<Handover["lent"]>): boolean =>
  events.some(({ event }) => event.type === "deviceDelegated" && event.facts.device === device && event.facts.shift === shift);

async function openedBundles(
  { bundles, madeAt }: Handover,
  known: Pick<Membership, "ledger" | "endpointKey">,
  now: number,
): Promise<readonly OpenedBundle[] | null> {
  if (bundles.length === 0) return [];
  const text = recordsText({ daogang: "records", version: recordsVersion, ledger: known.ledger, madeAt, bundles });
  const opened = await openRecords(text, known, now);
  return opened.type === "opened" ? opened.bundles : null;
}

export interface TakePorts {
  readonly database: Database;
  readonly journal: Pick<Journal, "takeIn">;
  /** Wall time, ms. */
  readonly wallTime: number;
}

/** How many copies were new here. */
export async function takeHandover(
  { database, journal, wallTime }: TakePorts,
  { handover, bundles }: Handed,
  { device, publicKey, member }: Receiver,
): Promise<number> {
  const { lent, news } = handover;
  const { events, parts, state } = database;
  // Lent once more, for another shift or by another leader, it is theirs.
  const isLent = lent !== null && (member === null || member.lent !== undefined);
  let added = 0;
  await database.transaction("rw", events, parts, state, async () => {
    if (isLent) await becomeLent(database, handover, lent, { device, publicKey });
    const { common } = news;
    const names: PartRow[] = [];
    const copies =
      common === null
        ? []
        : news.rows.flatMap(({ d, n, event: wire, receipt, name }): readonly EventRow[] => {
            const from = news.devices[d];
            if (from === undefined) return [];
            const { event } = unpackEvent(wire, common, from, n);
            const stamp = { receivedAt: handover.madeAt, epoch: handover.epoch };
            if (name !== undefined) names.push({ event: event.id, name: "name", salt: "", value: name });
            const answer = receipt === null ? null : unpackReceipt(event.id, { ...receipt, mac: "" }, stamp);
            return [
              {
                id: event.id,
                device: from,
                n,
                event,
                link: null,
                receipt: answer,
                subjects: subjectsOfAny(event),
                audiences: [],
                carried: 1,
                life: handedLife,
              },
            ];
          });
    const there = new Set((await eventsOf(copies.map(({ id }) => id))).map(({ id }) => id));
    // What was recorded here or came from the endpoint stays as it is: a copy by word of mouth never takes its place.
    const fresh = copies.filter((copy) => !there.has(copy.id) && copy.device !== device);
    const isFresh = new Set(fresh.map(({ id }) => id));
    added = fresh.length;
    putRows("events", fresh);
    putRows(
      "parts",
      names.filter(({ event }) => isFresh.has(event)),
    );
    const sync = await stateRow(database, "sync");
    if (!isLent && sync !== undefined && fresh.length > 0) await state.put({ ...sync, handed: true });
  });
  const shown = bundles.map((bundle) => ({ ...bundle, shown: bundle.events.map(({ event }) => event.id) }));
  const isFirst = (bundle: OpenedBundle): boolean => lent !== null && isLending(bundle, lent);
  await journal.takeIn(shown.filter(isFirst), wallTime, () => []);
  // What lets a lent tablet in goes before everything else.
  await journal.takeIn(
    shown.filter((bundle) => !isFirst(bundle)),
    wallTime + 1,
    () => [],
  );
  await keepNames(database, bundles);
  tellLiveQueries();
  return added;
}

/** Somebody the leader wrote down at the assembly point: without the name the tile would be empty. */
async function keepNames(database: Database, bundles: readonly OpenedBundle[]): Promise<void> {
  const rows = bundles.flatMap(({ events }) =>
    events.flatMap(({ event, parts: { name } }): readonly PartRow[] =>
      name !== undefined && isPart(name) ? [{ event: event.id, name: "name", salt: name.salt, value: name.value }] : [],
    ),
  );
  for (const row of rows) if ((await database.parts.get([row.event, "name"])) === undefined) await database.parts.put(row);
}

/** Acts for the leader on that one shift; its own chain begins with its own key. Inside the caller's transaction. */
async function becomeLent(
  database: Database,
  { ledger, endpointKey, epoch, syncedAt, credential, bundles }: Handover,
  { shift, until }: NonNullable<Handover["lent"]>,
  { device }: Pick<Receiver, "device" | "publicKey">,
): Promise<void> {
  const lender = bundles
    .flatMap((bundle) =>
      bundle.events.map((event) => ({ ...event, author: event.author ?? bundle.common.author, type: event.type ?? bundle.common.type })),
    )
    .find(({ type, facts }) => type === "deviceDelegated" && facts.device === device)?.author;
  const person = lender ?? credential.persons[0];
  if (person === undefined || person === null) throw new Error("a tablet lent by nobody");
  const head = await stateRow(database, "head");
  await database.state.bulkPut([
    head?.device === device ? head : { key: "head", device, n: 0, hash: chainStart, anchor: null },
    { key: "member", ledger, device, person, persons: [person], endpointKey, credential: null, lent: { shift, until } },
    // Its first exchange asks for a nonce of its own.
    { key: "sync", cursor: { epoch, row: 0 }, nonce: "", token: "", scope: [`device:${device}`], syncedAt },
  ]);
}
