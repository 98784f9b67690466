// The simulated world put together from a plan: endpoint, network, devices, people, and the faults that befall them. First everything may go
// wrong, then everything heals and must come to rest. Decides no outcome: that is watch.ts and checks.ts.

import { scopeOf } from "../../src/domain/audience.ts";
import type { Hash } from "../../src/domain/event.ts";
import { deviceOf } from "../../src/endpoint/devices.ts";
import { createInvite, signOf } from "../../src/endpoint/passes.ts";
import { inviteText } from "../../src/protocol/codes.ts";
import { parseAuthorization } from "../../src/protocol/signing.ts";
import type { Journal, Signer } from "../../src/sync/ports.ts";
import type { MemoryState } from "../fixtures/memory-journal.ts";
import { perform } from "./acting.ts";
import { befall, type Scene } from "./befall.ts";
import { createChance } from "./chance.ts";
import { dawn, day, foundCity, hour, minute, people } from "./city.ts";
import { createSimulatedDevice, type DeviceParts, type SimulatedDevice } from "./device.ts";
import { createSimulatedEndpoint, type SimulatedEndpoint } from "./endpoint.ts";
import { createFalseKeys, createFalsePair, createFalseSigner } from "./false-keys.ts";
import { createSimulatedTransport, type Weather } from "./network.ts";
import type { Plan } from "./plan.ts";
import type { Sabotage } from "./sabotage.ts";
import { createSchedule, type Schedule } from "./schedule.ts";
import type { Act } from "./script.ts";
import { createTrace, type Trace } from "./trace.ts";
import { createWatch, type Watch } from "./watch.ts";

export interface World {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly endpoint: SimulatedEndpoint;
  /** Clones among them, after the people's own. */
  readonly devices: readonly SimulatedDevice[];
  readonly clones: ReadonlySet<Hash>;
  readonly watch: Watch;
  readonly trace: Trace;
  readonly counts: Readonly<Record<string, number>>;
  run(): Promise<void>;
  /** Virtual ms from healing to rest; null: it never came to rest. */
  heal(withinMs: number): Promise<number | null>;
  /** Who is not at rest, and why. */
  unrest(): string;
  close(): void;
}

/** Of before receipts were shown again after a rollback. */
const old = (journal: Journal): Journal => ({
  ...journal,
  outbox: async (...of) => (await journal.outbox(...of)).map((carried) => ({ ...carried, receipt: null })),
});

/** What a device may set an event aside for (SY8, SY23). */
const saysUnreadable = (body: string): boolean => /"code":"(malformed|tooLarge|headMismatch)"/.test(body);

const messageOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

export function createWorld(plan: Plan, sabotage: Sabotage | null, keepsLines = 0): World {
  const chance = createChance(`world ${plan.seed}`);
  const schedule = createSchedule(dawn - hour);
  const trace = createTrace(keepsLines);
  const watch = createWatch();
  const counts: Record<string, number> = {};
  const count = (what: string, by = 1): void => {
    counts[what] = (counts[what] ?? 0) + by;
  };
  const note = (who: string, what: string): void => trace.note(schedule.now() - dawn, who, what);
  const weathers = new Map<number, Set<Weather>>();
  const devices: SimulatedDevice[] = [];
  const clones = new Set<Hash>();
  const [liveChance, actingChance, closing] = [chance.fork("live"), chance.fork("acting"), chance.fork("closing")];
  const signers = people.map((_, i) => createFalseSigner(createFalsePair(chance.fork(`key ${i}`))));
  let isHealed = false;

  const endpoint = createSimulatedEndpoint({
    schedule,
    chance: chance.fork("endpoint"),
    keys: createFalseKeys(chance.fork("keys")),
    parts: sabotage?.endpoint ?? {},
    onRows: (woken) => {
      if (!plan.hasLiveLine) return;
      for (const device of devices) {
        const scope = device.isOpen() ? deviceOf(endpoint.ledger, device.device)?.scope : null;
        if (scope?.some((of) => woken.has(of)) === true) schedule.after(liveChance.between(50, 900), () => device.wake("live"));
      }
    },
    onError: (error) => {
      note("endpoint", "broke");
      watch.break("no defect at the endpoint", messageOf(error));
    },
  });

  /** What a device may hold as of now, worked out with the domain's own function whatever the endpoint's parts say. */
  function noteScope(authorization: string): void {
    const of = parseAuthorization(authorization)?.device;
    const { ledger } = endpoint;
    const known = of === undefined ? null : deviceOf(ledger, of);
    if (known === null) return;
    watch.mayHold(known.device, scopeOf(known.device, known.persons, ledger.world, schedule.now(), ledger.world.teamsBelow));
  }
  const answer: SimulatedEndpoint["answer"] = async (path, body, authorization) => {
    noteScope(authorization);
    const reply = await endpoint.answer(path, body, authorization);
    noteScope(authorization);
    const of = parseAuthorization(authorization)?.device;
    if (of !== undefined && reply !== null && saysUnreadable(reply.body)) watch.refused(of);
    note("endpoint", `${path} ${body.length} ${reply?.status ?? "gone"} ${reply?.body.length ?? 0}`);
    return reply;
  };

  function addDevice(index: number, name: string, signer: Signer, state?: MemoryState): SimulatedDevice {
    const own = chance.fork(`device ${name}`);
    const transport = createSimulatedTransport({
      schedule,
      chance: own.fork("network"),
      endpoint: { answer, refuse: endpoint.refuse },
      weather: () => {
        const [now] = weathers.get(index) ?? [];
        return isHealed ? null : (now ?? null);
      },
      onRequest: (path, bytes, weather) => {
        count("requests");
        if (weather !== null) count(`weather ${weather.type}`);
        if (weather?.type === "tooLarge") watch.refused(signer.device);
        note(name, `sends ${path} ${bytes} ${weather?.type ?? ""}`);
      },
      onAnswered: (status) => note(name, `hears ${status}`),
    });
    const isOld = plan.faults.some((fault) => fault.type === "oldVersion" && fault.device === index);
    if (isOld || state !== undefined) watch.forgets(signer.device);
    const swapped: DeviceParts = sabotage?.device ?? {};
    const parts: DeviceParts = isOld
      ? { ...swapped, journal: (journal, store) => old(swapped.journal?.(journal, store) ?? journal) }
      : swapped;
    const device = createSimulatedDevice({
      name,
      schedule,
      chance: own,
      signer,
      transport,
      parts,
      hasLock: plan.hasLock,
      ...(state === undefined ? {} : { state }),
      onWritten: (before, after) => watch.written(name, signer.device, before, after),
      onAttempted: (ids) => watch.attempted(ids),
      onKept: (ids) => {
        for (const id of ids) note(name, `kept ${id}`);
        count("kept", ids.length);
        watch.kept(ids);
      },
      onDied: () => {
        count("devices died");
        note(name, "died");
        // Once it has been started again.
        schedule.after(minute, () => closeLater(device));
      },
      onError: (error) => {
        note(name, "broke");
        watch.break("no defect on a device", `${name}: ${messageOf(error)}`);
      },
    });
    devices.push(device);
    return device;
  }

  const actorOf: Scene["actorOf"] = (index) => ({
    person: people[index]?.person ?? "",
    chance: actingChance,
    signMac: (post) => signOf(endpoint.ledger, post).mac,
    setAside: () =>
      endpoint.ledger.database.all(
        `SELECT e.id, e.hash FROM events e JOIN receipts r ON r.ledger = e.ledger AND r.number = e.number
         WHERE r.judgement = 'quarantined' ORDER BY e.number`,
      ),
  });

  /** Nobody looks at a phone for long; some leave it lying open. */
  function closeLater(device: SimulatedDevice): void {
    const afterMs = closing.happens(0.04) ? closing.between(20, 90) * minute : closing.between(20, 400) * 1000;
    schedule.after(afterMs, () => void (isHealed ? undefined : device.closeAll()));
  }

  function act({ device: index, deed }: Act): void {
    const device = devices[index];
    if (device === undefined || isHealed) return;
    note(device.name, deed.type);
    count(`deed ${deed.type}`);
    closeLater(device);
    void device
      .act((ports, journal) => perform({ ...actorOf(index), ports, journal }, deed))
      .then((isDone) => {
        if (!isDone) count("deeds refused");
      });
  }

  /** The whole browser copied to another phone: two go on from one chain. */
  function clone(index: number): void {
    const [of, signer, shift] = [devices[index], signers[index], plan.shifts[0]];
    if (of === undefined || signer === undefined || shift === undefined || !of.hasJoined() || clones.has(of.device)) return;
    clones.add(of.device);
    const twin = addDevice(index, `${of.name}'s twin`, signer, of.state());
    twin.open();
    closeLater(twin);
    for (const type of ["checkIn", "checkOut"] as const)
      void twin.act((ports, journal) =>
        perform({ ...actorOf(index), ports, journal }, { type, shift: shift.id, post: null, fix: null, hasCode: false }),
      );
  }

  const inviteOf = (index: number): string => inviteText(createInvite(endpoint.ledger, people[index]?.person ?? "", plan.until + 30 * day));
  for (let i = 0; i < plan.devices; i += 1) {
    const [one, signer] = [people[i], signers[i]];
    if (one !== undefined && signer !== undefined) addDevice(i, one.name, signer);
  }

  async function run(): Promise<void> {
    const founding = foundCity(endpoint.ledger, plan.shifts);
    await schedule.runUntil(dawn - 30 * minute);
    await founding;
    await Promise.all([endpoint.sweep(), schedule.runUntil(dawn - 29 * minute)]);
    for (const [i, at] of plan.joins.entries()) {
      const [device, invite] = [devices[i], inviteOf(i)];
      schedule.at(at, () => {
        if (isHealed || device === undefined) return;
        device.join(invite);
        closeLater(device);
      });
    }
    for (let at = dawn; at < plan.until; at += 6 * hour) schedule.at(at, () => void endpoint.sweep());
    for (const one of plan.acts) schedule.at(one.at, () => act(one));
    const scene: Scene = {
      plan,
      schedule,
      endpoint,
      devices,
      weathers,
      watch,
      isHealed: () => isHealed,
      note,
      count,
      closeLater,
      actorOf,
      clone,
    };
    for (const fault of plan.faults) befall(scene, fault);
    await schedule.runUntil(plan.until);
  }

  const unsentOf = (device: SimulatedDevice): number =>
    [...device.state().rows.values()].filter((row) => row.link !== null && (row.receipt === null || row.isForgotten) && !row.isAside)
      .length;
  const isThrough = (device: SimulatedDevice): boolean => device.hasJoined() && unsentOf(device) === 0;
  const counterNow = (): number => endpoint.ledger.database.get<{ counter: number }>("SELECT counter FROM ledgers")?.counter ?? 0;

  async function heal(withinMs: number): Promise<number | null> {
    isHealed = true;
    endpoint.restart();
    for (const [i, device] of devices.entries()) {
      device.setQuota(false);
      if (!device.isOpen()) device.open();
      if (!device.hasJoined()) device.join(inviteOf(i));
      device.wake("open");
    }
    const began = schedule.now();
    let [quietMinutes, before] = [0, counterNow()];
    /** Who has had nothing to do at some moment since the last change. */
    let rested = new Set<SimulatedDevice>();
    while (schedule.now() - began < withinMs) {
      await schedule.runUntil(schedule.now() + minute);
      const counter = counterNow();
      if (counter !== before || !devices.every(isThrough)) [quietMinutes, rested] = [0, new Set()];
      else quietMinutes += 1;
      before = counter;
      for (const device of devices) if (device.isIdle()) rested.add(device);
      // Idle devices look in every 45 to 75 s: after three minutes without a change everybody has looked.
      if (quietMinutes >= 3 && rested.size === devices.length) return schedule.now() - began;
    }
    return null;
  }

  return {
    plan,
    schedule,
    get endpoint() {
      return endpoint;
    },
    devices,
    clones,
    watch,
    trace,
    counts,
    run,
    heal,
    unrest: () =>
      devices
        .filter((device) => !(isThrough(device) && device.isIdle()))
        .map((device) => `${device.name}: ${device.hasJoined() ? device.about() : "has not joined"}, ${unsentOf(device)} unsent`)
        .join("; "),
    close: () => endpoint.close(),
  };
}
