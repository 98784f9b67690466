// People who join with a squad's link, as tests of it need them: what the leader's tablet knows of them, what they type, and how far they
// have come. Knows accessible names and data attributes.

import type { Page } from "playwright-core";
import { readJournal } from "./stored.ts";

export interface Known {
  readonly name: string;
  readonly lastFour: string;
  readonly person: string;
}
export const stage = (page: Page, name: string) => page.locator(`main[data-screen="join"][data-stage="${name}"]`);
export const standing = (page: Page, name: string) => page.locator(`[data-standing="${name}"]`);
export async function say(page: Page, { name, lastFour }: Pick<Known, "name" | "lastFour">): Promise<void> {
  await page.getByLabel("姓名").fill(name);
  await page.getByLabel("手机号后四位").fill(lastFour);
  await page.getByRole("button", { name: "加入队伍" }).click();
}
/** Names and phones as the leader's own tablet holds them. */
const readParts = (page: Page): Promise<readonly { readonly event: string; readonly name: string; readonly value: string }[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("daogang");
        opening.onerror = () => reject(new Error("no journal"));
        opening.onsuccess = () => {
          const reading = opening.result.transaction("parts").objectStore("parts").getAll();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result);
          };
        };
      }),
  );

/** Name and last four digits of people the leader holds. */
export async function readMembers(leader: Page, persons: readonly string[]): Promise<readonly Known[]> {
  const parts = await readParts(leader);
  const patches = (await readJournal(leader)).filter(({ event }) => event.type === "patched" && event.facts.entity === "person");
  const partOf = (event: string, name: string): string => parts.find((part) => part.event === event && part.name === name)?.value ?? "";
  return persons.map((person) => {
    const patch = patches.find(({ event }) => event.facts.id === person);
    if (patch === undefined) throw new Error("a member the leader does not hold");
    return { person, name: partOf(patch.id, "name"), lastFour: partOf(patch.id, "phone").slice(-4) };
  });
}
