// 认岗: a claim made, and what its leader says to it. Accepted it is a placement and an answer together, so that one 撤销 takes back both.

import type { Id } from "../domain/event.ts";
import type { Draft } from "../sync/ports.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** `agrees`: the patch whose risk notice was shown and agreed to. The id of the claim. */
export async function claimPlace(
  ports: ActionPorts,
  author: Id,
  facts: { readonly shift: Id; readonly post: Id | null; readonly agrees: Id | null },
): Promise<Id> {
  const [made = ""] = await record(ports, [draft(ports, author, "claimed", facts)]);
  return made;
}

/** A claim as it was shown, and where the person is to stand. */
export interface Acceptance {
  readonly claim: Id;
  readonly shift: Id;
  readonly person: Id;
  readonly post: Id | null;
}
/** What was recorded for it. */
export interface Accepted extends Acceptance {
  readonly answer: Id;
  readonly placed: Id;
}

export const answerDraft = (ports: ActionPorts, author: Id, of: Id, accepted: boolean, reason?: string): Draft<"answered"> =>
  draft(ports, author, "answered", { of, accepted, start: null, end: null }, reason === undefined ? undefined : { reason });

/** All of them or none. */
export async function acceptClaims(ports: ActionPorts, author: Id, wanted: readonly Acceptance[]): Promise<readonly Accepted[]> {
  const drafts: Draft[] = [];
  const accepted = wanted.map((one): Accepted => {
    const { shift, person, post } = one;
    const placed = draft(ports, author, "placed", { shift, person, post });
    const answer = answerDraft(ports, author, one.claim, true);
    drafts.push(placed, answer);
    return { ...one, placed: placed.id, answer: answer.id };
  });
  await record(ports, drafts);
  return accepted;
}

/** 撤销: they wait again. */
export const takeBackAcceptance = (ports: ActionPorts, author: Id, accepted: readonly Accepted[]): Promise<readonly Id[]> =>
  record(
    ports,
    accepted.flatMap(({ shift, person, placed, answer }): Draft[] => [
      draft(ports, author, "released", { shift, person, of: [placed] }),
      draft(ports, author, "retracted", { of: answer }),
    ]),
  );

/** The id of the answer. */
export async function declineClaim(ports: ActionPorts, author: Id, claim: Id, reason: string): Promise<Id> {
  const [made = ""] = await record(ports, [answerDraft(ports, author, claim, false, reason)]);
  return made;
}
