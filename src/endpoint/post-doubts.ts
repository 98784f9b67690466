// DOMAIN.md section 7: a new post whose first ten check-ins lie elsewhere is doubted, once per drawing of the post, in the transaction
// that takes the fix. Only the endpoint holds raw fixes (R25); what leaves here is the judgement of domain/post-doubt.ts.

import { correctedTime, startOfDay } from "../domain/clock.ts";
import { fieldOf, headOf } from "../domain/entity.ts";
import type { Datum, Geometry } from "../domain/entity-fields.ts";
import { type EventOf, entriesOf, type Id } from "../domain/event.ts";
import type { Fix } from "../domain/facts.ts";
import { doubting, doubtPost, type FixOfPerson, type Reading } from "../domain/post-doubt.ts";
import type { Post } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { isUsableFix } from "../domain/survey.ts";
import { ancestorsOf } from "../domain/world.ts";
import { isPart } from "../protocol/chain.ts";
import { fromWgs84, mapGeometry, toWgs84 } from "../protocol/datum.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { entriesUnder, keptRecord, partsOf, recordsUnder, subjectsWithin } from "./records.ts";

/** Past that a post is not new any more, and the first raw fixes are soon erased (R40). */
const newForMs = 60 * 86_400_000;
const halfDayMs = 43_200_000;

/** Shifts that may have had people at the post since it was drawn so: of its team, those above and those below; by start. */
function shiftsAt(ledger: Ledger, post: Post, since: number, until: number): readonly Id[] {
  if (post.team === null) return [];
  const teams = [...new Set([...ledger.world.teamsBelow(post.team), ...ancestorsOf(ledger.world, post.team)])];
  return ledger.database
    .all<{ id: Id }>(
      `SELECT id FROM entities WHERE ledger = ? AND kind = 'shift' AND team IN (${teams.map(() => "?").join(", ")})
       AND start >= ? AND start <= ? ORDER BY start, id`,
      ledger.key,
      ...teams,
      since - halfDayMs,
      until + halfDayMs,
    )
    .map(({ id }) => id)
    .filter((id) => ledger.world.shift(id)?.posts.includes(post.id) === true);
}

interface Located extends FixOfPerson {
  readonly at: number;
}

/** The raw fix of a check-in, judged against that drawing of the post; null where there is none, or none any more. */
function fixOf(ledger: Ledger, tap: EventOf<"checkedIn">, version: Id): Located | null {
  for (const { event, receipt } of recordsUnder(ledger.database, ledger.key, subject.about(tap.id))) {
    if (event.type !== "positionFixed" || receipt.judgement !== "stored" || receipt.verdict?.postVersion !== version) continue;
    const part = partsOf(ledger.database, ledger.key, receipt.number).fix;
    if (tap.author === null || part === undefined || !isPart(part)) continue;
    const fix = part.value as Fix;
    if (isUsableFix(fix, rules) && Math.abs(fix.at - tap.wallTime) <= rules.fixWithinMs)
      return { person: tap.author, fix, at: correctedTime(tap) };
  }
  return null;
}

/** The first ten, one a person and day. */
function firstFixes(ledger: Ledger, post: Post, version: Id, since: number, until: number): readonly FixOfPerson[] {
  const fixes: Located[] = [];
  const seen = new Set<string>();
  for (const shift of shiftsAt(ledger, post, since, until)) {
    const keys = subjectsWithin(ledger.database, ledger.key, `${subject.duty(shift)}/`).map((person) => subject.dutyOf(shift, person));
    const located = entriesOf(entriesUnder(ledger.database, ledger.key, keys), "checkedIn")
      .map(({ event }) => fixOf(ledger, event, version))
      .filter((it): it is Located => it !== null)
      .sort((a, b) => a.at - b.at);
    for (const it of located) {
      const day = `${it.person}/${startOfDay(it.at, rules)}`;
      if (!seen.has(day)) fixes.push(it);
      seen.add(day);
    }
    if (fixes.length >= doubting.checkIns) break;
  }
  return fixes.slice(0, doubting.checkIns);
}

/** What was typed, read in every datum but the one it was taken for. */
function readingsOf(geometry: Geometry, taken: Datum): readonly Reading[] {
  const typed = mapGeometry(geometry, (at) => fromWgs84(at, taken));
  return (["wgs84", "gcj02", "bd09"] as const)
    .filter((datum) => datum !== taken)
    .map((datum) => ({ datum, geometry: mapGeometry(typed, (at) => toWgs84(at, datum)) }));
}

const isDoubted = (ledger: Ledger, post: Id, version: Id): boolean =>
  entriesOf(entriesUnder(ledger.database, ledger.key, [subject.doubtsOf(post)]), "postDoubted").some(
    ({ event }) => event.facts.postVersion === version,
  );

function considerPost(ledger: Ledger, turn: Turn, post: Post, version: Id): void {
  const entity = ledger.world.entity("post", post.id);
  if (entity === null || post.shape === null || post.shape.version !== version || post.closed) return;
  const since = headOf(entity, "geometry")?.at ?? 0;
  if (turn.now - since > newForMs || isDoubted(ledger, post.id, version)) return;
  const { geometry } = post.shape;
  const fixes = firstFixes(ledger, post, version, since, turn.now);
  const doubt = doubtPost(post.shape, fixes, readingsOf(geometry, fieldOf(entity, "sourceDatum", "wgs84")), rules);
  if (doubt !== null) appendOwn(ledger, turn, "postDoubted", { post: post.id, postVersion: version, ...doubt });
}

/** Looks at every post near which, but not at which, a fix of this turn lies. Honest posts cost nothing: their fixes are near. */
export function doubtPosts(ledger: Ledger, turn: Turn): void {
  const located = [...turn.located];
  turn.located.clear();
  const posts = new Map<Id, Id>();
  for (const id of located) {
    const verdict = keptRecord(ledger, id)?.receipt.verdict ?? null;
    if (verdict === null || verdict.postVersion === null || verdict.distanceDm === null) continue;
    if (verdict.distanceDm < doubting.nearDm || verdict.distanceDm > doubting.farDm) continue;
    const drawn = ledger.world.entry(verdict.postVersion)?.event;
    if (drawn?.type === "patched" && drawn.facts.entity === "post") posts.set(drawn.facts.id, verdict.postVersion);
  }
  for (const [id, version] of posts) {
    const post = ledger.world.post(id);
    if (post !== null) considerPost(ledger, turn, post, version);
  }
}
