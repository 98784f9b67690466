// The deeds of script-badges.ts through the real actions, from what the tablet itself knows: a badge it knows to be cancelled is not recorded, a
// 未到 of its own is taken back. Decides no rule: what a scan is worth is the endpoint's to say.

import { retract } from "../../src/actions/retract.ts";
import { revokeBadge } from "../../src/actions/revoke-badge.ts";
import { seeBadge } from "../../src/actions/see-badge.ts";
import { entriesOf, type Id } from "../../src/domain/event.ts";
import { livingOf } from "../../src/domain/living.ts";
import { rules } from "../../src/domain/rules.ts";
import { subject } from "../../src/domain/subjects.ts";
import { badgeText, parseBadge } from "../../src/protocol/badge.ts";
import type { Actor } from "./acting.ts";
import { idOf, type PlannedShift } from "./city.ts";
import type { BadgeDeed } from "./script-badges.ts";

async function livingUnder({ journal }: Actor, subjects: readonly string[]) {
  const known = await journal.entries(subjects);
  return livingOf([...known, ...(await journal.entries(known.map(({ event }) => subject.about(event.id))))]);
}

async function scan(
  actor: Actor,
  { shift, person, expires, isForged }: Extract<BadgeDeed, { type: "scan" }>,
  start: number,
): Promise<void> {
  const { ports, journal, person: leader, badgeSignature } = actor;
  const signature = isForged ? idOf("forged").repeat(4) : badgeSignature(person, expires);
  // As it stands on the paper, and as it is read.
  const badge = parseBadge(badgeText({ person, expires, signature }));
  if (badge === null) throw new Error("a badge that cannot be read");
  const now = ports.clock.now();
  const revoked = (await livingUnder(actor, [subject.revokedOf(person)])).of("badgeRevoked");
  const isRefused = badge.expires <= now || revoked.some(({ event }) => event.facts.until >= badge.expires);
  if (isRefused && !actor.chance.happens(0.1)) return;
  const marks = (await livingUnder(actor, [subject.dutyOf(shift, person)]))
    .of("marked")
    .filter(({ event }) => event.facts.person === person);
  const seen = new Set(marks.flatMap(({ event }) => event.facts.basis));
  const isOwnAbsent = ({ event }: (typeof marks)[number]): boolean =>
    !seen.has(event.id) && event.facts.state === "absent" && event.author === leader;
  const isKnown = (await journal.entries([subject.entity("shift", shift)])).length > 0;
  if (!isKnown) return;
  await seeBadge(ports, leader, {
    shift,
    person: badge.person,
    post: null,
    expires: badge.expires,
    signature: badge.signature,
    overrules: marks.filter(isOwnAbsent).map(({ event }) => event.id),
    lateAt: now > start + rules.graceMs ? now : null,
  });
}

export async function performBadge(actor: Actor, deed: BadgeDeed, shifts: readonly PlannedShift[]): Promise<void> {
  const { ports, journal, person } = actor;
  switch (deed.type) {
    case "scan": {
      const start = shifts.find(({ id }) => id === deed.shift)?.start ?? 0;
      return scan(actor, deed, start);
    }
    case "revokeBadge": {
      const known = entriesOf(await journal.entries([subject.revokedOf(deed.person)]), "badgeRevoked");
      const until = Math.max(0, ...known.map(({ event }) => event.facts.until));
      await revokeBadge(ports, person, { person: deed.person, reason: "丢了", until, now: ports.clock.now() });
      return;
    }
    case "takeBackBadge": {
      const prefix = deed.of === "badgeSeen" ? "duty:" : subject.revokedOf("");
      const own = (await journal.entriesWithin(prefix)).filter(({ event }) => event.author === person && event.type === deed.of);
      const ids: readonly Id[] = own.map(({ event }) => event.id).sort();
      const of = ids[ids.length - 1];
      if (of !== undefined) await retract(ports, person, [of]);
      return;
    }
  }
}
