// The exported events sorted out for counting: what lives, shifts, who was placed, what bears on whom. Shares nothing with src/.

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** R20 */
export const rawTime = (event) => event.wallTime + (event.anchor === null ? 0 : event.anchor.serverTime - event.anchor.wallTimeThen);
export const timeOf = (event) => Math.floor(rawTime(event) / second) * second;
/** Of two words the later holds: by corrected time, never later than the endpoint heard it; then by id. */
const orderOf = (event) => Math.min(rawTime(event), event.receivedAt);
export const newest = (list) =>
  list.reduce((best, one) => {
    if (best === null) return one;
    const later = orderOf(one) - orderOf(best);
    return later > 0 || (later === 0 && one.id > best.id) ? one : best;
  }, null);

/** Events that count: stored ones, by id, with what the receipt says of them. */
export function readExport(text) {
  const [head, ...lines] = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  if (head?.format !== 1) throw new Error("this is no export of 到岗 in a format known here");
  const events = lines
    .filter(({ receipt }) => receipt.judgement === "stored")
    .map(({ event, receipt }) => ({ ...event, receivedAt: receipt.receivedAt, verdict: receipt.verdict }));
  return { head, events };
}

/** R19: what its own author took back is gone, unless the taking back was itself taken back. */
function withoutRetracted(events) {
  const byId = new Map(events.map((event) => [event.id, event]));
  const against = new Map();
  for (const event of events)
    if (event.type === "retracted" && event.author !== null && byId.get(event.facts.of)?.author === event.author)
      against.set(event.facts.of, [...(against.get(event.facts.of) ?? []), event.id]);
  const isGone = (id, passed = []) => (against.get(id) ?? []).some((by) => !passed.includes(by) && !isGone(by, [...passed, by]));
  return events.filter((event) => !isGone(event.id));
}

/** Field by field the newest patch that no other patch of the field has seen. */
function entitiesOf(events, kind) {
  const patches = events.filter((event) => event.type === "patched" && event.facts.entity === kind);
  const entities = new Map();
  for (const id of new Set(patches.map((event) => event.facts.id))) {
    const own = patches.filter((event) => event.facts.id === id);
    const entity = { id };
    for (const field of new Set(own.flatMap((event) => Object.keys(event.facts.set)))) {
      const setting = own.filter((event) => field in event.facts.set);
      const seen = new Set(setting.flatMap((event) => event.facts.basis.filter((basis) => basis !== event.id)));
      entity[field] = newest(setting.filter((event) => !seen.has(event.id))).facts.set[field];
    }
    entities.set(id, entity);
  }
  return entities;
}

/** Everything needed later, sorted out once. */
export function createBook(text) {
  const { head, events: all } = readExport(text);
  const events = withoutRetracted(all);
  const shifts = entitiesOf(events, "shift");
  const people = entitiesOf(events, "person");
  /** R22a: a walk-in stands for the person they turned out to be. */
  const standsFor = (id) => {
    const passed = [];
    let at = id;
    while (at !== null && !passed.includes(at)) {
      passed.push(at);
      at = people.get(at)?.mergedInto ?? null;
    }
    return at === null ? passed[passed.length - 1] : passed.slice(passed.indexOf(at)).sort()[0];
  };
  const own = events.map((event) => ({
    ...event,
    author: event.author === null ? null : standsFor(event.author),
    facts: {
      ...event.facts,
      ...(typeof event.facts.person === "string" && event.type !== "patched" ? { person: standsFor(event.facts.person) } : {}),
      ...(typeof event.facts.insteadOf === "string" ? { insteadOf: standsFor(event.facts.insteadOf) } : {}),
      ...(Array.isArray(event.facts.absent) ? { absent: event.facts.absent.map(standsFor) } : {}),
    },
  }));
  const ofType = new Map();
  for (const event of own) ofType.set(event.type, [...(ofType.get(event.type) ?? []), event]);
  const of = (type) => ofType.get(type) ?? [];
  const group = (list, keyOf) => {
    const groups = new Map();
    for (const one of list) {
      const key = keyOf(one);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(one);
    }
    return (key) => groups.get(key) ?? [];
  };
  const released = new Set(of("released").flatMap(({ facts }) => facts.of.map((id) => `${facts.shift} ${facts.person} ${id}`)));
  const placed = of("placed").filter(({ id, facts }) => !released.has(`${facts.shift} ${facts.person} ${id}`));
  const both = ({ facts, author }) => `${facts.shift} ${facts.person ?? author}`;
  return {
    head,
    shifts,
    standsFor,
    placedOn: group(placed, ({ facts }) => facts.person),
    placedAt: group(placed, ({ facts }) => facts.shift),
    taps: [...of("checkedIn"), ...of("checkedOut")],
    tapsBy: group([...of("checkedIn"), ...of("checkedOut")], ({ author }) => author),
    bindingsOf: group(of("tapBound"), ({ facts }) => facts.of),
    evidenceOf: group([...of("positionFixed"), ...of("codeSeen")], ({ facts }) => facts.of),
    badges: group(of("badgeSeen"), both),
    badgesOn: group(of("badgeSeen"), ({ facts }) => facts.shift),
    marks: group(of("marked"), both),
    marksOn: group(of("marked"), ({ facts }) => facts.shift),
    closings: group(of("dutyClosed"), ({ facts }) => facts.shift),
    leaves: group(of("leaveTaken"), both),
    makeups: group(of("makeupAsked"), both),
    answersTo: group(of("answered"), ({ facts }) => facts.of),
    corrections: group(of("corrected"), both),
    settlements: group(of("settled"), both),
  };
}
