// The one path by which anything enters the ledger (X1–X3): number, chain check, judgement, receipt, subjects, projections, audience
// rows, and whatever waited for it. Runs inside a group's transaction; knows no request and no wire.

import type { Event, Hash, Id, Receipt, Verdict } from "../domain/event.ts";
import { rules } from "../domain/rules.ts";
import { heardKey } from "../domain/subjects.ts";
import type { CarriedEvent } from "../protocol/bundle.ts";
import { canonical } from "../protocol/canonical.ts";
import { isPart, type Parts } from "../protocol/chain.ts";
import { datedBy } from "./ages.ts";
import { addRows, audiencesOfQuarantined, audiencesOfStored, audiencesSent, deviceAudience } from "./audience-rows.ts";
import { scansConcerned } from "./badge-verdict.ts";
import { codesConcerned } from "./code-verdict.ts";
import { isVouchedFor } from "./decisions.ts";
import { keepHead } from "./devices.ts";
import { isFromBefore } from "./epoch.ts";
import { eraseFixesOf } from "./erasure.ts";
import type { Turn } from "./group.ts";
import { type Judged, judge } from "./judge.ts";
import { askedAsLead } from "./lead-again.ts";
import type { Ledger } from "./ledger.ts";
import { partHash } from "./node-chain.ts";
import { projectEntity } from "./projections.ts";
import { areParts } from "./readable.ts";
import { conflictReceipt, revise, sealReceipt, writeReceipt } from "./receipts.ts";
import { keepRecord, keptRecord, liftEvent, partsOf, type Record, recordByNumber } from "./records.ts";
import { flawOf, isAwaited, keepLink, keysOf, project, wait } from "./take.ts";
import { touch } from "./touch.ts";
import { verdictOf, withFlags } from "./verdict.ts";

function writeEvent(ledger: Ledger, number: number, carried: CarriedEvent, now: number): void {
  const { event } = carried;
  ledger.database.run(
    `INSERT INTO events (ledger, number, id, device, n, type, event, previous, hash, details_hash, received_at, flaw)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ledger.key,
    number,
    event.id,
    event.device,
    event.n,
    event.type,
    carried.text ?? canonical(event),
    carried.previous,
    carried.hash,
    carried.detailsHash,
    now,
    flawOf(ledger, number, carried),
  );
  for (const [name, part] of Object.entries(carried.parts)) {
    ledger.database.run(
      "INSERT INTO parts (ledger, number, name, hash, salt, value) VALUES (?, ?, ?, ?, ?, ?)",
      ledger.key,
      number,
      name,
      isPart(part) ? partHash(name, part) : part,
      isPart(part) ? part.salt : null,
      isPart(part) ? canonical(part.value) : null,
    );
  }
  keepLink(ledger, carried);
}

/** Everything an accepted event leads to. `also`: audiences beside its own. */
function take(ledger: Ledger, turn: Turn, record: Record, also: readonly string[]): void {
  project(ledger, turn, record, also);
  const event = liftEvent(record.event);
  if (event === null) return;
  notice(ledger, turn, event);
  const { receivedAt, revision } = record.receipt;
  // R12: a release is a correction with a reason and the branch's word, so it is settled however late. It always is a revision.
  const isVouched = revision > 0 && isVouchedFor(ledger.database, ledger.key, event.id, record.hash);
  if (isVouched || receivedAt < turn.now) reopen(ledger, turn, event, isVouched ? 0 : receivedAt);
  if (event.type === "consented" && !event.facts.given && event.author !== null) eraseFixesOf(ledger, event.author);
  if (event.type === "joinDecided") turn.decided.add(event.facts.of);
  ledger.parts.judgeWaiting(ledger, turn, keysOf(event));
  for (const aside of askedAsLead(ledger, event)) judgeAside(ledger, turn, aside);
  if (event.type === "quarantineDecided" && event.facts.decision === "released")
    judgeReleased(ledger, turn, event.facts.of, event.facts.hash);
}

/** R21: what was noticed about a tap stays noticed when the tap is judged again. */
const keepFlags = (before: Verdict | null, now: Verdict | null): Verdict | null =>
  now === null || before?.flags === undefined ? now : withFlags(now, before.flags);

/** So often may somebody change their mind about what they took back. */
const deepest = 20;

/** What else there is to look at before the turn ends. */
function notice(ledger: Ledger, turn: Turn, event: Event): void {
  if (event.type === "positionFixed") turn.located.add(event.id);
  // Also where it is what takes something back that is taken back.
  let of: Event | null = event;
  for (let depth = 0; of?.type === "retracted" && depth < deepest; depth += 1) of = ledger.world.entry(of.facts.of)?.event ?? null;
  const scans = of === null ? [] : scansConcerned(ledger, turn, of);
  for (const code of [...codesConcerned(ledger, event), ...scans]) turn.codes.add(code);
  const dated = datedBy(event);
  if (dated !== null) turn.dated.add(dated);
  if (event.type === "checkedIn" || event.type === "checkedOut") turn.watched.add(event.id);
  if (event.type === "positionFixed" || event.type === "codeSeen") turn.watched.add(event.facts.of);
  if (of?.type === "relocated") turn.relocated.add(of.id);
}

/** X3: whichever of the two came first, the release and what it vouches for end the same. */
function judgeReleased(ledger: Ledger, turn: Turn, id: Id, hash: Hash): void {
  const record = keptRecord(ledger, id);
  if (record?.hash === hash) judgeAside(ledger, turn, record);
}

/** One that was set aside, judged again; whatever does not change stays as it is. */
export function judgeAside(ledger: Ledger, turn: Turn, record: Record): void {
  if (record.receipt.judgement !== "quarantined") return;
  const { event } = record;
  const judged = judge(ledger, record, partsOf(ledger.database, ledger.key, record.number), event.device === ledger.device);
  if (judged.judgement === "quarantined" && judged.problem === record.receipt.problem) return;
  settleReceipt(ledger, turn, revise(ledger, record, judged), judged, [deviceAudience(event.device)]);
}

/** What was heard in time is settled however late it is taken: after waiting for what it names, or after a rollback (X7). */
function reopen(ledger: Ledger, turn: Turn, event: Event, receivedAt: number): void {
  const touched = new Map<Id, Set<Id | null>>();
  touch(ledger, { ...turn, touched }, event);
  for (const id of touched.keys()) {
    const shift = ledger.world.shift(id);
    if (shift !== null && receivedAt <= shift.end + rules.lateUntilMs) turn.closed.add(id);
  }
}

function settleReceipt(ledger: Ledger, turn: Turn, record: Record, judged: Judged, also: readonly string[]): void {
  if (judged.judgement === "stored") take(ledger, turn, record, also);
  else if (judged.judgement === "pending") {
    wait(ledger, record.number, judged.missing);
    addRows(ledger, turn, record.number, record.event.device, also);
  } else addRows(ledger, turn, record.number, record.event.device, [...audiencesOfAside(ledger, record), ...also]);
}

/** Whoever was shown it before too: its author may be another team's by now. */
const audiencesOfAside = (ledger: Ledger, { number, event, receipt }: Pick<Record, "number" | "event" | "receipt">): readonly string[] => [
  ...audiencesOfQuarantined(ledger, event, receipt.problem),
  ...audiencesSent(ledger, number),
];

/** X3: events that waited for one of the keys are judged again. */
export function judgeWaiting(ledger: Ledger, turn: Turn, keys: readonly string[]): void {
  for (const key of keys) {
    if (!isAwaited(ledger, key)) continue;
    const waiting = ledger.database.all<{ number: number }>(
      "SELECT number FROM waiting WHERE ledger = ? AND key = ? ORDER BY number",
      ledger.key,
      key,
    );
    for (const { number } of waiting) {
      const record = recordByNumber(ledger.database, ledger.key, number);
      // Already judged again through another of its keys.
      if (record === null || record.receipt.judgement !== "pending") continue;
      const { event } = record;
      const judged = judge(ledger, record, partsOf(ledger.database, ledger.key, number), event.device === ledger.device);
      ledger.database.run("DELETE FROM waiting WHERE ledger = ? AND number = ?", ledger.key, number);
      const isSame = judged.judgement === "pending" && judged.problem === record.receipt.problem;
      if (isSame) wait(ledger, number, judged.missing);
      else settleReceipt(ledger, turn, revise(ledger, record, judged), judged, [deviceAudience(event.device)]);
    }
  }
}

/** X2: the same event again, perhaps with detail parts we only had as a hash. */
export function complete(ledger: Ledger, turn: Turn, record: Record, parts: Parts): Receipt {
  let hasMore = false;
  for (const [name, part] of Object.entries(parts)) {
    if (!isPart(part)) continue;
    // By hash, not by name: a relay may have misnamed a part it only knew by hash, and the event's hash covers the hashes alone.
    hasMore =
      ledger.database.run(
        "UPDATE parts SET name = ?, salt = ?, value = ? WHERE ledger = ? AND number = ? AND hash = ? AND value IS NULL",
        name,
        part.salt,
        canonical(part.value),
        ledger.key,
        record.number,
        partHash(name, part),
      ) > 0 || hasMore;
  }
  if (!hasMore) return record.receipt;
  const whole = partsOf(ledger.database, ledger.key, record.number);
  const { event, receipt } = record;
  const lifted = liftEvent(event);
  // What waits is judged when what it needs arrives; what was set aside stays so until a person decides.
  if (receipt.judgement !== "stored" || lifted === null) return tell(ledger, turn, revise(ledger, record, receipt));
  const isWhole = areParts(lifted, whole);
  const revised = revise(
    ledger,
    record,
    isWhole
      ? { judgement: "stored", problem: null, verdict: keepFlags(receipt.verdict, verdictOf(ledger, lifted, whole)) }
      : { judgement: "quarantined", problem: "poison", verdict: null },
  );
  if (lifted.type === "patched") projectEntity(ledger, lifted.facts.entity, lifted.facts.id);
  tell(ledger, turn, revised);
  touch(ledger, turn, lifted);
  notice(ledger, turn, lifted);
  return revised.receipt;
}

/** X6: a revision is news to whoever was told of the event before, and to the device that made it. */
function tell(ledger: Ledger, turn: Turn, { number, event, receipt }: Record): Receipt {
  const lifted = liftEvent(event);
  const isStored = receipt.judgement === "stored" && lifted !== null;
  const isAside = receipt.judgement === "quarantined";
  const audiences = isStored
    ? audiencesOfStored(ledger, turn, number, lifted)
    : isAside
      ? audiencesOfAside(ledger, { number, event, receipt })
      : [];
  addRows(ledger, turn, number, event.device, [...audiences, deviceAudience(event.device)]);
  return receipt;
}

/**
 * X7: after a rollback somebody who carries it may bring an event before its own device does, and without what that one was once told: it was
 * received when the earliest receipt of ours says.
 */
function antedate(ledger: Ledger, turn: Turn, record: Record, receivedAt: number): Receipt {
  const revised = revise(ledger, record, { ...record.receipt, receivedAt });
  const lifted = liftEvent(revised.event);
  if (revised.receipt.judgement === "stored" && lifted !== null) {
    if (lifted.type === "patched") projectEntity(ledger, lifted.facts.entity, lifted.facts.id);
    touch(ledger, turn, lifted);
    reopen(ledger, turn, lifted, receivedAt);
  }
  return tell(ledger, turn, revised);
}

/** The same event again: what it brings that we lacked, and what we once answered to it. */
function again(ledger: Ledger, turn: Turn, known: Record, { event, parts }: CarriedEvent, earlier: Receipt | null): Receipt {
  const receipt = ledger.parts.complete(ledger, turn, known, parts);
  if (earlier === null || earlier.receivedAt >= receipt.receivedAt) return receipt;
  return antedate(ledger, turn, keptRecord(ledger, event.id) ?? { ...known, receipt }, earlier.receivedAt);
}

/**
 * X2: another event under an id that is taken. Nothing is lost, the first one's receipt is never touched, and no device is sent
 * it: devices keep events by id.
 */
function setAside(ledger: Ledger, turn: Turn, carried: CarriedEvent): Receipt {
  const known = conflictReceipt(ledger, carried.hash);
  if (known !== null) return known;
  const receipt = sealReceipt(ledger, carried.hash, {
    id: carried.event.id,
    number: turn.next(),
    epoch: ledger.epoch,
    receivedAt: turn.now,
    judgement: "quarantined",
    problem: "conflict",
    verdict: null,
    revision: 0,
  });
  ledger.database.run(
    "INSERT INTO conflicts (ledger, hash, id, device, event, previous, parts, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    ledger.key,
    carried.hash,
    carried.event.id,
    carried.event.device,
    canonical(carried.event),
    carried.previous,
    canonical(carried.parts),
    JSON.stringify(receipt),
  );
  keepHead(ledger, carried.event.device, carried.event.n, carried.hash);
  ledger.parts.judgeWaiting(ledger, turn, [heardKey(carried.event.id, carried.hash)]);
  return receipt;
}

/** Takes in one event whose chain has been verified. `earlier`: our own receipt for it from before a rollback. The caller finishes the turn (settlement.ts) after its last one. */
export function append(ledger: Ledger, turn: Turn, carried: CarriedEvent, earlier: Receipt | null = null): Receipt {
  const { event, parts } = carried;
  const known = keptRecord(ledger, event.id);
  if (known !== null) return known.hash === carried.hash ? again(ledger, turn, known, carried, earlier) : setAside(ledger, turn, carried);
  const number = turn.next();
  // X7: received when it was first received, whatever has been forgotten since.
  const receivedAt = Math.min(earlier?.receivedAt ?? turn.now, turn.now);
  writeEvent(ledger, number, carried, receivedAt);
  const judged = ledger.meter.run("judge", () => judge(ledger, carried, parts, event.device === ledger.device));
  const receipt = sealReceipt(ledger, carried.hash, {
    id: event.id,
    number,
    epoch: ledger.epoch,
    receivedAt,
    judgement: judged.judgement,
    problem: judged.problem,
    verdict: judged.verdict,
    revision: 0,
  });
  writeReceipt(ledger, receipt);
  const record = { number, event, previous: carried.previous, hash: carried.hash, receipt };
  keepRecord(ledger, record);
  ledger.memory.fresh = number;
  // A copy of its device may have pulled what was said of it in the life that is forgotten, and has nothing of its own to ask with.
  settleReceipt(ledger, turn, record, judged, earlier !== null || isFromBefore(ledger, event) ? [deviceAudience(event.device)] : []);
  ledger.parts.judgeWaiting(ledger, turn, [heardKey(event.id, carried.hash)]);
  return receipt;
}
