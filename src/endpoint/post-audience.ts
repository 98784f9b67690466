// R25: what the 点长 of a post is sent: who stands there on that shift, their names, and how they attend. Only while such a role is known, and
// only what concerns the people of that post; whoever moves there brings what was said of them before. Decides no right.

import { type Audience, postAudience } from "../domain/audience.ts";
import type { Event, Id } from "../domain/event.ts";
import { targetOf } from "../domain/owners.ts";
import { dutyTold, isPostLead } from "../domain/post-lead.ts";
import { subject } from "../domain/subjects.ts";
import { ancestorsOf } from "../domain/world.ts";
import { addRows, audiencesSent, ensureAudience } from "./audience-rows.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { liftEvent, recordsUnder } from "./records.ts";

/** Posts of the shift that have a 点长, or had one: what was sent once is kept up to date. */
function ledPosts({ world }: Ledger, id: Id): readonly Id[] {
  const shift = world.shift(id);
  if (shift === null) return [];
  const roles = ancestorsOf(world, shift.team).flatMap((team) => world.idsOf("role", "team", team));
  return [
    ...new Set(
      roles.flatMap((one) => {
        const role = world.role(one);
        return role !== null && isPostLead(role) && role.shift === id ? [role.post] : [];
      }),
    ),
  ];
}

/** What an event about another one is in the end about, a few steps down. */
function told(ledger: Ledger, event: Event): ReturnType<typeof dutyTold> {
  let at: Event | null = event;
  for (let depth = 0; at !== null && depth < 20; depth += 1) {
    const duty = dutyTold(at);
    if (duty !== null) return duty;
    const target = targetOf(at);
    at = target === null ? null : (ledger.world.entry(target)?.event ?? null);
  }
  return null;
}

/** Audiences of posts for an accepted event; none nearly always. */
export function postAudiences(ledger: Ledger, event: Event): readonly Audience[] {
  // Taken off a post: whoever was shown them there is told.
  if (event.type === "released") {
    const { shift, of } = event.facts;
    const led = ledPosts(ledger, shift);
    if (led.length === 0) return [];
    const posts = of.flatMap((id) => {
      const placed = ledger.world.entry(id)?.event;
      return placed?.type === "placed" && placed.facts.post !== null && led.includes(placed.facts.post) ? [placed.facts.post] : [];
    });
    return posts.map((post) => postAudience(shift, post));
  }
  const duty = told(ledger, event);
  if (duty === null) return [];
  const led = ledPosts(ledger, duty.shift);
  if (led.length === 0) return [];
  const placed = ledger.world.placements(duty.shift).get(duty.person)?.post ?? null;
  return led.filter((post) => post === duty.where || post === placed).map((post) => postAudience(duty.shift, post));
}

/** Rows for everything said so far of this person's duty on the shift, in an audience it is not in yet. */
function ensureDuty(ledger: Ledger, turn: Turn, shift: Id, person: Id, of: Audience, except: Id | null): void {
  ensureAudience(ledger, turn, "person", person, [of], except);
  const under = (key: string) => recordsUnder(ledger.database, ledger.key, key);
  const placements = under(subject.placements(shift)).filter(
    ({ event }) => (event.facts as { readonly person?: unknown }).person === person,
  );
  let records = [...placements, ...under(subject.dutyOf(shift, person))];
  for (let depth = 0; records.length > 0 && depth < 20; depth += 1) {
    for (const { number, event: raw, receipt } of records) {
      const event = liftEvent(raw);
      if (event === null || receipt.judgement !== "stored" || event.id === except || audiencesSent(ledger, number).includes(of)) continue;
      if (event.type === "released" || told(ledger, event) !== null) addRows(ledger, turn, number, raw.device, [of]);
    }
    records = records.flatMap(({ event }) => under(subject.about(event.id)));
  }
}

/** What else those who see these posts need: of a new 点长 everything about the post, of somebody new at the post everything about them. */
export function ensurePosts(ledger: Ledger, turn: Turn, event: Event, audiences: readonly Audience[]): void {
  if (event.type === "patched" && event.facts.entity === "role") {
    const role = ledger.world.role(event.facts.id);
    if (role === null || !isPostLead(role)) return;
    const of = postAudience(role.shift, role.post);
    for (const person of peopleAt(ledger, role.shift, role.post)) ensureDuty(ledger, turn, role.shift, person, of, event.id);
    return;
  }
  if (event.type === "released") return;
  const duty = audiences.length === 0 ? null : told(ledger, event);
  if (duty !== null) for (const of of audiences) ensureDuty(ledger, turn, duty.shift, duty.person, of, event.id);
}

/** Placed there, or said to be there by a tap or a mark. */
function peopleAt(ledger: Ledger, shift: Id, post: Id): ReadonlySet<Id> {
  const people = new Set([...ledger.world.placements(shift).values()].filter((one) => one.post === post).map(({ person }) => person));
  const from = subject.dutyOf(shift, "");
  const said = ledger.database.all<{ subject: string }>(
    "SELECT DISTINCT subject FROM subjects WHERE ledger = ? AND subject > ? AND subject < ?",
    ledger.key,
    from,
    `${from.slice(0, -1)}0`,
  );
  for (const { subject: key } of said) {
    const person = key.slice(from.length);
    const isHere = recordsUnder(ledger.database, ledger.key, key).some(({ event: raw, receipt }) => {
      const event = liftEvent(raw);
      const duty = event === null || receipt.judgement !== "stored" ? null : dutyTold(event);
      return duty !== null && duty.person === person && duty.where === post;
    });
    if (isHere) people.add(person);
  }
  return people;
}
