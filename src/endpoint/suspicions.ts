// R21 as events come: the taps of a turn are looked at together with what their phone, and the person's other phones, recorded around them.
// What domain/suspicion.ts finds goes into the verdicts of the taps. Asks bounded pieces of chains by their index, and further back only where a
// fix repeats itself or a sign was seen elsewhere. Rejects nothing.

import { correctedTime } from "../domain/clock.ts";
import type { Entry, Hash, Id, SuspicionFlag } from "../domain/event.ts";
import type { Fix } from "../domain/facts.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { suspicionsOf } from "../domain/suspicion.ts";
import { giveVerdict } from "./again.ts";
import { deviceOf } from "./devices.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { entriesUnder, keptChain, keptRecord } from "./records.ts";
import { postOf, shapeFor, type TapEvent, tapOf } from "./tap-posts.ts";
import { withFlags } from "./verdict.ts";

/** Records of a chain before and after a tap that are always asked, and those asked when there is reason to. */
const near = 24;
const far = 240;
/** Devices of one person that are looked at together. */
const mostDevices = 4;
/** Found among few taps it holds among many: never taken back (domain/suspicion.ts). */
const lasting: ReadonlySet<SuspicionFlag> = new Set(["repeatedFix", "signElsewhere"]);

function devicesOf(ledger: Ledger, person: Id): readonly Hash[] {
  const known = ledger.memory.devicesOf.get(person);
  if (known !== undefined) return known;
  const enrolled = entriesUnder(ledger.database, ledger.key, [subject.devicesOf(person)]);
  const devices = [...new Set(enrolled.flatMap(({ event }) => (event.type === "deviceEnrolled" ? [event.facts.device] : [])))];
  ledger.memory.devicesOf.set(person, devices);
  return devices;
}

/** Raw fixes of a piece of a chain as they lie in the table, by number; those withheld or erased are not in it. */
function fixTexts(ledger: Ledger, device: Hash, from: number, to: number): ReadonlyMap<number, string> {
  const rows = ledger.database.all<{ number: number; value: string }>(
    `SELECT p.number, p.value FROM events e INDEXED BY events_by_chain CROSS JOIN parts p
     WHERE e.ledger = ? AND e.device = ? AND e.n BETWEEN ? AND ? AND p.ledger = e.ledger AND p.number = e.number AND p.name = 'fix'
       AND p.value IS NOT NULL`,
    ledger.key,
    device,
    from,
    to,
  );
  return new Map(rows.map(({ number, value }) => [number, value]));
}

const readFixes = (entries: readonly Entry[], texts: ReadonlyMap<number, string>): ReadonlyMap<Id, Fix> =>
  new Map(
    entries.flatMap(({ event, receipt }) => {
      const text = receipt === null ? undefined : texts.get(receipt.number);
      return event.type === "positionFixed" && text !== undefined ? [[event.id, JSON.parse(text) as Fix] as const] : [];
    }),
  );

/** The coordinates alone, of a fix as it lies in the table: canonical.ts sorts keys, so they stand last. */
const placeIn = (text: string): string => text.slice(text.indexOf('"latE7"'));

/** Something about these taps that only the months before can tell from an accident: a fix that has been given before, a sign far away. */
function needsMore(taps: readonly TapEvent[], entries: readonly Entry[], texts: ReadonlyMap<number, string>): boolean {
  const own = new Set(taps.map((tap) => tap.id));
  const signed = new Set<Id>();
  const located: Entry<"positionFixed">[] = [];
  for (const entry of entries) {
    const { event } = entry;
    if (event.type === "codeSeen" && event.facts.kind === "sign" && own.has(event.facts.of)) signed.add(event.facts.of);
    if (event.type === "positionFixed" && own.has(event.facts.of)) located.push(entry as Entry<"positionFixed">);
  }
  if (located.length === 0) return false;
  if (located.some(({ event, receipt }) => signed.has(event.facts.of) && receipt?.verdict?.band === "outside")) return true;
  const times = new Map<string, number>();
  for (const text of texts.values()) times.set(placeIn(text), (times.get(placeIn(text)) ?? 0) + 1);
  return located.some(({ receipt }) => {
    const text = receipt === null ? undefined : texts.get(receipt.number);
    return text !== undefined && (times.get(placeIn(text)) ?? 0) > 1;
  });
}

function suspectDevice(ledger: Ledger, turn: Turn, device: Hash, taps: readonly TapEvent[]): void {
  const ns = taps.map((tap) => tap.n);
  const [first, last] = [Math.min(...ns), Math.max(...ns)];
  const people = new Set(taps.flatMap((tap) => (tap.author === null ? [] : [tap.author])));
  const others = [...new Set([...people].flatMap((person) => devicesOf(ledger, person)))].filter((other) => other !== device);
  const elsewhere: Entry[] = [];
  const texts = new Map(fixTexts(ledger, device, first - far, last + near));
  for (const other of others.slice(0, mostDevices)) {
    const head = deviceOf(ledger, other)?.headN ?? 0;
    elsewhere.push(...keptChain(ledger, other, head - near, head));
    for (const [number, text] of fixTexts(ledger, other, head - near, head)) texts.set(number, text);
  }
  const nearby = keptChain(ledger, device, first - near, last + near);
  const own = needsMore(taps, nearby, texts) ? keptChain(ledger, device, first - far, last + near) : nearby;
  const entries = [...own, ...elsewhere];
  const fixes = readFixes(entries, texts);
  const found = suspicionsOf({
    entries,
    fixOf: (id) => fixes.get(id) ?? null,
    shapeOf: (tap, post) => shapeFor(ledger, tap, post),
    postOf: (tap) => postOf(ledger, tap),
    rules,
  });
  // Whatever is flagged now, and whatever was flagged and may be so no longer because more is known about a tap of this turn.
  const asked = new Set(taps.map((tap) => tap.id));
  const begins = Math.min(...own.map(({ event }) => (event.n === 1 ? Number.NEGATIVE_INFINITY : correctedTime(event))));
  const isWhole = (at: number): boolean =>
    at - rules.suspicion.leapWithinMs >= begins && taps.some((tap) => Math.abs(correctedTime(tap) - at) <= rules.suspicion.leapWithinMs);
  for (const { event, receipt } of entries) {
    if ((event.type !== "checkedIn" && event.type !== "checkedOut") || receipt?.verdict == null) continue;
    const before = receipt.verdict.flags ?? [];
    const now = found.get(event.id) ?? new Set<SuspicionFlag>();
    const isExact = asked.has(event.id);
    const stays = (flag: SuspicionFlag): boolean =>
      lasting.has(flag) || !(isExact || (flag === "tooFast" && isWhole(correctedTime(event))));
    const verdict = withFlags(receipt.verdict, [...before.filter(stays), ...now]);
    if ((verdict.flags ?? []).join() === before.join()) continue;
    const record = keptRecord(ledger, event.id);
    if (record !== null) giveVerdict(ledger, turn, record, verdict);
  }
}

/** Looks at every tap this turn brought, or learned more about. */
export function suspectTaps(ledger: Ledger, turn: Turn): void {
  const byDevice = new Map<Hash, TapEvent[]>();
  for (const id of turn.watched) {
    const tap = tapOf(ledger, id);
    if (tap === null || tap.device === ledger.device || ledger.world.entry(id)?.receipt?.judgement !== "stored") continue;
    const taps = byDevice.get(tap.device) ?? [];
    byDevice.set(tap.device, taps);
    taps.push(tap);
  }
  turn.watched.clear();
  for (const [device, taps] of byDevice) suspectDevice(ledger, turn, device, taps);
}
