// Schemas of field patches, by entity. Equal to domain/entity-fields.ts: tests/protocol/events.test.ts compiles only then.

import * as v from "valibot";
import { count, id, ids, latitudeE7, longitudeE7, moment, title } from "./schemas.ts";

const coordinate = v.tuple([longitudeE7, latitudeE7]);
export const geometry = v.variant("type", [
  v.object({ type: v.literal("point"), at: coordinate }),
  v.object({ type: v.literal("line"), path: v.pipe(v.array(coordinate), v.minLength(2), v.maxLength(200)) }),
  v.object({ type: v.literal("polygon"), ring: v.pipe(v.array(coordinate), v.minLength(3), v.maxLength(200)) }),
]);
export const datum = v.picklist(["wgs84", "gcj02", "bd09"]);
const postKind = v.picklist(["crossing", "segment", "parking", "compound", "lane", "window"]);
const roleName = v.picklist(["corpsStaff", "branchStaff", "squadLeader", "postLead"]);
const notice = v.pipe(v.string(), v.minLength(1), v.maxLength(400));

const patch = <K extends string, S extends v.ObjectEntries>(entity: K, set: S) =>
  v.object({ entity: v.literal(entity), id, basis: ids, set: v.object(set) });

export const patched = v.variant("entity", [
  patch("team", {
    tier: v.exactOptional(v.picklist(["corps", "branch", "squad"])),
    parent: v.exactOptional(v.nullable(id)),
    title: v.exactOptional(title),
    order: v.exactOptional(count),
    closed: v.exactOptional(v.boolean()),
  }),
  patch("person", {
    team: v.exactOptional(v.nullable(id)),
    teamSince: v.exactOptional(moment),
    name: v.exactOptional(v.literal(true)),
    phone: v.exactOptional(v.literal(true)),
    idNumber: v.exactOptional(v.literal(true)),
    register: v.exactOptional(v.literal(true)),
    volunteerNumber: v.exactOptional(v.pipe(v.string(), v.maxLength(40))),
    mergedInto: v.exactOptional(v.nullable(id)),
    age: v.exactOptional(v.picklist(["adult", "under18", "under14"])),
    guardianConsented: v.exactOptional(v.boolean()),
    closed: v.exactOptional(v.boolean()),
  }),
  patch("post", {
    kind: v.exactOptional(postKind),
    title: v.exactOptional(title),
    team: v.exactOptional(v.nullable(id)),
    geometry: v.exactOptional(v.nullable(geometry)),
    sourceDatum: v.exactOptional(datum),
    accuracyDm: v.exactOptional(v.nullable(count)),
    side: v.exactOptional(v.nullable(v.picklist(["left", "right", "both"]))),
    from: v.exactOptional(v.nullable(title)),
    to: v.exactOptional(v.nullable(title)),
    closed: v.exactOptional(v.boolean()),
  }),
  patch("shift", {
    team: v.exactOptional(id),
    start: v.exactOptional(moment),
    end: v.exactOptional(moment),
    posts: v.exactOptional(v.pipe(v.array(id), v.maxLength(40))),
    capacity: v.exactOptional(v.nullable(count)),
    series: v.exactOptional(id),
    title: v.exactOptional(title),
    cancelled: v.exactOptional(v.boolean()),
    offered: v.exactOptional(v.nullable(v.picklist(["team", "branch", "corps"]))),
    urgent: v.exactOptional(v.boolean()),
    risk: v.exactOptional(v.nullable(notice)),
    insurance: v.exactOptional(v.nullable(title)),
    skills: v.exactOptional(v.pipe(v.array(title), v.maxLength(20))),
  }),
  patch("role", {
    person: v.exactOptional(id),
    role: v.exactOptional(roleName),
    team: v.exactOptional(id),
    shift: v.exactOptional(id),
    post: v.exactOptional(id),
    ended: v.exactOptional(v.boolean()),
  }),
  patch("assignment", {
    team: v.exactOptional(id),
    post: v.exactOptional(id),
    unit: v.exactOptional(v.nullable(title)),
    since: v.exactOptional(moment),
    until: v.exactOptional(v.nullable(moment)),
    frequency: v.exactOptional(v.nullable(title)),
    name: v.exactOptional(v.literal(true)),
    phone: v.exactOptional(v.literal(true)),
    ended: v.exactOptional(v.boolean()),
  }),
]);
