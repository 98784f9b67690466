// Who walks through which screens: what is asserted of every screen, and every picture, follows this list. A screen more is a stop in one
// of the tours (tour.ts) or a page in the desk's own table (src/screens/desk/pages.ts).

import type { BrowserContext } from "playwright-core";
import type { Settings } from "../../../src/device/settings.ts";
import type { Id } from "../../../src/domain/event.ts";
import { demoId, demoLeader, demoMember } from "../../../src/endpoint/demo.ts";
import { demoSquads } from "../../../src/endpoint/demo-city.ts";
import { type Tour, tourDesk, tourLeader, tourVolunteer } from "./tour.ts";

export interface Walk {
  readonly who: string;
  /** Of the demonstration city; a leader closes the duty, so each leads another squad. */
  readonly person: Id;
  readonly device: "phone" | "tablet" | "desktop";
  readonly tour: Tour;
  /** Chosen on this device before. */
  readonly settings?: Partial<Settings>;
}

export const walks: readonly Walk[] = [
  { who: "volunteer", person: demoMember("square", 2), device: "phone", tour: tourVolunteer },
  { who: "volunteer in large print", person: demoMember("square", 4), device: "phone", tour: tourVolunteer, settings: { care: "on" } },
  { who: "leader", person: demoLeader("river"), device: "tablet", tour: tourLeader },
  { who: "another leader", person: demoLeader("square"), device: "phone", tour: tourLeader },
  { who: "squad's desk", person: demoLeader("north"), device: "phone", tour: tourDesk },
  { who: "branch's desk", person: demoId("staff east"), device: "tablet", tour: tourDesk },
  { who: "corps' desk", person: demoId("staff corps"), device: "desktop", tour: tourDesk },
];

/** For pictures: one of each kind, `prefix` before the name of every stop. People differ by turn, since a duty is closed once; every third
 * volunteer stands at the crossing where the pictures are taken. */
export const pictureWalks = (turn: number): readonly (Omit<Walk, "who"> & { readonly prefix: string })[] => [
  { prefix: "", person: demoMember("square", 6 + 3 * turn), device: "phone", tour: tourVolunteer },
  { prefix: "", person: demoLeader(demoSquads[turn + 1]?.key ?? ""), device: "tablet", tour: tourLeader },
  { prefix: "squad ", person: demoLeader("square"), device: "phone", tour: tourDesk },
  { prefix: "corps ", person: demoId("staff corps"), device: "desktop", tour: tourDesk },
];

/** Writes the settings where the app finds them the next time it is opened. */
export async function choose(device: BrowserContext, url: string, settings: Partial<Settings>): Promise<void> {
  const page = await device.newPage();
  await page.goto(`${url}/join`);
  await page.locator('[data-screen="join"]').waitFor();
  await page.evaluate(
    (chosen) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("daogang-settings");
        opening.onerror = () => reject(new Error("no settings"));
        opening.onsuccess = () => {
          const writing = opening.result.transaction("settings", "readwrite");
          writing.objectStore("settings").put(chosen, "settings");
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    settings,
  );
  await page.close();
}
