// POST /api/imports: a slice of a register becomes people, as the endpoint's own patches. What the file does not say stays, what
// somebody changed by hand stays too unless the sender says otherwise; the same slice again changes nothing.

import { fieldOf } from "../domain/entity.ts";
import type { EntityFields } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import type { PartName } from "../domain/facts.ts";
import { bytesToHex } from "../protocol/bytes.ts";
import { canonical } from "../protocol/canonical.ts";
import {
  type ImportField,
  type ImportOutcome,
  type ImportProblem,
  type ImportRequest,
  type ImportRow,
  importRequestSchema,
  mostRegisterBytes,
} from "../protocol/imports.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { type DeskRights, deskRights, logAccess } from "./desk-rights.ts";
import type { DeskCall, DeskFeature, DeskReply } from "./desk-routes.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { partsOf, recordById } from "./records.ts";
import { matchPerson } from "./register-match.ts";
import { finishTurn } from "./settlement.ts";

type Known = { readonly value: unknown; readonly isByHand: boolean } | null;

/** The displayed value of a field and whether somebody set it: the endpoint's own patches are imports. */
function knownField(ledger: Ledger, person: Id, field: ImportField): Known {
  const entity = ledger.world.entity("person", person);
  const heads = entity?.fields[field] ?? [];
  const [shown] = heads;
  if (entity === null || shown === undefined) return null;
  const isByHand = heads.some(({ event }) => recordById(ledger.database, ledger.key, event)?.event.device !== ledger.device);
  if (field === "team" || field === "volunteerNumber") return { value: fieldOf(entity, field, null), isByHand };
  const record = recordById(ledger.database, ledger.key, shown.event);
  const part = record === null ? undefined : partsOf(ledger.database, ledger.key, record.number)[field];
  return { value: typeof part === "object" ? part.value : null, isByHand };
}

/** What the line says of each field; a field it says nothing of is left out. */
function saidOf(row: ImportRow, before: unknown): readonly (readonly [ImportField, unknown])[] {
  const known = typeof before === "object" && before !== null ? (before as Record<string, string>) : {};
  const said: readonly (readonly [ImportField, unknown])[] = [
    ["team", row.team],
    ["name", row.name],
    ["phone", row.phone],
    ["idNumber", row.idNumber],
    ["volunteerNumber", row.volunteerNumber],
    // Columns another file had are kept beside this one's.
    ["register", Object.keys(row.register).length === 0 ? null : { ...known, ...row.register }],
  ];
  return said.filter(([, value]) => value !== null);
}

interface Change {
  readonly person: Id | null;
  readonly set: EntityFields["person"];
  readonly parts: { readonly [P in PartName]?: unknown };
  readonly changed: readonly ImportField[];
  readonly kept: readonly ImportField[];
}

function changeOf(ledger: Ledger, row: ImportRow, person: Id | null, isOverwriting: boolean): Change {
  const set: Record<string, unknown> = {};
  const parts: Record<string, unknown> = {};
  const changed: ImportField[] = [];
  const kept: ImportField[] = [];
  const before = (field: ImportField): Known => (person === null ? null : knownField(ledger, person, field));
  for (const [field, value] of saidOf(row, before("register")?.value)) {
    const known = before(field);
    if (known !== null && canonical(known.value) === canonical(value)) continue;
    if (known?.isByHand === true && !isOverwriting) {
      kept.push(field);
      continue;
    }
    changed.push(field);
    if (field === "team" || field === "volunteerNumber") set[field] = value;
    else {
      set[field] = true;
      parts[field] = value;
    }
  }
  return { person, set, parts, changed, kept };
}

type Judged = { readonly change: Change } | { readonly problem: ImportProblem; readonly person: Id | null };

function judgeRow(ledger: Ledger, rights: DeskRights, row: ImportRow, isOverwriting: boolean): Judged {
  const refused = (problem: ImportProblem, person: Id | null = null): Judged => ({ problem, person });
  const team = ledger.world.team(row.team);
  if (team === null || team.closed) return refused("teamUnknown");
  if (!rights.isOver(row.team)) return refused("forbidden");
  const match = matchPerson(ledger, row);
  if (match.type === "ambiguous") return refused("ambiguous");
  const person = match.type === "person" ? match.person : null;
  const known = person === null ? null : ledger.world.person(person);
  if (known !== null && (known.team === null || !rights.isOver(known.team))) return refused("elsewhere");
  if (known?.closed === true) return refused("left", person);
  const change = changeOf(ledger, row, person, isOverwriting);
  const isTooLong = "register" in change.parts && Buffer.byteLength(canonical(change.parts.register)) > mostRegisterBytes;
  return isTooLong ? refused("tooLong", person) : { change };
}

/** `turn` null: nothing is written. */
function importRow(ledger: Ledger, turn: Turn | null, rights: DeskRights, row: ImportRow, isOverwriting: boolean): ImportOutcome {
  const judged = judgeRow(ledger, rights, row, isOverwriting);
  const { line } = row;
  if ("problem" in judged) return { line, outcome: "problem", problem: judged.problem, person: judged.person, changed: [], kept: [] };
  const { person, set, parts, changed, kept } = judged.change;
  const outcome = person === null ? "created" : changed.length > 0 ? "updated" : "unchanged";
  let id = person;
  if (turn !== null && changed.length > 0) {
    id = person ?? bytesToHex(ledger.random.bytes(16));
    const basis = ledger.world.entity("person", id)?.heads ?? [];
    appendOwn(ledger, turn, "patched", { entity: "person", id, basis, set }, parts);
  }
  return { line, outcome, problem: null, person: id, changed: person === null ? [] : [...changed], kept: [...kept] };
}

async function importRegister({ ledger, persons, now }: DeskCall, body: ImportRequest): Promise<Result<DeskReply>> {
  const { rows, isDryRun, isOverwriting } = body;
  const asked = deskRights(ledger, persons, now);
  if (asked.roles.length === 0) return failed("forbidden");
  const outcomes = isDryRun
    ? rows.map((row) => importRow(ledger, null, asked, row, isOverwriting))
    : await ledger.submit(rows.length, (turn) => {
        // Roles may have ended while this waited for its turn.
        const rights = deskRights(ledger, persons, turn.now);
        const done = rows.map((row) => importRow(ledger, turn, rights, row, isOverwriting));
        const written = done.filter(({ outcome }) => outcome === "created" || outcome === "updated").length;
        // The people are the endpoint's own events: who had them imported stands here.
        if (written > 0) logAccess(ledger, turn.now, rights.roles[0]?.person ?? "", "import", `register:${written}`);
        finishTurn(ledger, turn);
        return done;
      });
  const count = (of: ImportOutcome["outcome"]): number => outcomes.filter(({ outcome }) => outcome === of).length;
  return ok({ type: "imported", isDryRun, rows: outcomes, created: count("created"), updated: count("updated") } as DeskReply);
}

export const imports: DeskFeature = (routes) => routes.post("/api/imports", importRequestSchema, importRegister);
