// R21 as events come: the taps of a turn are looked at together with what their phone, and the person's other phones, recorded around them.
// What domain/suspicion.ts finds goes into the verdicts of the taps. Asks bounded pieces of chains by their index, and further back only where a
// fix repeats itself or a sign was seen elsewhere. Rejects nothing.

import { correctedTime } from "../domain/clock.ts";
import type { Entry, Hash, Id, SuspicionFlag } from "../domain/event.ts";
import type { Fix } from "../domain/facts.ts";
import { isNowhere } from "../domain/position.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { suspicionsOf } from "../domain/suspicion.ts";
import { isPart } from "../protocol/chain.ts";
import { giveVerdict } from "./again.ts";
import { deviceOf } from "./devices.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { entriesUnder, keptByNumber, keptRecord, partsOfAll, toEntry } from "./records.ts";
import { postOf, shapeFor, type TapEvent, tapOf } from "./tap-posts.ts";
import { withFlags } from "./verdict.ts";

/** Records of a chain before and after a tap that are always asked, and those asked when there is reason to. */
const near = 24;
const far = 240;
/** Devices of one person that are looked at together. */
const mostDevices = 4;
/** Found among few taps it holds among many: never taken back (domain/suspicion.ts). */
const lasting: ReadonlySet<SuspicionFlag> = new Set(["repeatedFix", "signElsewhere"]);

function chainOf(ledger: Ledger, device: Hash, from: number, to: number): readonly Entry[] {
  return ledger.database
    .all<{ number: number }>(
      "SELECT number FROM events INDEXED BY events_by_chain WHERE ledger = ? AND device = ? AND n BETWEEN ? AND ?",
      ledger.key,
      device,
      from,
      to,
    )
    .flatMap(({ number }) => {
      const record = keptByNumber(ledger, number);
      const entry = record === null ? null : toEntry(record);
      return entry === null ? [] : [entry];
    });
}

function devicesOf(ledger: Ledger, person: Id): readonly Hash[] {
  const known = ledger.memory.devicesOf.get(person);
  if (known !== undefined) return known;
  const enrolled = entriesUnder(ledger.database, ledger.key, [subject.devicesOf(person)]);
  const devices = [...new Set(enrolled.flatMap(({ event }) => (event.type === "deviceEnrolled" ? [event.facts.device] : [])))];
  ledger.memory.devicesOf.set(person, devices);
  return devices;
}

function fixesOf(ledger: Ledger, entries: readonly Entry[]): ReadonlyMap<Id, Fix> {
  const numbers = new Map(
    entries.flatMap(({ event, receipt }) =>
      event.type === "positionFixed" && receipt !== null ? [[receipt.number, event.id] as const] : [],
    ),
  );
  const fixes = new Map<Id, Fix>();
  for (const [number, { fix }] of partsOfAll(ledger.database, ledger.key, [...numbers.keys()])) {
    const id = numbers.get(number);
    if (id !== undefined && fix !== undefined && isPart(fix)) fixes.set(id, fix.value as Fix);
  }
  return fixes;
}

/** Whether the phone has given this very fix before, in its last records. Its raw text ends in the coordinates (canonical.ts sorts keys). */
function isRepeated(ledger: Ledger, device: Hash, head: number, { lngE7, latE7 }: Fix): boolean {
  const row = ledger.database.get<{ count: number }>(
    `SELECT count(*) AS count FROM events e INDEXED BY events_by_chain CROSS JOIN parts p
     WHERE e.ledger = ? AND e.device = ? AND e.n > ? AND p.ledger = e.ledger AND p.number = e.number AND p.name = 'fix' AND p.value LIKE ?`,
    ledger.key,
    device,
    head - far,
    `%"latE7":${latE7},"lngE7":${lngE7}}`,
  );
  return row !== null && row.count > 1;
}

/** Something that only the months before can tell from an accident. */
function needsMore(ledger: Ledger, taps: readonly TapEvent[], entries: readonly Entry[], fixes: ReadonlyMap<Id, Fix>): boolean {
  const own = new Set(taps.map((tap) => tap.id));
  const isOwn = ({ event }: Entry): boolean => "of" in event.facts && typeof event.facts.of === "string" && own.has(event.facts.of);
  const about = entries.filter(isOwn);
  const hasSign = about.some(({ event }) => event.type === "codeSeen" && event.facts.kind === "sign");
  const device = taps[0]?.device;
  const head = device === undefined ? 0 : (deviceOf(ledger, device)?.headN ?? 0);
  return about.some(({ event, receipt }) => {
    const fix = fixes.get(event.id);
    if (fix === undefined) return false;
    if (hasSign && receipt?.verdict?.band === "outside") return true;
    return fix.accuracyDm <= rules.trustedAccuracyDm && !isNowhere(fix) && isRepeated(ledger, event.device, head, fix);
  });
}

function suspectDevice(ledger: Ledger, turn: Turn, device: Hash, taps: readonly TapEvent[]): void {
  const ns = taps.map((tap) => tap.n);
  const [first, last] = [Math.min(...ns), Math.max(...ns)];
  const people = new Set(taps.flatMap((tap) => (tap.author === null ? [] : [tap.author])));
  const others = [...new Set([...people].flatMap((person) => devicesOf(ledger, person)))].filter((other) => other !== device);
  const elsewhere = others.slice(0, mostDevices).flatMap((other) => {
    const head = deviceOf(ledger, other)?.headN ?? 0;
    return chainOf(ledger, other, head - near, head);
  });
  let own = chainOf(ledger, device, first - near, last + near);
  let fixes = fixesOf(ledger, [...own, ...elsewhere]);
  if (needsMore(ledger, taps, own, fixes)) {
    own = chainOf(ledger, device, first - far, last + near);
    fixes = fixesOf(ledger, [...own, ...elsewhere]);
  }
  const entries = [...own, ...elsewhere];
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
