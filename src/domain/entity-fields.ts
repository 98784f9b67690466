// What a team, a person, a post, a shift, a role and an assignment may be: the fields that patches set, and the words they are made of.
// Facts like all others: ids, numbers, flags, titles of teams and places. (DESIGN.md section 4)

import type { Id } from "./event.ts";

export type TeamTier = "corps" | "branch" | "squad";
export type PostKind = "crossing" | "segment" | "parking" | "compound" | "lane" | "window";
export type RoleName = "corpsStaff" | "branchStaff" | "squadLeader" | "postLead";
export type PostSide = "left" | "right" | "both";
/** Who may claim a place on an offered shift: people of the team itself, of its branch, of the whole corps (R23). */
export type OfferedTo = "team" | "branch" | "corps";
/** R41: under 18 no carriageway posts, under 14 a guardian has agreed. Kept instead of a birthday, which would identify. */
export type AgeGroup = "adult" | "under18" | "under14";
export type Datum = "wgs84" | "gcj02" | "bd09";

/** Longitude, latitude in 1e-7 degrees, WGS-84. */
export type Coordinate = readonly [lngE7: number, latE7: number];
export type Geometry =
  | { readonly type: "point"; readonly at: Coordinate }
  | { readonly type: "line"; readonly path: readonly Coordinate[] }
  | { readonly type: "polygon"; readonly ring: readonly Coordinate[] };

export interface EntityFields {
  readonly team: {
    readonly tier?: TeamTier;
    readonly parent?: Id | null;
    /** A place or team title is a fact. */
    readonly title?: string;
    /** 机构序列: where the team stands when teams are listed by office order. */
    readonly order?: number;
    readonly closed?: boolean;
  };
  readonly person: {
    readonly team?: Id | null;
    /** R24: the day from which the person counts as the team's, ms; absent: the moment of the patch. */
    readonly teamSince?: number;
    /** `true` says: this event's detail part of that name holds the value. */
    readonly name?: true;
    readonly phone?: true;
    readonly idNumber?: true;
    /** The other columns of the register, known and unknown, by their header. */
    readonly register?: true;
    readonly volunteerNumber?: string;
    /** A walk-in who turned out to be this person; null takes the merging back. */
    readonly mergedInto?: Id | null;
    /** By the ID number, said anew by the endpoint when a birthday changes it; or said by a leader where there is none. */
    readonly age?: AgeGroup;
    readonly guardianConsented?: boolean;
    readonly closed?: boolean;
  };
  readonly post: {
    readonly kind?: PostKind;
    readonly title?: string;
    readonly team?: Id | null;
    /** Null: taken away again; so for what follows. */
    readonly geometry?: Geometry | null;
    readonly sourceDatum?: Datum;
    /** How well the place is known: 95 % radius of the survey or what was typed; decimetres. */
    readonly accuracyDm?: number | null;
    /** Of a segment: which side of the road, seen from the first landmark. */
    readonly side?: PostSide | null;
    /** Landmarks at both ends of a segment. */
    readonly from?: string | null;
    readonly to?: string | null;
    readonly closed?: boolean;
  };
  readonly shift: {
    readonly team?: Id;
    /** Planned milliseconds since 1970. */
    readonly start?: number;
    readonly end?: number;
    readonly posts?: readonly Id[];
    /** People wanted; null: as many as come. */
    readonly capacity?: number | null;
    /** Shifts planned in one go share it. */
    readonly series?: Id;
    readonly title?: string;
    readonly cancelled?: boolean;
    /** 招人的班次; null or absent: people are placed by their leader. */
    readonly offered?: OfferedTo | null;
    /** 应急突击 (M26): nobody stands there who has not agreed to `risk`, and only while `insurance` names a policy. */
    readonly urgent?: boolean;
    readonly risk?: string | null;
    readonly insurance?: string | null;
    /** Trainings without which nobody claims a place (M17). */
    readonly skills?: readonly string[];
  };
  readonly role: {
    readonly person?: Id;
    readonly role?: RoleName;
    readonly team?: Id;
    /** Only for a post lead: the one shift and post. */
    readonly shift?: Id;
    readonly post?: Id;
    readonly ended?: boolean;
  };
  /** 包抓: a team takes charge of a post. */
  readonly assignment: {
    readonly team?: Id;
    readonly post?: Id;
    /** 单位 */
    readonly unit?: string | null;
    readonly since?: number;
    readonly until?: number | null;
    /** 频次, in the office's own words. */
    readonly frequency?: string | null;
    /** `true` says: this event's detail part of that name holds the 联络员's. */
    readonly name?: true;
    readonly phone?: true;
    readonly ended?: boolean;
  };
}
export type EntityKind = keyof EntityFields;
