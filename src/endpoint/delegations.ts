// Tablets lent for one shift (`deviceDelegated`): the key a leader let in by their own word, and what its events may be about. Such a device
// is bound to nobody: it reads nothing, and says only what a leader records on duty. (DESIGN.md section 2)

import { correctedTime } from "../domain/clock.ts";
import { type Entry, type Event, type EventOf, entriesOf, type Hash, type Id } from "../domain/event.ts";
import type { EventType } from "../domain/facts.ts";
import { subject } from "../domain/subjects.ts";
import type { Bundle } from "../protocol/bundle-schema.ts";
import { chainStart } from "../protocol/chain.ts";
import { deviceOfKey } from "../protocol/signing.ts";
import { type Device, deviceOf } from "./devices.ts";
import type { Ledger } from "./ledger.ts";

/** A projection, as keepEnrolled is: a row without persons, so that its chain has a key and a head. */
export function keepDelegated(ledger: Ledger, { facts }: EventOf<"deviceDelegated">): void {
  if (deviceOfKey(facts.publicKey) !== facts.device) return;
  const added = ledger.database.run(
    "INSERT OR IGNORE INTO devices (ledger, device, public_key, persons, head_n, head_hash) VALUES (?, ?, ?, '[]', 0, ?)",
    ledger.key,
    facts.device,
    facts.publicKey,
    chainStart,
  );
  if (added > 0) ledger.memory.devices.delete(facts.device);
}

/**
 * The key of a device the ledger does not know, where the very bundle it brings says that a leader lent it their right. Whether that holds
 * is judged like any other event: until then nothing is done for the device but taking in that bundle.
 */
export function keyFromDelegation(bundle: Bundle | null, device: Hash): string | null {
  for (const { type, facts } of bundle?.events ?? []) {
    if ((type ?? bundle?.common.type) !== "deviceDelegated" || facts.device !== device) continue;
    const { publicKey } = facts;
    if (typeof publicKey === "string" && /^04[0-9a-f]{128}$/.test(publicKey) && deviceOfKey(publicKey) === device) return publicKey;
  }
  return null;
}

/** What stands for such a device until the bundle is in. */
export const deviceToBe = (device: Hash, publicKey: string): Device => ({
  device,
  publicKey,
  persons: [],
  headN: 0,
  headHash: chainStart,
  scope: null,
  credential: null,
  report: null,
  reportedAt: null,
});

/** What a leader records on duty. Not: a person added, a place changed, a tablet lent on. */
const onDuty: ReadonlySet<EventType> = new Set<EventType>([
  "marked",
  "badgeSeen",
  "codeShown",
  "relayed",
  "spotChecked",
  "dutyClosed",
  "retracted",
  "photoAttached",
]);

/** The shift the event is about; undefined: what it names has not come, which is for its references to say. */
function shiftOf(ledger: Ledger, event: Event): Id | null | undefined {
  if (event.type !== "retracted" && event.type !== "photoAttached")
    return "shift" in event.facts && typeof event.facts.shift === "string" ? event.facts.shift : null;
  const target = ledger.world.entry(event.facts.of)?.event;
  if (target === undefined) return undefined;
  return onDuty.has(target.type) && target.type !== "retracted" ? (shiftOf(ledger, target) ?? null) : null;
}

/** When the leader took it back; null: they have not. */
function endedAt(ledger: Ledger, { event }: Entry): number | null {
  const ends = entriesOf(ledger.world.under(subject.about(event.id)), "retracted")
    .filter(({ event: back, receipt }) => receipt?.judgement === "stored" && back.author === event.author)
    .map(({ event: back }) => correctedTime(back));
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Whoever lent to it, taken back or not: photos of what counted before still have to arrive. */
export const lendersOf = (ledger: Ledger, device: Hash): readonly Id[] =>
  entriesOf(ledger.world.under(subject.device(device)), "deviceDelegated").flatMap(({ event: { author }, receipt }) =>
    author !== null && receipt?.judgement === "stored" ? [author] : [],
  );

/**
 * Whether the event is covered by what its author lent to its device. The author's own right is judged as ever: a role that has ended lends
 * nothing.
 */
export function isLentFor(ledger: Ledger, event: Event): boolean {
  if (event.author === null || !onDuty.has(event.type)) return false;
  const lent = entriesOf(ledger.world.under(subject.device(event.device)), "deviceDelegated").filter(
    ({ event: { author }, receipt }) => author === event.author && receipt?.judgement === "stored",
  );
  if (lent.length === 0 || deviceOf(ledger, event.device) === null) return false;
  const [shift, at] = [shiftOf(ledger, event), correctedTime(event)];
  return lent.some((entry) => {
    const { facts } = entry.event;
    if (at > facts.until || (shift !== undefined && shift !== facts.shift)) return false;
    const end = endedAt(ledger, entry);
    return end === null || at <= end;
  });
}
