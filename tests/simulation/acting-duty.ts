// The deeds of script-duty.ts through the real actions, from what the device itself knows. Decides no rule: what a right or a reason lacks is
// the endpoint's to say.

import { answer, yesTo } from "../../src/actions/answer.ts";
import { askMakeup } from "../../src/actions/ask-makeup.ts";
import { bindTaps } from "../../src/actions/bind-tap.ts";
import { checkIn, checkOut } from "../../src/actions/check-in.ts";
import { acceptClaims, claimPlace } from "../../src/actions/claim.ts";
import { correct } from "../../src/actions/correct.ts";
import { takeLeave } from "../../src/actions/leave.ts";
import { patchEntity } from "../../src/actions/patch.ts";
import { draft, record } from "../../src/actions/record.ts";
import { retract } from "../../src/actions/retract.ts";
import { foldEntity } from "../../src/domain/entity.ts";
import { type Entry, entriesOf, type Id } from "../../src/domain/event.ts";
import type { Shift } from "../../src/domain/roster.ts";
import { subject } from "../../src/domain/subjects.ts";
import type { Journal } from "../../src/sync/ports.ts";
import type { Actor } from "./acting.ts";
import type { DutyDeed } from "./script-duty.ts";

const newest = (entries: readonly Entry[]): Entry | null => [...entries].sort((a, b) => (a.event.id < b.event.id ? -1 : 1)).pop() ?? null;

/** Nobody has said yes or no to it, as far as this device knows. */
async function waiting(journal: Journal, asked: readonly Entry[]): Promise<readonly Entry[]> {
  const answers = entriesOf(await journal.entries(asked.map(({ event }) => subject.about(event.id))), "answered");
  return asked.filter(({ event }) => !answers.some((one) => one.event.facts.of === event.id));
}

async function answerAll({ ports, journal, person, chance }: Actor, shift: Id): Promise<void> {
  const requests = await journal.entries([subject.requests(shift)]);
  const claims = await journal.entries([subject.claims(shift)]);
  const open = (await waiting(journal, [...requests, ...claims])).filter(({ event }) => event.author !== person);
  for (const { event } of open) {
    if (event.type === "claimed" && event.author !== null)
      await acceptClaims(ports, person, [{ claim: event.id, shift, person: event.author, post: event.facts.post }]);
    else if (chance.happens(0.75)) await answer(ports, person, [yesTo(event.id)]);
    else await answer(ports, person, [{ of: event.id, accepted: false, start: null, end: null, reason: "不在场" }]);
  }
}

async function bindLoose({ ports, journal, person, chance }: Actor, shift: Shift): Promise<void> {
  const loose = await journal.entriesWithin(subject.unbound(""));
  const near = loose.filter(({ event }) => Math.abs(event.wallTime - shift.start) < 3 * 3_600_000 && event.author !== null);
  if (near.length === 0) return;
  const { event } = chance.pick(near);
  if (event.author !== null)
    await bindTaps(ports, person, { taps: [event.id], person: event.author, shift: shift.id, post: shift.posts[0] ?? null });
}

export async function performDuty(actor: Actor, deed: DutyDeed, shift: Shift): Promise<void> {
  const { ports, journal, person } = actor;
  switch (deed.type) {
    case "takeLeave":
      await takeLeave(ports, person, shift.id, actor.chance.happens(0.4), { reason: "有事" });
      return;
    case "askMakeup":
      await askMakeup(ports, person, { shift: shift.id, person, post: null, start: deed.from, end: deed.to, reason: "忘了签退" });
      return;
    case "appeal":
      await record(ports, [draft(ports, person, "appealed", { shift: shift.id }, { reason: "我到了" })]);
      return;
    case "answer":
      return answerAll(actor, shift.id);
    case "spotCheck":
      await record(ports, [draft(ports, person, "spotChecked", { shift: shift.id, person: deed.person, post: null, here: deed.here })]);
      return;
    case "substitute": {
      const facts = { shift: shift.id, person: deed.person, post: null, state: "present" as const, at: null, basis: [], bulk: false };
      await record(ports, [draft(ports, person, "marked", { ...facts, insteadOf: deed.insteadOf })]);
      return;
    }
    case "tapLoose":
      await (deed.isIn ? checkIn : checkOut)(ports, { person, shift: null, post: deed.post });
      return;
    case "bind":
      return bindLoose(actor, shift);
    case "offer": {
      const entity = foldEntity("shift", shift.id, await journal.entries([subject.entity("shift", shift.id)]));
      await patchEntity(ports, person, { entity: "shift", id: shift.id, basis: entity?.heads ?? [], set: { offered: "branch" } });
      return;
    }
    case "claim":
      await claimPlace(ports, person, { shift: shift.id, post: shift.posts[0] ?? null, agrees: null });
      return;
    case "correct": {
      const isPresent = deed.state === "present";
      const known = entriesOf(await journal.entries([subject.dutyOf(shift.id, deed.person)]), "corrected");
      const times = { start: isPresent ? shift.start : null, end: isPresent ? shift.end - 300_001 : null };
      const facts = { shift: shift.id, person: deed.person, state: deed.state, ...times, basis: known.map(({ event }) => event.id) };
      await correct(ports, person, [{ facts, reason: "查过了", answers: [] }]);
      return;
    }
    case "takeBackAgain": {
      const all = [...(await journal.entriesWithin(`${subject.duty(shift.id)}/`)), ...(await journal.entriesWithin(subject.about("")))];
      const own = newest(
        all.filter(({ event }) => event.author === person && ["retracted", "answered", "leaveTaken"].includes(event.type)),
      );
      if (own !== null) await retract(ports, person, [own.event.id]);
      return;
    }
  }
}
