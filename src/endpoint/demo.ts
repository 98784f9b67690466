// --demo: appends the invented city as endpoint events, sees at every start that each squad has a shift running and its shifts of today
// and tomorrow, and prints fresh invites and the signs. Everything enters through the append path; nothing here is by chance.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startOfDay } from "../domain/clock.ts";
import type { EntityFields, EntityKind } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import type { Patched } from "../domain/facts.ts";
import { rules } from "../domain/rules.ts";
import { hashText } from "../protocol/chain.ts";
import { inviteUrl } from "../protocol/codes.ts";
import { type DemoSquad, demoBranches, demoCorps, demoHours, demoName, demoPhone, demoSquads, membersPerSquad } from "./demo-city.ts";
import { inviteMs } from "./first-start.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { createInvite, signOf } from "./passes.ts";
import { finishTurn } from "./settlement.ts";
import { signsPage } from "./signs.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const stepMs = 5 * 60_000;

/** The same things have the same ids at every start, so that a start adds only what is missing. */
export const demoId = (key: string): Id => hashText(`daogang demo ${key}`).slice(0, 32);
export const demoMember = (squad: string, i: number): Id => demoId(`person ${squad} ${i}`);
export const demoLeader = (squad: string): Id => demoId(`leader ${squad}`);

function add<K extends EntityKind>(
  ledger: Ledger,
  turn: Turn,
  entity: K,
  id: Id,
  set: EntityFields[K],
  parts: { readonly name?: string; readonly phone?: string } = {},
): void {
  if (ledger.world.entity(entity, id) !== null) return;
  appendOwn(ledger, turn, "patched", { entity, id, basis: [], set } as Patched, parts);
}

function addPerson(ledger: Ledger, turn: Turn, id: Id, team: Id, i: number): void {
  const volunteerNumber = `YC${String(i + 1).padStart(6, "0")}`;
  add(ledger, turn, "person", id, { team, name: true, phone: true, volunteerNumber }, { name: demoName(i), phone: demoPhone(i) });
}

function addCity(ledger: Ledger, turn: Turn): void {
  let i = 0;
  const addStaff = (key: string, team: Id, role: "corpsStaff" | "branchStaff" | "squadLeader", person = demoId(`staff ${key}`)): void => {
    addPerson(ledger, turn, person, team, i++);
    add(ledger, turn, "role", demoId(`role ${key}`), { person, role, team });
  };
  const corps = demoId(demoCorps.key);
  add(ledger, turn, "team", corps, { tier: "corps", parent: null, title: demoCorps.title });
  addStaff("corps", corps, "corpsStaff");
  for (const branch of demoBranches) {
    const team = demoId(branch.key);
    add(ledger, turn, "team", team, { tier: "branch", parent: corps, title: branch.title });
    addStaff(branch.key, team, "branchStaff");
  }
  for (const squad of demoSquads) {
    const team = demoId(squad.key);
    add(ledger, turn, "team", team, { tier: "squad", parent: demoId(squad.branch), title: squad.title });
    addStaff(squad.key, team, "squadLeader", demoLeader(squad.key));
    for (let member = 0; member < membersPerSquad; member += 1) addPerson(ledger, turn, demoMember(squad.key, member), team, i++);
    for (const { key, kind, title, geometry } of squad.posts)
      add(ledger, turn, "post", demoId(key), { kind, title, team, geometry, sourceDatum: "wgs84" });
  }
}

function addShift(ledger: Ledger, turn: Turn, squad: DemoSquad, start: number, end: number): void {
  const shift = demoId(`shift ${squad.key} ${start}`);
  const posts = squad.posts.map(({ key }) => demoId(key));
  add(ledger, turn, "shift", shift, { team: demoId(squad.key), start, end, posts });
  for (let member = 0; member < membersPerSquad; member += 1)
    appendOwn(ledger, turn, "placed", { shift, person: demoMember(squad.key, member), post: posts[member % posts.length] ?? null });
}

function addShifts(ledger: Ledger, turn: Turn): void {
  const { now } = turn;
  const today = startOfDay(now, rules);
  for (const squad of demoSquads) {
    const isFree = (start: number, end: number): boolean =>
      ledger.world.idsOf("shift", "team", demoId(squad.key)).every((id) => {
        const other = ledger.world.shift(id);
        return other === null || other.cancelled || other.end <= start || other.start >= end;
      });
    const wanted = [today, today + dayMs].flatMap((day) =>
      demoHours.map(({ from, until }) => ({ start: day + from * 60_000, end: day + until * 60_000 })),
    );
    // First what is running: planned hours that would overlap with it give way.
    const isRunning = wanted.some(
      ({ start, end }) => start <= now && now < end && ledger.world.shift(demoId(`shift ${squad.key} ${start}`)) !== null,
    );
    const start = Math.floor(now / stepMs) * stepMs;
    if (!isRunning && isFree(now, now + 1)) addShift(ledger, turn, squad, start, start + hourMs);
    for (const hours of wanted) if (isFree(hours.start, hours.end)) addShift(ledger, turn, squad, hours.start, hours.end);
  }
}

/** Lines for the operator. */
export async function prepareDemo(ledger: Ledger, publicUrl: string, dataDir: string): Promise<readonly string[]> {
  const now = await ledger.submit(1, (turn) => {
    addCity(ledger, turn);
    addShifts(ledger, turn);
    finishTurn(ledger, turn);
    return turn.now;
  });
  const file = join(dataDir, "signs.html");
  const posts = demoSquads.flatMap((squad) =>
    squad.posts.map((post) => ({ title: post.title, team: squad.title, sign: signOf(ledger, demoId(post.key)) })),
  );
  writeFileSync(file, signsPage(publicUrl, posts));
  const squad = demoSquads[0]?.key ?? "";
  const link = (person: Id): string => inviteUrl(publicUrl, createInvite(ledger, person, now + inviteMs));
  return [`volunteer: ${link(demoMember(squad, 0))}`, `leader: ${link(demoLeader(squad))}`, `signs: ${file}`];
}
