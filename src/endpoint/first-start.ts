// A plain first start: one corps, one administrator, and a link for them. Later starts print a link again only while nobody has used one,
// or when asked to. Everything enters through the append path.

import type { Id } from "../domain/event.ts";
import { isRoleAt } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { firstCorpsTitle } from "../domain/team-tree.ts";
import { bytesToHex } from "../protocol/bytes.ts";
import { inviteUrl } from "../protocol/codes.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { createInvite } from "./passes.ts";
import { entriesUnder } from "./records.ts";
import { finishTurn } from "./settlement.ts";

export const inviteMs = 7 * 86_400_000;

function administratorOf(ledger: Ledger, now: number): Id | null {
  const role = ledger.world
    .idsOfKind("role")
    .map((id) => ledger.world.role(id))
    .find((found) => found !== null && found.role === "corpsStaff" && isRoleAt(found, now));
  return role?.person ?? null;
}

/** Lines for the operator. */
export function prepareFirst(ledger: Ledger, publicUrl: string, wantsLink: boolean): Promise<readonly string[]> {
  return ledger.submit(1, (turn) => {
    let administrator = administratorOf(ledger, turn.now);
    if (administrator === null && ledger.world.idsOfKind("team").length === 0) {
      const fresh = (): Id => bytesToHex(ledger.random.bytes(16));
      const team = fresh();
      administrator = fresh();
      appendOwn(ledger, turn, "patched", {
        entity: "team",
        id: team,
        basis: [],
        set: { tier: "corps", parent: null, title: firstCorpsTitle },
      });
      appendOwn(ledger, turn, "patched", { entity: "person", id: administrator, basis: [], set: { team, name: true } }, { name: "管理员" });
      appendOwn(ledger, turn, "patched", {
        entity: "role",
        id: fresh(),
        basis: [],
        set: { person: administrator, role: "corpsStaff", team },
      });
      finishTurn(ledger, turn);
    }
    if (administrator === null) return [];
    const person = administrator;
    const isUsed = entriesUnder(ledger.database, ledger.key, [subject.devicesOf(person)]).some(
      ({ event }) => event.type === "deviceEnrolled",
    );
    if (isUsed && !wantsLink) return [];
    return [`administrator: ${inviteUrl(publicUrl, createInvite(ledger, person, turn.now + inviteMs))}`];
  });
}
