// The chain of protocol/chain.ts by node:crypto, with the text that is hashed made once and kept to be stored. Must give the very same hashes:
// tests/endpoint/node-chain.test.ts. Knows no table and no signature.

import { createHash } from "node:crypto";
import type { Event, Hash } from "../domain/event.ts";
import { canonical } from "../protocol/canonical.ts";
import { isPart, type Part, type Parts } from "../protocol/chain.ts";

export const sha256 = (bytes: Uint8Array): Hash => createHash("sha256").update(bytes).digest("hex");

/** SHA-256(salt ‖ RFC 8785 of [name, value]). */
export const partHash = (name: string, part: Part): Hash =>
  createHash("sha256")
    .update(part.salt, "hex")
    .update(canonical([name, part.value]))
    .digest("hex");

function detailsHash(parts: Parts): Hash {
  const hashes = Object.entries(parts).map(([name, part]) => (isPart(part) ? partHash(name, part) : part));
  return createHash("sha256").update(hashes.sort().join(""), "hex").digest("hex");
}

const noDetails = detailsHash({});

/** RFC 8785 of the whole event and of [header, facts], every field's text made once. */
function textsOf(event: Event): { readonly whole: string; readonly chained: string } {
  const { facts, ...header } = event as unknown as { readonly facts: unknown } & { readonly [field: string]: unknown };
  const factsText = canonical(facts, 1);
  const fields: string[] = [];
  const headerFields: string[] = [];
  for (const key of [...Object.keys(header), "facts"].sort()) {
    const text = `${canonical(key)}:${key === "facts" ? factsText : canonical(header[key], 1)}`;
    fields.push(text);
    if (key !== "facts") headerFields.push(text);
  }
  return { whole: `{${fields.join(",")}}`, chained: `[{${headerFields.join(",")}},${factsText}]` };
}

/** The event as the next link after `previous`, with its canonical text. */
export function chainEventText(previous: Hash, event: Event, parts: Parts) {
  const details = Object.keys(parts).length === 0 ? noDetails : detailsHash(parts);
  const { whole, chained } = textsOf(event);
  const hash: Hash = createHash("sha256").update(previous, "hex").update(chained).update(details, "hex").digest("hex");
  return { event, previous, detailsHash: details, hash, text: whole };
}
