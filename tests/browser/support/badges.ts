// Badges as the endpoint issues them, made with its own key: what a printed badge, or 我的码 on a phone, shows.

import { signText } from "../../../src/endpoint/keys.ts";
import { badgeMessage, badgeText } from "../../../src/protocol/badge.ts";
import type { EndpointProcess } from "../../fixtures/endpoint-process.ts";

const dayMs = 86_400_000;

export type MakeBadge = (person: string, over?: { readonly expires?: number; readonly ledger?: string }) => string;

/** `now`: of the endpoint. */
export async function badgesOf(endpoint: EndpointProcess, now: number): Promise<MakeBadge> {
  const [row] = await endpoint.query<{ id: string; private_key: string }>("SELECT id, private_key FROM ledgers");
  if (row === undefined) throw new Error("no ledger");
  return (person, { expires = now + 90 * dayMs, ledger = row.id } = {}) => {
    const whole = Math.floor(expires / 1000) * 1000;
    return badgeText({ person, expires: whole, signature: signText(row.private_key, badgeMessage(ledger, person, whole)) });
  };
}
