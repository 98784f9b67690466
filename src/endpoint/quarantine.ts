// GET /api/reports/quarantine…: what was set aside, why, and what has been said of it, for the staff above whoever made it (R25). Looks at
// named records are logged; reads only. Deciding is an event like any other, and comes through the journal.

import { correctedTime } from "../domain/clock.ts";
import type { RoleName } from "../domain/entity-fields.ts";
import type { Event, EventOf, Hash, Id, Receipt } from "../domain/event.ts";
import { judgeRight } from "../domain/rights.ts";
import { rules } from "../domain/rules.ts";
import { isPart, type Parts } from "../protocol/chain.ts";
import { eventTable } from "../protocol/events.ts";
import type { envelope } from "../protocol/exchange.ts";
import type { QuarantineCount } from "../protocol/people.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { type QuarantineLine, type QuarantinePage, type QuarantineRecord, quarantinePageSize } from "../protocol/quarantine.ts";
import { isEventType } from "../protocol/versions.ts";
import { decisionsOn } from "./decisions.ts";
import { deskRights, logAccess } from "./desk-rights.ts";
import type { DeskCall, DeskFeature } from "./desk-routes.ts";
import type { Ledger } from "./ledger.ts";
import { conflictReceipt } from "./receipts.ts";
import { partsOf, recordById } from "./records.ts";

const staffNames: readonly RoleName[] = ["corpsStaff", "branchStaff"];
type Bare<T> = Omit<T, keyof typeof envelope>;

/**
 * ?1 ledger · ?2 the asking persons' teams · ?3 whether they see what is nobody's. `decided`: number of the newest decision that holds;
 * what was released counts by now, and is here all the same.
 */
const listed = `
  WITH decided AS (
    SELECT d.event -> 'facts' ->> 'of' AS id, d.event -> 'facts' ->> 'hash' AS hash, max(d.number) AS decided
    FROM subjects s JOIN events d ON d.ledger = s.ledger AND d.number = s.number
    WHERE s.ledger = ?1 AND s.subject >= 'decided:' AND s.subject < 'decided;' GROUP BY 1, 2),
  aside AS (
    SELECT e.id, e.hash, e.device, e.event ->> 'author' AS author, r.number FROM receipts r INDEXED BY receipts_quarantined
      JOIN events e ON e.ledger = r.ledger AND e.number = r.number WHERE r.ledger = ?1 AND r.judgement = 'quarantined'
    UNION SELECT e.id, e.hash, e.device, e.event ->> 'author', e.number FROM decided d
      JOIN events e ON e.ledger = ?1 AND e.id = d.id AND e.hash = d.hash
    UNION SELECT id, hash, device, event ->> 'author', CAST(receipt ->> 'number' AS INTEGER) FROM conflicts WHERE ledger = ?1),
  listed AS (
    SELECT a.id, a.hash, a.number, d.decided, coalesce(
      (SELECT team FROM people p WHERE p.ledger = ?1 AND p.person = a.author),
      (SELECT p.team FROM devices v CROSS JOIN json_each(v.persons) j CROSS JOIN people p ON p.ledger = ?1 AND p.person = j.value
       WHERE v.ledger = ?1 AND v.device = a.device AND p.team IS NOT NULL LIMIT 1)) AS team
    FROM aside a LEFT JOIN decided d ON d.id = a.id AND d.hash = a.hash)
  SELECT * FROM listed WHERE (team IN (SELECT value FROM json_each(?2)) OR (?3 AND team IS NULL))`;

interface Row {
  readonly id: Id;
  readonly hash: Hash;
  readonly team: Id | null;
}

/** Null: no staff asks. */
function askers({ ledger, persons, now }: DeskCall): readonly [ledger: number, teams: string, seesNobodys: number] | null {
  const rights = deskRights(ledger, persons, now);
  const teams = rights.teams(staffNames);
  if (teams.length === 0) return null;
  return [ledger.key, JSON.stringify(teams), rights.roles.some(({ role }) => role === "corpsStaff") ? 1 : 0];
}

const nameOf = (ledger: Ledger, person: Id | null): string | null =>
  person === null
    ? null
    : (ledger.database.get<{ name: string | null }>("SELECT name FROM people WHERE ledger = ? AND person = ?", ledger.key, person)?.name ??
      null);

interface Aside {
  readonly event: Event;
  readonly receipt: Receipt;
  readonly parts: Parts;
}

function read(ledger: Ledger, { id, hash }: Row): Aside | null {
  const { database, key } = ledger;
  const record = recordById(database, key, id);
  if (record?.hash === hash) return { event: record.event, receipt: record.receipt, parts: partsOf(database, key, record.number) };
  const row = database.get<{ event: string; parts: string }>("SELECT event, parts FROM conflicts WHERE ledger = ? AND hash = ?", key, hash);
  const receipt = conflictReceipt(ledger, hash);
  if (row === null || receipt === null) return null;
  return { event: JSON.parse(row.event) as Event, receipt, parts: JSON.parse(row.parts) as Parts };
}

/** Whether one of the persons could say that now: asked of the very rule that will judge it. */
function maySay({ ledger, persons, now }: DeskCall, of: Row, decision: "released" | "explained"): boolean {
  return persons.some((author) => {
    const facts = { of: of.id, hash: of.hash, decision };
    const said = { author, type: "quarantineDecided", version: 1, wallTime: now, zoneOffset: rules.zoneOffsetMinutes, anchor: null, facts };
    const event = { id: "", device: "", n: 0, ...said } as EventOf<"quarantineDecided">;
    return judgeRight(event, eventTable.quarantineDecided.authors, ledger.world, rules) === null;
  });
}

/** A moment anybody could have been at; clocks say anything. */
const momentIn = (at: number): number => Math.min(Math.max(0, at), 253_402_300_799_999);

function lineOf(call: DeskCall, row: Row): QuarantineLine | null {
  const { ledger } = call;
  const aside = read(ledger, row);
  if (aside === null) return null;
  const { event, receipt } = aside;
  const facts = event.facts as unknown;
  const shiftId = typeof facts === "object" && facts !== null && "shift" in facts && typeof facts.shift === "string" ? facts.shift : null;
  const shift = shiftId === null ? null : ledger.world.shift(shiftId);
  const isAside = receipt.judgement === "quarantined";
  return {
    id: row.id,
    hash: row.hash,
    receivedAt: receipt.receivedAt,
    at: momentIn(correctedTime(event)),
    eventType: event.type,
    judgement: receipt.judgement,
    problem: receipt.problem,
    author: event.author,
    authorName: nameOf(ledger, event.author),
    team: row.team,
    shift: shift === null ? null : { id: shift.id, start: shift.start, end: shift.end },
    mayRelease: isAside && maySay(call, row, "released"),
    mayExplain: maySay(call, row, "explained"),
    decisions: decisionsOn(ledger.database, ledger.key, row.id, row.hash)
      .map((decided) => {
        const { note } = decided.receipt === null ? {} : partsOf(ledger.database, ledger.key, decided.receipt.number);
        return {
          id: decided.event.id,
          decision: decided.event.facts.decision,
          at: momentIn(correctedTime(decided.event)),
          byName: nameOf(ledger, decided.event.author),
          note: note !== undefined && isPart(note) ? String(note.value) : null,
        };
      })
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
  };
}

const looker = ({ ledger, persons, now }: DeskCall): Id => deskRights(ledger, persons, now).roles[0]?.person ?? "";

const openOnes = "decided IS NULL";
const countOf = (ledger: Ledger, where: string, asked: readonly (string | number)[]): number =>
  ledger.database.get<{ n: number }>(`SELECT count(*) AS n FROM (${listed} AND ${where})`, ...asked)?.n ?? 0;

function counted(call: DeskCall): Result<Bare<QuarantineCount>> {
  const asked = askers(call);
  return asked === null ? failed("forbidden") : ok({ type: "quarantineCount", open: countOf(call.ledger, openOnes, asked) });
}

async function paged(call: DeskCall): Promise<Result<Bare<QuarantinePage>>> {
  const { ledger, query, now } = call;
  const asked = askers(call);
  if (asked === null) return failed("forbidden");
  const isDecided = query("decided") === "1";
  const where = isDecided ? "decided IS NOT NULL" : openOnes;
  const page = Math.max(1, Math.trunc(Number(query("page") ?? "1")) || 1);
  const rows = ledger.database.all<Row>(
    `${listed} AND ${where} ORDER BY ${isDecided ? "decided" : "number"} DESC LIMIT ?4 OFFSET ?5`,
    ...asked,
    quarantinePageSize,
    (page - 1) * quarantinePageSize,
  );
  await ledger.submit(1, (turn) => logAccess(ledger, turn.now, looker(call), "quarantine", "all"));
  const records = rows.map((row) => lineOf({ ...call, now }, row)).filter((line): line is QuarantineLine => line !== null);
  return ok({ type: "quarantinePage", total: countOf(ledger, where, asked), page, records });
}

async function whole(call: DeskCall): Promise<Result<Bare<QuarantineRecord>>> {
  const { ledger, param } = call;
  const asked = askers(call);
  if (asked === null) return failed("forbidden");
  const row = ledger.database.get<Row>(`${listed} AND id = ?4 AND hash = ?5`, ...asked, param("id") ?? "", param("hash") ?? "");
  const record = row === null ? null : lineOf(call, row);
  const aside = row === null ? null : read(ledger, row);
  if (record === null || aside === null) return failed("notFound");
  await ledger.submit(1, (turn) => logAccess(ledger, turn.now, looker(call), "quarantineRecord", record.id));
  // What staff may read of a type; of a type or part unknown to us nothing is known to be for them.
  const readers = new Map(Object.entries(isEventType(aside.event.type) ? eventTable[aside.event.type].parts : {}));
  return ok({
    type: "quarantineRecord",
    record,
    text: JSON.stringify(aside.event, null, 2),
    parts: Object.entries(aside.parts).map(([name, part]) => ({
      name,
      value: isPart(part) && readers.get(name)?.includes("staff") === true ? partText(part.value) : null,
    })),
  });
}

const partText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

export const quarantine: DeskFeature = (routes) => {
  routes.get("/api/reports/quarantine", paged);
  routes.get("/api/reports/quarantine/count", counted);
  routes.get("/api/reports/quarantine/:id/:hash", whole);
};
