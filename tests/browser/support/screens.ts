// Who walks through which screens: what is asserted of every screen, and every picture, follows this list. A screen more is a stop in one
// of the tours (tour.ts) or a page in the desk's own table (src/screens/desk/pages.ts).

import type { Settings } from "../../../src/device/settings.ts";
import type { Id } from "../../../src/domain/event.ts";
import { demoId, demoLeader, demoMember } from "../../../src/endpoint/demo.ts";
import { demoSquads } from "../../../src/endpoint/demo-city.ts";
import { type Tour, tourDesk, tourLeader, tourVolunteer } from "./tour.ts";
import { tourPostLead } from "./tour-lead.ts";
import { tourTrouble } from "./tour-trouble.ts";

export interface Walk {
  readonly who: string;
  /** Of the demonstration city; a leader closes the duty, so each leads another squad. */
  readonly person: Id;
  readonly device: "phone" | "tablet" | "desktop";
  readonly tour: Tour;
  /** Chosen on this device before. */
  readonly settings?: Partial<Settings>;
  /** What its pages may say on the console: where storage is made to fail, they say so. */
  readonly complains?: RegExp;
}

/** Made one before the walks begin, of the second post of that squad (stage.ts). */
export const postLead = demoMember("north", 1);

/** And the browser looks for an icon of the page that holds the journal. */
const storageFails = /(storage|database) has not answered|favicon\.ico/;

export const walks: readonly Walk[] = [
  { who: "volunteer", person: demoMember("square", 2), device: "phone", tour: tourTrouble, complains: storageFails },
  { who: "volunteer in large print", person: demoMember("square", 4), device: "phone", tour: tourVolunteer, settings: { care: "on" } },
  { who: "post lead", person: postLead, device: "phone", tour: tourPostLead },
  { who: "leader", person: demoLeader("river"), device: "tablet", tour: tourLeader },
  { who: "another leader", person: demoLeader("square"), device: "phone", tour: tourLeader },
  { who: "squad's desk", person: demoLeader("north"), device: "phone", tour: tourDesk },
  { who: "branch's desk", person: demoId("staff east"), device: "tablet", tour: tourDesk },
  { who: "corps' desk", person: demoId("staff corps"), device: "desktop", tour: tourDesk },
];

/** 点长 in the pictures of a turn, each of another post; where the volunteers of the pictures stand last of all. */
export const pictureLead = (turn: number) => ({ person: demoMember("square", (turn + 1) % 3), post: (turn + 1) % 3 });

/** For pictures: one of each kind, `prefix` before the name of every stop. People differ by turn, since a duty is closed once; every third
 * volunteer stands at the crossing where the pictures are taken. */
export const pictureWalks = (turn: number): readonly (Omit<Walk, "who"> & { readonly prefix: string })[] => [
  { prefix: "", person: demoMember("square", 6 + 3 * turn), device: "phone", tour: tourTrouble },
  { prefix: "", person: pictureLead(turn).person, device: "phone", tour: tourPostLead },
  { prefix: "", person: demoLeader(demoSquads[turn + 1]?.key ?? ""), device: "tablet", tour: tourLeader },
  { prefix: "squad ", person: demoLeader("square"), device: "phone", tour: tourDesk },
  { prefix: "branch ", person: demoId("staff east"), device: "tablet", tour: tourDesk },
  { prefix: "corps ", person: demoId("staff corps"), device: "desktop", tour: tourDesk },
];
