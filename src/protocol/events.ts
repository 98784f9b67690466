// The closed event table: type · facts · detail parts and who may read them · who may author · audiences. A type stands
// here before anything sends it, and nothing else says who may do what.

import * as v from "valibot";
import type { AudienceKind, AudienceRule } from "../domain/audience.ts";
import type { EventType, PartName } from "../domain/facts.ts";
import type { AuthorRule } from "../domain/rights.ts";
import { datum, geometry, patched } from "./patch-schema.ts";
import { band, count, hash, id, ids, latitudeE7, longitudeE7, moment, publicKey, signature, title } from "./schemas.ts";

const attendanceState = v.picklist(["present", "late", "leftEarly", "unconfirmed", "unheard", "absent", "onLeave", "open", "disputed"]);
const cause = v.picklist([
  "ownCheckIn",
  "ownCheckOut",
  "plannedStart",
  "plannedEnd",
  "badgeSeen",
  "markedArrival",
  "markedLeaving",
  "dutyClosed",
  "makeup",
  "corrected",
]);
/** As printed at the head of a sheet (paper.ts), or as an older paper has it. */
const sheetNumber = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

/** Nobody leaves and comes back so often; what does is one stretch again. */
export const mostSpans = 40;

const calendarYear = v.pipe(v.number(), v.safeInteger(), v.minValue(2000), v.maxValue(2999));
const calendarDays = v.pipe(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(20_000_101), v.maxValue(29_991_231))), v.maxLength(120));
const tap = v.object({ shift: v.nullable(id), post: v.nullable(id) });

/** Schemas of the facts, by type. Equal to domain/facts.ts: tests/protocol/events.test.ts compiles only then. */
export const factSchemas = {
  patched,
  placed: v.object({ shift: id, person: id, post: v.nullable(id) }),
  released: v.object({ shift: id, person: id, of: ids }),
  consented: v.object({ to: v.literal("location"), given: v.boolean(), wording: count }),
  checkedIn: tap,
  checkedOut: tap,
  positionFixed: v.object({
    of: id,
    band: v.nullable(band),
    distanceDm: v.nullable(count),
    accuracyDm: count,
    postVersion: v.nullable(id),
  }),
  codeSeen: v.object({
    of: id,
    kind: v.picklist(["sign", "typed", "rotating"]),
    post: v.nullable(id),
    code: v.pipe(v.string(), v.regex(/^[0-9a-f]{6,64}$/)),
    shown: v.exactOptional(id),
    step: v.exactOptional(count),
  }),
  codeShown: v.object({ shift: id, post: v.nullable(id) }),
  badgeSeen: v.object({ shift: id, person: id, post: v.nullable(id), expires: moment, signature }),
  badgeRevoked: v.object({ person: id, until: moment }),
  relayed: v.object({ shift: id, post: v.nullable(id), device: hash, n: v.pipe(count, v.minValue(1)), hash }),
  deviceDelegated: v.object({ shift: id, device: hash, publicKey, until: moment }),
  noticePosted: v.object({ team: id, until: v.nullable(moment) }),
  noticeRead: v.object({ of: id }),
  marked: v.object({
    shift: id,
    person: id,
    post: v.nullable(id),
    state: v.picklist(["present", "late", "leftEarly", "onLeave", "absent"]),
    at: v.nullable(moment),
    basis: ids,
    bulk: v.boolean(),
    until: v.exactOptional(moment),
    insteadOf: v.exactOptional(id),
    sheet: v.exactOptional(sheetNumber),
  }),
  retracted: v.object({ of: id }),
  dutyClosed: v.object({
    shift: id,
    end: moment,
    absent: ids,
    counts: v.object({
      present: count,
      onLeave: count,
      absent: count,
      unconfirmed: count,
      guided: v.nullable(count),
      cleaned: v.nullable(count),
    }),
  }),
  settled: v.object({
    shift: id,
    person: id,
    state: attendanceState,
    minutes: count,
    class: v.nullable(v.picklist(["verified", "attested"])),
    start: v.nullable(moment),
    end: v.nullable(moment),
    startCause: v.nullable(cause),
    endCause: v.nullable(cause),
    spans: v.exactOptional(v.pipe(v.array(v.object({ from: moment, to: moment })), v.maxLength(mostSpans))),
    basis: ids,
  }),
  joinRequested: v.object({ invite: id, team: id, device: hash, publicKey, person: v.nullable(id) }),
  joinDecided: v.object({ of: id, person: v.nullable(id) }),
  calendarAdopted: v.object({ year: calendarYear, off: calendarDays, work: calendarDays }),
  postDoubted: v.object({
    post: id,
    postVersion: id,
    distanceDm: count,
    datum: v.nullable(datum),
    suggested: v.nullable(geometry),
  }),
  quarantineDecided: v.object({ of: id, hash, decision: v.picklist(["released", "explained"]) }),
  deviceEnrolled: v.object({ device: hash, publicKey, persons: v.pipe(v.array(id), v.maxLength(20)), invite: id }),
  claimed: v.object({ shift: id, post: v.nullable(id), agrees: v.nullable(id) }),
  leaveTaken: v.object({ shift: id, seeks: v.boolean() }),
  makeupAsked: v.object({ shift: id, person: id, post: v.nullable(id), start: moment, end: moment, sheet: v.nullable(sheetNumber) }),
  appealed: v.object({ shift: id }),
  answered: v.object({ of: id, accepted: v.boolean(), start: v.nullable(moment), end: v.nullable(moment) }),
  corrected: v.object({
    shift: id,
    person: id,
    state: v.picklist(["present", "absent", "onLeave"]),
    start: v.nullable(moment),
    end: v.nullable(moment),
    basis: ids,
  }),
  tapBound: v.object({ of: id, shift: id, person: id, post: v.nullable(id) }),
  spotChecked: v.object({ shift: id, person: id, post: v.nullable(id), here: v.boolean() }),
  relocated: v.object({ shift: id, post: id, geometry: v.nullable(geometry) }),
  trained: v.object({ person: id, skill: title, at: moment, until: v.nullable(moment), minutes: v.nullable(count) }),
  findingReported: v.object({
    post: id,
    shift: v.nullable(id),
    tag: v.picklist(["posters", "clutter", "parking", "damage", "litter", "other"]),
    unit: v.nullable(title),
  }),
  findingClosed: v.object({ of: id }),
  photoAttached: v.object({ of: id, shows: v.picklist(["before", "after", "scene", "people"]) }),
} as const satisfies Record<EventType, v.GenericSchema>;

const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
/** Values of detail parts. `photo`: the SHA-256 of bytes that travel apart (photos.ts). */
export const partSchemas = {
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  phone: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  idNumber: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  register: v.record(v.pipe(v.string(), v.minLength(1), v.maxLength(60)), v.pipe(v.string(), v.maxLength(300))),
  fix: v.object({ lngE7: longitudeE7, latE7: latitudeE7, accuracyDm: count, at: moment }),
  photo: hash,
  reason: shortText,
  note: shortText,
  /** 32 bytes. */
  secret: hash,
} as const satisfies Record<PartName, v.GenericSchema>;

interface EventKind {
  /** Parts the event may carry, each with the audiences whose members may read it; others get its hash. */
  readonly parts: { readonly [K in PartName]?: readonly AudienceKind[] };
  /** Empty: only the endpoint itself. */
  readonly authors: readonly AuthorRule[];
  readonly audiences: readonly AudienceRule[];
}

export const eventTable: Readonly<Record<EventType, EventKind>> = {
  patched: {
    // R25: a tablet needs names and phones; ID numbers and the rest of the register stay with their owner and the endpoint's reports.
    parts: {
      name: ["person", "staff", "team", "post"],
      phone: ["person", "staff", "team"],
      idNumber: ["person"],
      register: ["person"],
      note: ["person", "staff"],
    },
    authors: ["patch"],
    audiences: ["patch"],
  },
  placed: { parts: {}, authors: ["leader", "branch"], audiences: ["subject", "shiftStaff"] },
  released: { parts: { reason: ["person", "staff"] }, authors: ["leader", "branch"], audiences: ["subject", "shiftStaff"] },
  consented: { parts: {}, authors: ["self"], audiences: ["author"] },
  checkedIn: { parts: { note: ["person", "staff"] }, authors: ["self"], audiences: ["author", "shiftStaff"] },
  checkedOut: { parts: { note: ["person", "staff"] }, authors: ["self"], audiences: ["author", "shiftStaff"] },
  // R25: leaders see verdict and distance, raw coordinates only their owner.
  positionFixed: { parts: { fix: ["person"] }, authors: ["selfOfTarget"], audiences: ["author", "target"] },
  codeSeen: { parts: {}, authors: ["selfOfTarget"], audiences: ["author", "target"] },
  // Nobody is ever sent the secret: whoever has it makes codes.
  codeShown: { parts: { secret: [] }, authors: ["leader", "branchOwn", "postLead"], audiences: ["author", "shiftStaff"] },
  badgeSeen: { parts: {}, authors: ["leader", "branchOwn", "postLead"], audiences: ["author", "subject", "shiftStaff"] },
  // To everybody of the team: a post lead's phone has to know it too, and it says nothing of why.
  badgeRevoked: { parts: { reason: ["person", "staff"] }, authors: ["leader", "branch"], audiences: ["author", "subject", "subjectTeam"] },
  relayed: { parts: {}, authors: ["leader", "branchOwn", "postLead"], audiences: ["author", "shiftStaff"] },
  deviceDelegated: { parts: {}, authors: ["leader", "branchOwn"], audiences: ["author", "shiftStaff"] },
  noticePosted: {
    parts: { note: ["person", "staff", "team"] },
    authors: ["leader", "branch", "corps"],
    audiences: ["author", "namedTeam"],
  },
  noticeRead: { parts: {}, authors: ["self"], audiences: ["author", "authorStaff", "targetAuthor"] },
  marked: {
    parts: { reason: ["person", "staff"] },
    authors: ["leader", "branchOwn", "postLead"],
    audiences: ["author", "subject", "shiftStaff"],
  },
  retracted: { parts: { reason: ["person", "staff"] }, authors: ["selfOfTarget"], audiences: ["author", "target"] },
  dutyClosed: { parts: { note: ["person", "staff"] }, authors: ["leader", "branchOwn"], audiences: ["author", "shiftStaff"] },
  settled: { parts: {}, authors: [], audiences: ["subject", "shiftStaff"] },
  joinRequested: { parts: { name: ["staff"], phone: ["staff"] }, authors: [], audiences: ["teamStaff"] },
  joinDecided: { parts: { reason: ["staff"] }, authors: ["leader", "branch"], audiences: ["author", "target"] },
  calendarAdopted: { parts: {}, authors: [], audiences: ["city"] },
  postDoubted: { parts: {}, authors: [], audiences: ["postStaff"] },
  // The note is for whoever made the record, on the device it was made on too: that may be bound to another.
  quarantineDecided: { parts: { note: ["person", "staff", "device"] }, authors: ["branch", "corps"], audiences: ["author", "decided"] },
  // A leader must see who has joined already: nobody is confirmed a second time unawares.
  deviceEnrolled: { parts: {}, authors: [], audiences: ["enrolled", "enrolledStaff"] },
  claimed: { parts: { note: ["person", "staff"] }, authors: ["self"], audiences: ["author", "shiftStaff"] },
  leaveTaken: {
    parts: { reason: ["person", "staff"], name: ["person", "staff"], phone: ["person", "staff"] },
    authors: ["self"],
    audiences: ["author", "shiftStaff"],
  },
  makeupAsked: {
    parts: { reason: ["person", "staff"], note: ["person", "staff"] },
    authors: ["selfSubject", "leader", "branch"],
    audiences: ["author", "subject", "shiftStaff"],
  },
  appealed: { parts: { reason: ["person", "staff"] }, authors: ["self"], audiences: ["author", "shiftStaff"] },
  answered: { parts: { reason: ["person", "staff"] }, authors: ["answer"], audiences: ["author", "target"] },
  corrected: { parts: { reason: ["person", "staff"] }, authors: ["branch"], audiences: ["author", "subject", "shiftStaff"] },
  tapBound: { parts: { reason: ["person", "staff"] }, authors: ["leader", "branch"], audiences: ["author", "subject", "shiftStaff"] },
  spotChecked: {
    parts: { note: ["person", "staff"] },
    authors: ["leader", "branch", "postLead"],
    audiences: ["author", "subject", "shiftStaff"],
  },
  relocated: {
    parts: { reason: ["person", "staff", "team"] },
    authors: ["leader", "branch"],
    audiences: ["author", "shiftStaff", "shiftTeam"],
  },
  trained: { parts: { note: ["person", "staff"] }, authors: ["leader", "branch"], audiences: ["author", "subject", "subjectStaff"] },
  findingReported: { parts: { note: ["person", "staff", "team"] }, authors: ["self"], audiences: ["author", "postStaff", "postTeam"] },
  findingClosed: {
    parts: { note: ["person", "staff", "team"] },
    authors: ["selfOfTarget", "leader", "branch"],
    audiences: ["author", "target"],
  },
  // R40: a site without people may be seen by everybody who looks after it, people only by their leaders.
  photoAttached: { parts: { photo: ["person", "staff"] }, authors: ["selfOfTarget", "leader", "branch"], audiences: ["author", "target"] },
};
