// 补录签到表: everybody on a paper sheet in one transaction, as attested, under the sheet's number. Later than 72 h it is asked for instead,
// and the branch answers (R14). Somebody the register does not know is entered with it (R22a).

import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import type { Shift } from "../domain/roster.ts";
import type { Rules } from "../domain/rules.ts";
import { isSheetLate, wordFor } from "../domain/sheet-entry.ts";
import type { Draft } from "../sync/ports.ts";
import { createEntityId } from "./patch.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface SheetRow {
  /** Null: somebody new, by name and the last four digits. */
  readonly person: Id | null;
  readonly name: string;
  readonly digits: string;
  readonly post: Id | null;
  /** Living marks as they were shown. */
  readonly basis: readonly Id[];
  /** ms */
  readonly from: number;
  /** Null: not on the sheet. */
  readonly to: number | null;
}
export interface EnteredSheet {
  /** Corrected time at the tap, ms: decides between a word and a request. */
  readonly now: number;
  /** What was said, one a row. */
  readonly words: readonly Id[];
  /** People entered with it, and the patch that made each. */
  readonly added: readonly { readonly person: Id; readonly patch: Id }[];
  readonly isRequest: boolean;
}

export async function enterSheet(
  ports: ActionPorts,
  leader: Id,
  {
    shift,
    sheet,
    rows,
    now,
    rules,
  }: { readonly shift: Shift; readonly sheet: string; readonly rows: readonly SheetRow[]; readonly now: number; readonly rules: Rules },
): Promise<EnteredSheet> {
  const isRequest = isSheetLate(shift, now, rules);
  const drafts: Draft[] = [];
  const added: { person: Id; patch: Id }[] = [];
  const words: Id[] = [];
  for (const { person: known, name, digits, post, basis, from, to } of rows) {
    const person = known ?? createEntityId(ports);
    if (known === null) {
      const hasDigits = digits !== "";
      const facts: FactsOf["patched"] = {
        entity: "person",
        id: person,
        basis: [],
        set: { team: shift.team, name: true, ...(hasDigits ? { phone: true as const } : {}) },
      };
      const patch = draft(ports, leader, "patched", facts, { name, ...(hasDigits ? { phone: digits } : {}) });
      drafts.push(patch);
      added.push({ person, patch: patch.id });
    }
    const word = isRequest
      ? draft(ports, leader, "makeupAsked", { shift: shift.id, person, post, start: from, end: to ?? shift.end, sheet })
      : draft(ports, leader, "marked", { shift: shift.id, person, post, basis, bulk: false, sheet, ...wordFor(shift, from, to, rules) });
    drafts.push(word);
    words.push(word.id);
  }
  await record(ports, drafts);
  return { now, words, added, isRequest };
}

/** 撤销: every word taken back, and whoever was entered with them closed, as one. */
export const undoSheet = (ports: ActionPorts, leader: Id, { words, added }: EnteredSheet): Promise<readonly Id[]> =>
  record(ports, [
    ...words.map((of) => draft(ports, leader, "retracted", { of })),
    ...added.map(({ person, patch }) => {
      const facts: FactsOf["patched"] = { entity: "person", id: person, basis: [patch], set: { closed: true } };
      return draft(ports, leader, "patched", facts);
    }),
  ]);
