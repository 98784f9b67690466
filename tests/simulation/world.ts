// The simulated world put together from a seed: endpoint, network, devices, people, and the faults that befall them. First everything may go
// wrong, then everything heals and must come to rest. Decides no outcome: that is watch.ts and checks.ts.

import { checkIn } from "../../src/actions/check-in.ts";
import { scopeOf } from "../../src/domain/audience.ts";
import type { Hash } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import { deviceOf } from "../../src/endpoint/devices.ts";
import { appendOwn } from "../../src/endpoint/own-events.ts";
import { createInvite, signOf } from "../../src/endpoint/passes.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { inviteText } from "../../src/protocol/codes.ts";
import { parseAuthorization } from "../../src/protocol/signing.ts";
import type { Journal, Signer, Transport } from "../../src/sync/ports.ts";
import type { MemoryState } from "../fixtures/memory-journal.ts";
import { perform, poisonWith } from "./acting.ts";
import { createChance } from "./chance.ts";
import { dawn, day, foundCity, hour, minute, type PlannedShift, people, plannedShifts, roleOf, team } from "./city.ts";
import { createSimulatedDevice, type DeviceParts, type SimulatedDevice } from "./device.ts";
import { createSimulatedEndpoint, type SimulatedEndpoint } from "./endpoint.ts";
import { createFalseKeys, createFalsePair, createFalseSigner } from "./false-keys.ts";
import { drawFaults, type Fault } from "./faults.ts";
import { createSimulatedTransport, type Weather } from "./network.ts";
import type { Sabotage } from "./sabotage.ts";
import { createSchedule, type Schedule } from "./schedule.ts";
import { type Act, drawScript } from "./script.ts";
import { createTrace, type Trace } from "./trace.ts";
import { createWatch, type Watch } from "./watch.ts";

export interface Plan {
  readonly seed: number;
  readonly devices: number;
  readonly days: number;
  /** When everything heals. */
  readonly until: number;
  readonly shifts: readonly PlannedShift[];
  readonly acts: readonly Act[];
  readonly faults: readonly Fault[];
  readonly hasLock: boolean;
  /** Devices that are open hear at once of news. */
  readonly hasLiveLine: boolean;
  /** When a device joins; the first ones at dawn. */
  readonly joins: readonly number[];
}

export interface World {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly endpoint: SimulatedEndpoint;
  /** Clones among them, after the people's own. */
  readonly devices: readonly SimulatedDevice[];
  readonly clones: ReadonlySet<Hash>;
  readonly watch: Watch;
  readonly trace: Trace;
  readonly counts: Record<string, number>;
  run(): Promise<void>;
  /** Virtual ms from healing to rest; null: it never came to rest. */
  heal(withinMs: number): Promise<number | null>;
  /** Who is not at rest, and why. */
  unrest(): string;
  close(): void;
}

/** Everything that will happen of itself, drawn before it begins. */
export function drawPlan(seed: number): Plan {
  const chance = createChance(`simulation ${seed}`);
  const devices = chance.between(2, people.length);
  const days = chance.pick([1, 1, 1, 2, 2, 4]);
  const shifts = plannedShifts(days);
  const until = dawn + days * day;
  const acts = drawScript(chance.fork("script"), devices, shifts, until);
  const faults = drawFaults(chance.fork("faults"), {
    devices,
    start: dawn,
    until,
    moments: acts.map(({ at }) => at),
    shifts: shifts.filter(({ start }) => start < until),
  });
  const joins = people
    .slice(0, devices)
    .map((_, i) => dawn + (i > 1 && chance.happens(0.2) ? chance.between(30, 20 * 60) * minute : chance.between(0, 20) * minute));
  return { seed, devices, days, until, shifts, acts, faults, hasLock: chance.happens(0.6), hasLiveLine: chance.happens(0.4), joins };
}

export function createWorld(plan: Plan, sabotage: Sabotage | null, keepsLines = 0): World {
  const chance = createChance(`world ${plan.seed}`);
  const schedule = createSchedule(dawn - hour);
  const trace = createTrace(keepsLines);
  const watch = createWatch();
  const counts: Record<string, number> = {};
  const count = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const note = (who: string, what: string): void => trace.note(schedule.now() - dawn, who, what);
  const weathers = new Map<number, Set<Weather>>();
  const devices: SimulatedDevice[] = [];
  const clones = new Set<Hash>();
  let isHealed = false;

  const keys = createFalseKeys(chance.fork("keys"));
  const endpoint = createSimulatedEndpoint({
    schedule,
    chance: chance.fork("endpoint"),
    keys,
    parts: sabotage?.endpoint ?? {},
    onRows: (woken) => {
      if (!plan.hasLiveLine) return;
      const { ledger } = endpoint;
      for (const device of devices) {
        const known = device.isOpen() ? deviceOf(ledger, device.device) : null;
        if (known?.scope?.some((of) => woken.has(of)) !== true) continue;
        schedule.after(liveChance.between(50, 900), () => device.wake("live"));
      }
    },
    onError: (error) => {
      note("endpoint", `broke: ${error instanceof Error ? error.message : String(error)}`);
      watch.break("no defect at the endpoint", error instanceof Error ? (error.stack ?? error.message) : String(error));
    },
  });
  const liveChance = chance.fork("live");

  /** What a device may hold as of now, worked out with the domain's own function whatever the endpoint's parts say. */
  function noteScope(authorization: string): void {
    const of = parseAuthorization(authorization)?.device;
    const { ledger } = endpoint;
    const known = of === undefined ? null : deviceOf(ledger, of);
    if (known === null) return;
    watch.mayHold(known.device, scopeOf(known.device, known.persons, ledger.world, schedule.now(), ledger.world.teamsBelow));
  }
  const watched: SimulatedEndpoint = {
    ...endpoint,
    get ledger() {
      return endpoint.ledger;
    },
    answer: async (path, body, authorization) => {
      noteScope(authorization);
      const reply = await endpoint.answer(path, body, authorization);
      noteScope(authorization);
      note("endpoint", `${path} ${body.length} ${reply?.status ?? "gone"} ${reply?.body.length ?? 0}`);
      return reply;
    },
  };

  function createDevice(index: number, name: string, signer: Signer, state?: MemoryState): SimulatedDevice {
    const own = chance.fork(`device ${name}`);
    const transport: Transport = createSimulatedTransport({
      schedule,
      chance: own.fork("network"),
      endpoint: () => watched,
      weather: () => {
        const [now] = weathers.get(index) ?? [];
        return isHealed ? null : (now ?? null);
      },
      onRequest: (path, bytes, weather) => {
        count("requests");
        if (weather !== null) count(`weather ${weather.type}`);
        note(name, `sends ${path} ${bytes} ${weather?.type ?? ""}`);
      },
      onAnswered: (status) => note(name, `hears ${status}`),
    });
    const isOld = plan.faults.some((fault) => fault.type === "oldVersion" && fault.device === index);
    const parts: DeviceParts = isOld
      ? { ...sabotage?.device, journal: (journal, store) => old(sabotage?.device?.journal?.(journal, store) ?? journal) }
      : (sabotage?.device ?? {});
    return createSimulatedDevice({
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
        counts.kept = (counts.kept ?? 0) + ids.length;
        watch.kept(signer.device, ids);
      },
      onDied: () => {
        count("devices died");
        note(name, "died");
        const died = devices.find((device) => device.name === name);
        // Long after it has been started again.
        if (died !== undefined) schedule.after(minute, () => closeLater(died));
      },
      onError: (error) => {
        note(name, `broke: ${error instanceof Error ? error.message : String(error)}`);
        watch.break("no defect on a device", `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      },
    });
  }

  /** Of before receipts were shown again after a rollback. */
  const old = (journal: Journal): Journal => ({
    ...journal,
    outbox: async (...of) => (await journal.outbox(...of)).map((carried) => ({ ...carried, receipt: null })),
  });

  const signers = people.map((_, i) => createFalseSigner(createFalsePair(chance.fork(`key ${i}`))));
  for (const [i, { name }] of people.slice(0, plan.devices).entries()) {
    const signer = signers[i];
    if (signer !== undefined) devices.push(createDevice(i, name, signer));
  }

  const actorOf = (index: number) => ({
    person: people[index]?.person ?? "",
    chance: actingChance,
    signMac: (post: string) => signOf(endpoint.ledger, post).mac,
  });
  const actingChance = chance.fork("acting");
  const closing = chance.fork("closing");

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

  const ownEvents = (work: (append: <T extends "patched">(type: T, facts: FactsOf[T]) => void) => void): void => {
    if (!endpoint.isUp()) return;
    const { ledger } = endpoint;
    void ledger
      .submit(1, (turn) => {
        work((type, facts) => void appendOwn(ledger, turn, type, facts));
        finishTurn(ledger, turn);
      })
      .catch((error: unknown) => {
        if (endpoint.ledger === ledger && endpoint.isUp()) watch.break("no defect at the endpoint", String(error));
      });
  };
  const headsOf = (kind: "person" | "role" | "shift", id: string) => endpoint.ledger.world.entity(kind, id)?.heads ?? [];

  function bring(fault: Fault): void {
    const happens = (at: number, what: () => void): void =>
      void schedule.at(at, () => {
        if (isHealed) return;
        note("fault", fault.type);
        count(`fault ${fault.type}`);
        what();
      });
    const during = (index: number, from: number, until: number, weather: Weather): void => {
      const set = weathers.get(index) ?? new Set();
      weathers.set(index, set);
      happens(from, () => set.add(weather));
      schedule.at(until, () => {
        if (set.delete(weather) && !isHealed) devices[index]?.wake("online");
      });
    };
    switch (fault.type) {
      case "weather":
        during(fault.device, fault.from, fault.until, fault.weather);
        return;
      case "swizzle":
        for (const { device, from, until } of fault.cuts) during(device, from, until, { type: "cut" });
        return;
      case "endpointDies":
        return happens(fault.at, () => endpoint.die(fault.point));
      case "backedUp":
        return happens(fault.at, () => void endpoint.backUp());
      case "rolledBack":
        return happens(fault.at, () => {
          if (endpoint.isUp() && endpoint.hasBackup()) void endpoint.rollBack(fault.isAnnounced);
        });
      case "deviceDies":
        return happens(fault.at, () => {
          devices[fault.device]?.dieAfter(fault.calls, fault.isLost);
          devices[fault.device]?.wake("manual");
        });
      case "secondPage":
        return happens(fault.at, () => {
          const device = devices[fault.device];
          device?.open();
          if (device !== undefined) closeLater(device);
        });
      case "clockJumps":
        return happens(fault.at, () => devices[fault.device]?.clock.jump(fault.byMs));
      case "diskFull":
        happens(fault.from, () => devices[fault.device]?.setQuota(true));
        schedule.at(fault.until, () => devices[fault.device]?.setQuota(false));
        return;
      case "oldVersion":
        return;
      case "personMoves":
        return happens(fault.at, () =>
          ownEvents((append) =>
            append("patched", { entity: "person", id: fault.person, basis: headsOf("person", fault.person), set: { team: fault.team } }),
          ),
        );
      case "leaderDemoted": {
        const one = people.find(({ name }) => name === fault.name);
        if (one === undefined) return;
        return happens(fault.at, () =>
          ownEvents((append) =>
            append("patched", { entity: "role", id: roleOf(one), basis: headsOf("role", roleOf(one)), set: { ended: true } }),
          ),
        );
      }
      case "lateReference": {
        const base = plan.shifts.find(({ id }) => id.slice(0, 24) === fault.shift.slice(0, 24));
        if (base === undefined) return;
        happens(fault.at, () => act({ at: fault.at, device: fault.device, deed: { type: "look" } }));
        happens(fault.at, () => tapUnheard(fault.device, fault.shift));
        const { squad, start, end, posts } = base;
        return happens(fault.known, () =>
          ownEvents((append) =>
            append("patched", { entity: "shift", id: fault.shift, basis: [], set: { team: team[squad], start, end, posts } }),
          ),
        );
      }
      case "poison":
        return happens(fault.at, () => {
          const [device, shift, another] = [devices[fault.device], plan.shifts[0], people[(fault.device + 1) % people.length]];
          if (device === undefined || shift === undefined || another === undefined) return;
          closeLater(device);
          void device.act((ports, journal) =>
            poisonWith({ ...actorOf(fault.device), ports, journal }, fault.kind, shift.id, another.person),
          );
        });
      case "cloned":
        return happens(fault.at, () => clone(fault.device));
    }
  }

  /** From a paper with the shift's code on it, say. */
  function tapUnheard(index: number, shift: string): void {
    const device = devices[index];
    const person = people[index]?.person;
    if (device === undefined || person === undefined) return;
    void device.act((ports) => checkIn(ports, { person, shift, post: null }));
  }

  /** The whole browser copied to another phone: two go on from one chain. */
  function clone(index: number): void {
    const of = devices[index];
    const signer = signers[index];
    if (of === undefined || signer === undefined || !of.hasJoined() || clones.has(of.device)) return;
    clones.add(of.device);
    const made = createDevice(index, `${of.name}'s twin`, signer, of.state());
    devices.push(made);
    made.open();
    closeLater(made);
    const shift = plan.shifts[0];
    for (const deed of ["checkIn", "checkOut"] as const)
      if (shift !== undefined)
        void made.act((ports, journal) =>
          perform({ ...actorOf(index), ports, journal }, { type: deed, shift: shift.id, post: null, fix: null, hasCode: false }),
        );
  }

  async function run(): Promise<void> {
    const founding = foundCity(endpoint.ledger, plan.shifts);
    await schedule.runUntil(dawn - 30 * minute);
    await founding;
    await Promise.all([endpoint.sweep(), schedule.runUntil(dawn - 29 * minute)]);
    for (const [i, device] of devices.entries()) {
      const person = people[i]?.person ?? "";
      const invite = inviteText(createInvite(endpoint.ledger, person, plan.until + 30 * day));
      const at = plan.joins[i] ?? dawn;
      schedule.at(at, () => {
        if (isHealed) return;
        device.join(invite);
        closeLater(device);
      });
    }
    for (let at = dawn; at < plan.until; at += 6 * hour) schedule.at(at, () => void endpoint.sweep());
    for (const one of plan.acts) schedule.at(one.at, () => act(one));
    for (const fault of plan.faults) bring(fault);
    await schedule.runUntil(plan.until);
  }

  const unsentOf = (device: SimulatedDevice): number =>
    [...device.state().rows.values()].filter((row) => row.link !== null && (row.receipt === null || row.isForgotten) && !row.isAside)
      .length;
  const isAtRest = (): boolean => devices.every((device) => device.hasJoined() && device.isIdle() && unsentOf(device) === 0);
  const counterNow = (): number => endpoint.ledger.database.get<{ counter: number }>("SELECT counter FROM ledgers")?.counter ?? 0;

  async function heal(withinMs: number): Promise<number | null> {
    isHealed = true;
    endpoint.restart();
    for (const [i, device] of devices.entries()) {
      device.setQuota(false);
      if (!device.isOpen()) device.open();
      if (!device.hasJoined() && people[i] !== undefined)
        device.join(inviteText(createInvite(endpoint.ledger, people[i].person, plan.until + 30 * day)));
      device.wake("open");
    }
    const began = schedule.now();
    let still = 0;
    let before = counterNow();
    while (schedule.now() - began < withinMs) {
      await schedule.runUntil(schedule.now() + minute);
      const counter = counterNow();
      still = isAtRest() && counter === before ? still + 1 : 0;
      before = counter;
      // Idle devices look in every 45 to 75 s: after three minutes without a change everybody has looked.
      if (still >= 3) return schedule.now() - began;
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
        .filter((device) => !(device.hasJoined() && device.isIdle() && unsentOf(device) === 0))
        .map((device) => `${device.name}: ${device.hasJoined() ? device.about() : "has not joined"}, ${unsentOf(device)} unsent`)
        .join("; "),
    close: () => endpoint.close(),
  };
}
