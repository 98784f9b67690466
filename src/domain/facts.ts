// The facts of every event type: ids, numbers and flags that identify nobody. Names, phones, fixes and reasons are
// detail parts and are not here: a fold cannot read what this file does not name. (DESIGN.md section 4)

import type { Datum, EntityFields, EntityKind, Geometry } from "./entity-fields.ts";
import type { Band, Hash, Id } from "./event.ts";

/** 乱贴乱画 · 乱堆乱放 · 违停 · 设施损坏 · 卫生 · 其他 */
export type FindingTag = "posters" | "clutter" | "parking" | "damage" | "litter" | "other";
/** What a photo is of; `people`: people can be recognised, so it is kept 30 days (R40). */
export type PhotoOf = "before" | "after" | "scene" | "people";

export type Patched = {
  readonly [K in EntityKind]: {
    readonly entity: K;
    readonly id: Id;
    /** Patches of this entity that the author had seen; only these are superseded. */
    readonly basis: readonly Id[];
    readonly set: EntityFields[K];
  };
}[EntityKind];

/** What a leader can say of a person's attendance (SCREENS.md 看板). */
export type MarkState = "present" | "late" | "leftEarly" | "onLeave" | "absent";
export type AttendanceState = "present" | "late" | "leftEarly" | "unconfirmed" | "unheard" | "absent" | "onLeave" | "open" | "disputed";
export type TimeClass = "verified" | "attested";
/** Where credited time began or ended, so that every minute can be explained. */
export type Cause =
  | "ownCheckIn"
  | "ownCheckOut"
  | "plannedStart"
  | "plannedEnd"
  | "badgeSeen"
  | "markedArrival"
  | "markedLeaving"
  | "dutyClosed"
  | "makeup"
  | "corrected";

/** released: somebody vouches for it, and it counts · explained: it stays set aside, and whoever made it reads why. */
export type QuarantineDecision = "released" | "explained";

export interface FactsOf {
  readonly patched: Patched;
  readonly placed: { readonly shift: Id; readonly person: Id; readonly post: Id | null };
  /** `of` names the placements this takes back: a placement it had not seen stays. */
  readonly released: { readonly shift: Id; readonly person: Id; readonly of: readonly Id[] };
  readonly consented: { readonly to: "location"; readonly given: boolean; readonly wording: number };
  readonly checkedIn: { readonly shift: Id | null; readonly post: Id | null };
  readonly checkedOut: { readonly shift: Id | null; readonly post: Id | null };
  /** The device's claim, from the same function that the endpoint runs over the raw fix (detail `fix`). */
  readonly positionFixed: {
    readonly of: Id;
    readonly band: Band | null;
    readonly distanceDm: number | null;
    readonly accuracyDm: number;
    readonly postVersion: Id | null;
  };
  /**
   * `sign`: the post is printed in the QR code; `typed`: only six digits, the post is the shift's; `rotating`: the code a leader's tablet showed
   * (`shown`: its `codeShown`) in that step of 30 s.
   */
  readonly codeSeen: {
    readonly of: Id;
    readonly kind: "sign" | "typed" | "rotating";
    readonly post: Id | null;
    readonly code: string;
    readonly shown?: Id;
    readonly step?: number;
  };
  /** 出示码: this device shows rotating codes made with the part `secret`, for the posts of a shift or for one of them. */
  readonly codeShown: { readonly shift: Id; readonly post: Id | null };
  /** 扫码: a leader's tablet has read this person's badge (protocol/badge.ts) and verified it: the person was there then (R16, R22a). */
  readonly badgeSeen: {
    readonly shift: Id;
    readonly person: Id;
    readonly post: Id | null;
    /** As the badge says, with its signature: the endpoint verifies again. */
    readonly expires: number;
    readonly signature: string;
  };
  /** 码作废: every badge of the person that expires at `until` or before. A later one counts. */
  readonly badgeRevoked: { readonly person: Id; readonly until: number };
  /** 代传: a tablet on duty has taken in this device's chain up to `n`, whose hash is `hash`: all of it existed by then. */
  readonly relayed: { readonly shift: Id; readonly post: Id | null; readonly device: Hash; readonly n: number; readonly hash: Hash };
  /** A leader lends their right on one shift to a tablet that has not joined (its key), until then: at most the end + 72 h (DESIGN.md section 2). */
  readonly deviceDelegated: { readonly shift: Id; readonly device: Hash; readonly publicKey: string; readonly until: number };
  /** 通知 (M23): the part `note` says it. For everybody of the team and of the teams below. `until`: when it is no longer shown. */
  readonly noticePosted: { readonly team: Id; readonly until: number | null };
  /** 已读, by whoever read it. */
  readonly noticeRead: { readonly of: Id };
  readonly marked: {
    readonly shift: Id;
    readonly person: Id;
    readonly post: Id | null;
    readonly state: MarkState;
    /** Arrival for `late`, leaving for `leftEarly`, else null. */
    readonly at: number | null;
    /** Marks of this person and shift that the author had seen (R22). */
    readonly basis: readonly Id[];
    /** 成批登记 */
    readonly bulk: boolean;
    /** Leaving, where `at` says the arrival or nothing. */
    readonly until?: number;
    /** 替班: the one whose place this person took (R22a). */
    readonly insteadOf?: Id;
    /** The number of the paper sheet it was entered from. */
    readonly sheet?: string;
  };
  readonly retracted: { readonly of: Id };
  readonly dutyClosed: {
    readonly shift: Id;
    /** The end that open people get; the planned one unless the leader chose another. */
    readonly end: number;
    /** People of whom the leader says here that they did not come (R10a). */
    readonly absent: readonly Id[];
    readonly counts: {
      readonly present: number;
      readonly onLeave: number;
      readonly absent: number;
      readonly unconfirmed: number;
      readonly guided: number | null;
      readonly cleaned: number | null;
    };
  };
  readonly settled: {
    readonly shift: Id;
    readonly person: Id;
    readonly state: AttendanceState;
    readonly minutes: number;
    readonly class: TimeClass | null;
    readonly start: number | null;
    readonly end: number | null;
    readonly startCause: Cause | null;
    readonly endCause: Cause | null;
    /** R8: the credited stretches, where they are not just the one from start to end; ms. */
    readonly spans?: readonly { readonly from: number; readonly to: number }[];
    /** Every event the decision rests on, sorted. */
    readonly basis: readonly Id[];
  };
  /** Somebody opened the squad's link and said who they are (details `name`, `phone`: the last four digits). */
  readonly joinRequested: {
    readonly invite: Id;
    readonly team: Id;
    readonly device: Hash;
    readonly publicKey: string;
    /** The one person of the squad whose name and digits match; null: a stranger, or more than one. */
    readonly person: Id | null;
  };
  /** Who it is, said by somebody with the right over the squad; null: nobody of ours. */
  readonly joinDecided: { readonly of: Id; readonly person: Id | null };
  /** The State Council's calendar of one year: what differs from plain weekdays and weekends (R12). Days as yyyymmdd. */
  readonly calendarAdopted: { readonly year: number; readonly off: readonly number[]; readonly work: readonly number[] };
  /** The first ten check-ins say that a post is drawn 300–1,500 m from where people stand: probably another datum. */
  readonly postDoubted: {
    readonly post: Id;
    readonly postVersion: Id;
    readonly distanceDm: number;
    /** The datum the coordinates probably had, and the post read with it; null: none of them explains it. */
    readonly datum: Datum | null;
    readonly suggested: Geometry | null;
  };
  /** What the branch says of an event that was set aside (note: why). `hash`: two events may claim one id. A release stands; see rights.ts. */
  readonly quarantineDecided: { readonly of: Id; readonly hash: Hash; readonly decision: QuarantineDecision };
  readonly deviceEnrolled: {
    readonly device: Hash;
    /** Uncompressed P-256 point, 130 hex digits. */
    readonly publicKey: string;
    readonly persons: readonly Id[];
    readonly invite: Id;
  };
  /** 认岗. Placed by a leader it is accepted; taken back while it waits. `agrees`: the patch whose risk notice the person agreed to. */
  readonly claimed: { readonly shift: Id; readonly post: Id | null; readonly agrees: Id | null };
  /** 请假, never refused. `seeks`: 找人顶班; details `name`, `phone`: whom the person has found. */
  readonly leaveTaken: { readonly shift: Id; readonly seeks: boolean };
  /** 补签 (R11): what the person says they served; `sheet`: the paper it stands on. */
  readonly makeupAsked: {
    readonly shift: Id;
    readonly person: Id;
    readonly post: Id | null;
    readonly start: number;
    readonly end: number;
    readonly sheet: string | null;
  };
  /** 申诉 against what the shift came to for oneself. */
  readonly appealed: { readonly shift: Id };
  /** Somebody with the right answers a claim, a leave, a make-up or an appeal. `start`, `end`: other times than a make-up asked for. */
  readonly answered: { readonly of: Id; readonly accepted: boolean; readonly start: number | null; readonly end: number | null };
  /** The branch says what holds: decides a dispute (R17, R22) or corrects what has been settled (R12, R13). `basis`: all it had seen. */
  readonly corrected: {
    readonly shift: Id;
    readonly person: Id;
    readonly state: "present" | "absent" | "onLeave";
    /** Served from and to where present, else null. */
    readonly start: number | null;
    readonly end: number | null;
    readonly basis: readonly Id[];
  };
  /** A tap that named no shift belongs to this one. */
  readonly tapBound: { readonly of: Id; readonly shift: Id; readonly person: Id; readonly post: Id | null };
  /** 抽查 in the middle of a shift. */
  readonly spotChecked: { readonly shift: Id; readonly person: Id; readonly post: Id | null; readonly here: boolean };
  /** For this shift the post lies elsewhere; null: nobody knows where, so that no position counts against anybody. */
  readonly relocated: { readonly shift: Id; readonly post: Id; readonly geometry: Geometry | null };
  /** M17: a training, which is no service time. */
  readonly trained: {
    readonly person: Id;
    readonly skill: string;
    readonly at: number;
    readonly until: number | null;
    readonly minutes: number | null;
  };
  /** 发现问题 (M3). `unit`: 责任单位. */
  readonly findingReported: { readonly post: Id; readonly shift: Id | null; readonly tag: FindingTag; readonly unit: string | null };
  /** 已整改; taken back, it is open again. */
  readonly findingClosed: { readonly of: Id };
  /** A photo of a finding, its mending or a closed duty; detail `photo` names its bytes. */
  readonly photoAttached: { readonly of: Id; readonly shows: PhotoOf };
}
export type EventType = keyof FactsOf;
/** Names of the erasable parts an event may have beside its facts. */
export type PartName = "name" | "phone" | "idNumber" | "register" | "fix" | "photo" | "reason" | "note" | "secret";

/** The raw fix as the device's positioning gave it (detail part `fix`). */
export interface Fix {
  readonly lngE7: number;
  readonly latE7: number;
  readonly accuracyDm: number;
  /** When the fix was taken, by the device's wall clock. */
  readonly at: number;
}
