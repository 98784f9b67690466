// GET /api/reports/open-shifts: what a phone cannot know by itself, how many places an offered shift still has. Numbers of the shifts this
// person could claim, nobody's name or id.

import { horizon } from "../domain/audience.ts";
import { freePlacesFor, offeredTo } from "../domain/claiming.ts";
import { ancestorsOf } from "../domain/world.ts";
import type { envelope } from "../protocol/exchange.ts";
import type { OpenShifts } from "../protocol/open-shifts.ts";
import { ok, type Result } from "../protocol/problems.ts";
import type { DeskCall, DeskFeature } from "./desk-routes.ts";

function openShifts({ ledger, persons, now }: DeskCall): Result<Omit<OpenShifts, keyof typeof envelope>> {
  const { world } = ledger;
  const teams = new Set(
    persons.flatMap((id) => {
      const team = world.person(id)?.team;
      return team == null ? [] : ancestorsOf(world, team);
    }),
  );
  const shifts = world.shiftsBetween(now, now + horizon.aheadMs).flatMap((id) => {
    const shift = world.shift(id);
    if (shift === null || shift.cancelled) return [];
    const reach = offeredTo(shift, world);
    return reach !== null && teams.has(reach) ? [{ shift: id, free: freePlacesFor(shift, null, world) }] : [];
  });
  return ok({ type: "openShifts", shifts });
}

export const openShiftReports: DeskFeature = (routes) => routes.get("/api/reports/open-shifts", openShifts);
