// GET /api/reports/people/:person/records: what lies behind the 35 days a desk's device holds (X6), newest first: one person's records of
// shifts that the asking branch may correct (R12, R13), each as it stands. Every look is logged (R25).

import { asSettled } from "../domain/as-settled.ts";
import { horizon } from "../domain/audience.ts";
import type { RoleName } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import type { Shift } from "../domain/roster.ts";
import type { envelope } from "../protocol/exchange.ts";
import { type PersonRecord, type PersonRecords, recordsPageSize } from "../protocol/people.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { deskRights, logAccess } from "./desk-rights.ts";
import type { DeskCall, DeskFeature } from "./desk-routes.ts";
import type { Ledger } from "./ledger.ts";

const branch: readonly RoleName[] = ["branchStaff"];

function recordOf(ledger: Ledger, shift: Shift, person: Id, now: number): PersonRecord {
  const attendance = asSettled(ledger.parts.foldDuty(ledger, shift, person, now));
  const post = attendance.post ?? ledger.world.placements(shift.id).get(person)?.post ?? shift.posts[0] ?? null;
  const { makeup, appeal, state, start, end, minutes, checkedInAt, checkedOutAt, basis, correction } = attendance;
  return {
    shift: shift.id,
    team: shift.team,
    from: shift.start,
    until: shift.end,
    title: shift.title,
    post: post === null ? null : (ledger.world.post(post)?.title ?? null),
    state,
    start,
    end,
    minutes,
    settledMinutes: attendance.settled?.minutes ?? null,
    checkedInAt,
    checkedOutAt,
    isCorrected: correction !== null,
    makeup: makeup === null ? null : { event: makeup.event, start: makeup.start, end: makeup.end, answer: makeup.answer },
    appeal: appeal === null ? null : { event: appeal.event, answer: appeal.answer },
    basis: [...basis],
  };
}

async function records(call: DeskCall): Promise<Result<Omit<PersonRecords, keyof typeof envelope>>> {
  const { ledger, persons, now, param, query } = call;
  const id = param("person") ?? "";
  const person = ledger.world.person(id);
  const rights = deskRights(ledger, persons, now);
  // Whoever may not look is not told whether there is anybody.
  if (person === null || person.team === null || !rights.isOver(person.team, branch)) return failed("forbidden");
  const asked = query("before");
  const before = Math.min(now - horizon.backMs, asked === null ? Number.MAX_SAFE_INTEGER : Number(asked));
  if (!Number.isSafeInteger(before)) return failed("malformed");
  const looker = rights.roles.find(({ role }) => role === "branchStaff")?.person ?? "";
  await ledger.submit(1, (turn) => logAccess(ledger, turn.now, looker, "records", id));
  const shifts = ledger.database
    .all<{ shift: Id }>("SELECT shift FROM attendance WHERE ledger = ? AND person = ?", ledger.key, id)
    .flatMap(({ shift }) => ledger.world.shift(shift) ?? [])
    // What was served elsewhere is that branch's to correct.
    .filter(({ team, start, cancelled }) => !cancelled && start < before && rights.isOver(team, branch))
    .sort((a, b) => b.start - a.start);
  // Two that began together are not parted: the next page is asked for by time.
  const last = shifts[recordsPageSize - 1]?.start ?? Number.NEGATIVE_INFINITY;
  const page = shifts.filter(({ start }) => start >= last);
  return ok({
    type: "personRecords",
    person: id,
    records: page.map((shift) => recordOf(ledger, shift, id, now)),
    more: shifts.length > page.length,
  });
}

export const personRecordReports: DeskFeature = (routes) => routes.get("/api/reports/people/:person/records", records);
