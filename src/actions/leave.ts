// 请假, never refused, and what the leader does about the place: has seen it, asks the squad, or places somebody instead.

import type { Id } from "../domain/event.ts";
import type { Draft } from "../sync/ports.ts";
import { answerDraft } from "./claim.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface LeaveWords {
  readonly reason?: string;
  /** Whom the person has found to stand there. */
  readonly name?: string;
  readonly phone?: string;
}

/** The id of the leave: taking it back is a retraction. */
export async function takeLeave(ports: ActionPorts, author: Id, shift: Id, seeks: boolean, words: LeaveWords): Promise<Id> {
  const said = Object.entries(words).flatMap(([name, text]) => (text.trim() === "" ? [] : [[name, text.trim()] as const]));
  const parts = said.length === 0 ? undefined : Object.fromEntries(said);
  const [made = ""] = await record(ports, [draft(ports, author, "leaveTaken", { shift, seeks }, parts)]);
  return made;
}

/** A leave as it was shown. */
export interface ShownLeave {
  readonly leave: Id;
  readonly shift: Id;
}

/** 同意: seen. `reason`: what was done about the place. */
export const seeLeaves = (ports: ActionPorts, author: Id, leaves: readonly Id[], reason?: string): Promise<readonly Id[]> =>
  record(
    ports,
    leaves.map((leave) => answerDraft(ports, author, leave, true, reason)),
  );

/** 找人顶班 in the squad: the shift is offered, so that the freed place can be claimed. [answer, patch] */
export const offerPlace = (
  ports: ActionPorts,
  author: Id,
  { leave, shift, basis }: ShownLeave & { readonly basis: readonly Id[] },
  reason: string,
): Promise<readonly Id[]> =>
  record(ports, [
    answerDraft(ports, author, leave, true, reason),
    draft(ports, author, "patched", { entity: "shift", id: shift, basis, set: { offered: "team" } }),
  ]);

/** 撤销 of it. `before`: the patch that offered the place. */
export const takeBackOffer = (ports: ActionPorts, author: Id, answer: Id, shift: Id, patch: Id): Promise<readonly Id[]> =>
  record(ports, [
    draft(ports, author, "retracted", { of: answer }),
    draft(ports, author, "patched", { entity: "shift", id: shift, basis: [patch], set: { offered: null } }),
  ]);

/** Somebody stands there instead; the one on leave reads who. [answer, placed] */
export const replaceOnLeave = (
  ports: ActionPorts,
  author: Id,
  { leave, shift }: ShownLeave,
  person: Id,
  post: Id | null,
  reason: string,
): Promise<readonly Id[]> =>
  record(ports, [answerDraft(ports, author, leave, true, reason), draft(ports, author, "placed", { shift, person, post })]);

/** 撤销 of a replacement or of a bare answer. */
export function takeBackReplacement(
  ports: ActionPorts,
  author: Id,
  answer: Id,
  placed: { readonly shift: Id; readonly person: Id; readonly event: Id } | null,
): Promise<readonly Id[]> {
  const drafts: Draft[] = [draft(ports, author, "retracted", { of: answer })];
  if (placed !== null) drafts.push(draft(ports, author, "released", { shift: placed.shift, person: placed.person, of: [placed.event] }));
  return record(ports, drafts);
}
