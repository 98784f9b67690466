// The pages of the desk as one table: address, who it is for, and what to fetch. A page adds one line here.

import type { ComponentType } from "preact";
import { countDisputes } from "../../device/disputes-view.ts";
import { waitingJoins } from "../../device/joins-view.ts";
import { countDoubtedPosts } from "../../device/post-doubts-view.ts";
import type { Reader } from "../../device/reading.ts";
import { unreadNotices } from "../../device/unread-notices.ts";
import type { RoleName } from "../../domain/entity-fields.ts";
import type { DeskPageName } from "../../words/desk.ts";
import { waitingApprovals } from "../approvals/sections.ts";

export interface DeskPage {
  readonly name: DeskPageName;
  /** Below `/desk`; `:name` marks a parameter. */
  readonly path: string;
  /** Roles that may open it. What they see there the page decides, what they may change the endpoint. */
  readonly roles: readonly RoleName[];
  /** Not in the table of contents: reached from another page. */
  readonly isInner?: boolean;
  readonly load: () => Promise<ComponentType>;
  /** How much waits there for somebody; shown in the table of contents. */
  readonly count?: (reader: Reader, now: number) => Promise<number>;
}

const staff: readonly RoleName[] = ["corpsStaff", "branchStaff"];
/** R25: corps staff see aggregates, no roster of anybody. */
const planners: readonly RoleName[] = ["branchStaff", "squadLeader"];
const leaders: readonly RoleName[] = ["corpsStaff", "branchStaff", "squadLeader"];

export const deskPages: readonly DeskPage[] = [
  { name: "home", path: "/", roles: leaders, isInner: true, load: () => import("./home.tsx").then((it) => it.Home) },
  {
    name: "approvals",
    path: "/approvals",
    roles: planners,
    load: () => import("../approvals/approvals.tsx").then((it) => it.Approvals),
    count: waitingApprovals,
  },
  {
    name: "disputes",
    path: "/disputes",
    roles: ["branchStaff"],
    load: () => import("../disputes/disputes.tsx").then((it) => it.Disputes),
    count: countDisputes,
  },
  {
    name: "notices",
    path: "/notices",
    roles: leaders,
    load: () => import("../notices/desk-notices.tsx").then((it) => it.DeskNotices),
    count: unreadNotices,
  },
  { name: "relay", path: "/relay", roles: planners, load: () => import("../relay/take.tsx").then((it) => it.DeskTake) },
  { name: "people", path: "/people", roles: leaders, load: () => import("../people/people.tsx").then((it) => it.People) },
  {
    name: "newPerson",
    path: "/people/new",
    roles: leaders,
    isInner: true,
    load: () => import("../people/new-person.tsx").then((it) => it.NewPerson),
  },
  {
    name: "person",
    path: "/people/:person",
    roles: leaders,
    isInner: true,
    load: () => import("../people/person.tsx").then((it) => it.Person),
  },
  { name: "teams", path: "/teams", roles: staff, load: () => import("../teams/teams.tsx").then((it) => it.Teams) },
  { name: "import", path: "/import", roles: leaders, load: () => import("../import/import.tsx").then((it) => it.Import) },
  {
    name: "joins",
    path: "/joins",
    roles: planners,
    load: () => import("../joins/joins.tsx").then((it) => it.Joins),
    count: waitingJoins,
  },
  { name: "invites", path: "/invites", roles: leaders, load: () => import("../invites/invites.tsx").then((it) => it.Invites) },
  {
    name: "quarantine",
    path: "/quarantine",
    roles: staff,
    load: () => import("../quarantine/quarantine.tsx").then((it) => it.Quarantine),
  },
  {
    name: "quarantineRecord",
    path: "/quarantine/:id/:hash",
    roles: staff,
    isInner: true,
    load: () => import("../quarantine/aside-record.tsx").then((it) => it.AsideRecord),
  },
  { name: "status", path: "/status", roles: staff, load: () => import("../status/status.tsx").then((it) => it.Status) },
  { name: "roster", path: "/roster", roles: planners, load: () => import("../roster/roster.tsx").then((it) => it.Roster) },
  // Before `/roster/:shift`: the first that fits is taken.
  {
    name: "rosterNew",
    path: "/roster/new",
    roles: planners,
    isInner: true,
    load: () => import("../roster/plan-form.tsx").then((it) => it.NewShifts),
  },
  {
    name: "rosterShift",
    path: "/roster/:shift",
    roles: planners,
    isInner: true,
    load: () => import("../roster/shift.tsx").then((it) => it.RosterShiftPage),
  },
  {
    name: "posts",
    path: "/posts",
    roles: planners,
    load: () => import("../posts/posts.tsx").then((it) => it.Posts),
    count: countDoubtedPosts,
  },
  // Before `/posts/:post`: the first that fits is taken.
  { name: "postNew", path: "/posts/new", roles: planners, isInner: true, load: () => import("../posts/post.tsx").then((it) => it.NewPost) },
  {
    name: "postImport",
    path: "/posts/import",
    roles: planners,
    isInner: true,
    load: () => import("../posts/post-import.tsx").then((it) => it.PostImport),
  },
  { name: "post", path: "/posts/:post", roles: planners, isInner: true, load: () => import("../posts/post.tsx").then((it) => it.OnePost) },
  {
    name: "assignments",
    path: "/assignments",
    roles: leaders,
    load: () => import("../assignments/assignments.tsx").then((it) => it.Assignments),
  },
  {
    name: "handover",
    path: "/handover",
    roles: planners,
    load: () => import("../handover/give.tsx").then((it) => it.Give),
  },
  {
    name: "tablet",
    path: "/tablet",
    roles: planners,
    load: () => import("../lock/setup.tsx").then((it) => it.Setup),
  },
  {
    name: "findings",
    path: "/findings",
    roles: planners,
    load: () => import("../findings/ledger.tsx").then((it) => it.FindingsLedger),
  },
  {
    name: "paperEntry",
    path: "/paper-entry",
    roles: planners,
    load: () => import("../paper-entry/paper-entry.tsx").then((it) => it.PaperEntry),
  },
  { name: "ledger", path: "/ledger", roles: leaders, load: () => import("../hours/service-ledger.tsx").then((it) => it.Ledger) },
  { name: "paper", path: "/paper", roles: leaders, load: () => import("../paper/contents.tsx").then((it) => it.Contents) },
  {
    name: "paperSigns",
    path: "/paper/signs",
    roles: leaders,
    isInner: true,
    load: () => import("../paper/signs.tsx").then((it) => it.Signs),
  },
  {
    name: "paperBadges",
    path: "/paper/badges",
    roles: planners,
    isInner: true,
    load: () => import("../paper/badges.tsx").then((it) => it.Badges),
  },
  {
    name: "paperSheet",
    path: "/paper/sheet",
    roles: planners,
    isInner: true,
    load: () => import("../paper/sheet.tsx").then((it) => it.Sheet),
  },
  { name: "paperWall", path: "/paper/wall", roles: planners, isInner: true, load: () => import("../paper/wall.tsx").then((it) => it.Wall) },
];

export { leaders, staff };
