// The simulated world put together from a plan: endpoint, network, devices, people, and the faults that befall them. First everything may go
// wrong, then everything heals and must come to rest. Decides no outcome: that is watch.ts and checks.ts.

import { scopeOf } from "../../src/domain/audience.ts";
import type { Hash } from "../../src/domain/event.ts";
import { deviceOf } from "../../src/endpoint/devices.ts";
import { createInvite, signOf } from "../../src/endpoint/passes.ts";
import { badgeMessage } from "../../src/protocol/badge.ts";
import { inviteText } from "../../src/protocol/codes.ts";
import { parseAuthorization } from "../../src/protocol/signing.ts";
import type { Signer } from "../../src/sync/ports.ts";
import type { MemoryState } from "../fixtures/memory-journal.ts";
import { perform } from "./acting.ts";
import { befall, type Scene } from "./befall.ts";
import { createChance } from "./chance.ts";
import { dawn, day, foundCity, hour, minute, people } from "./city.ts";
import { createSimulatedDevice, type SimulatedDevice } from "./device.ts";
import { createSimulatedEndpoint, type SimulatedEndpoint } from "./endpoint.ts";
import { createFalseKeys, createFalsePair, createFalseSigner } from "./false-keys.ts";
import { createHanding } from "./handing.ts";
import { createHealing, type Healing } from "./healing.ts";
import { createSimulatedTransport, type Weather } from "./network.ts";
import type { Plan } from "./plan.ts";
import type { Sabotage } from "./sabotage.ts";
import { createSchedule, type Schedule } from "./schedule.ts";
import type { Act } from "./script.ts";
import { createTrace, type Trace } from "./trace.ts";
import { createWatch, type Watch } from "./watch.ts";
import { messageOf, partsOf, saysUnreadable, smallPages } from "./world-parts.ts";

export interface World extends Healing {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly endpoint: SimulatedEndpoint;
  /** Clones among them, after the people's own. */
  readonly devices: readonly SimulatedDevice[];
  /** Copied, or begun once more without what it had: two of a kind may stand in one chain. */
  readonly forked: ReadonlySet<Hash>;
  readonly watch: Watch;
  readonly trace: Trace;
  readonly counts: Readonly<Record<string, number>>;
  run(): Promise<void>;
  close(): void;
}

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
  const forked = new Set<Hash>();
  const [liveChance, actingChance, closing] = [chance.fork("live"), chance.fork("acting"), chance.fork("closing")];
  const signers = people.map((_, i) => createFalseSigner(createFalsePair(chance.fork(`key ${i}`))));
  const keys = createFalseKeys(chance.fork("keys"));
  let isHealed = false;

  const endpoint = createSimulatedEndpoint({
    schedule,
    chance: chance.fork("endpoint"),
    keys,
    parts: { ...(plan.pageEvents === null ? {} : smallPages(plan.pageEvents)), ...sabotage?.endpoint },
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
  /** Devices that have joined and not heard of everything yet. */
  const between = new Set<Hash>();
  function notePage(path: string, of: Hash, hasMore: boolean): void {
    if (!hasMore) between.delete(of);
    else if (path === "/api/enrolments") {
      count("joins in pages");
      between.add(of);
    }
  }
  const answer: SimulatedEndpoint["answer"] = async (path, body, authorization) => {
    noteScope(authorization);
    const reply = await endpoint.answer(path, body, authorization);
    noteScope(authorization);
    const of = parseAuthorization(authorization)?.device;
    if (of !== undefined && reply !== null && saysUnreadable(reply.body)) watch.refused(of);
    if (of !== undefined && reply !== null) notePage(path, of, reply.body.includes('"more":true'));
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
      onAnswered: (status) => {
        if (status === 0 && between.has(signer.device)) count("lost between pages");
        note(name, `hears ${status}`);
      },
    });
    const isOld = plan.faults.some((fault) => fault.type === "oldVersion" && fault.device === index);
    if (isOld || state !== undefined) watch.forgets(signer.device);
    const parts = partsOf(sabotage?.device ?? {}, isOld);
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
        if (between.has(signer.device)) count("died between pages");
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
    badgeSignature: (person, expires) => keys.sign(endpoint.ledger.privateJwk, badgeMessage(endpoint.ledger.id, person, expires)),
    shifts: plan.shifts,
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

  const handOver = createHanding({
    schedule,
    chance: chance.fork("handing"),
    devices,
    signers,
    keys,
    watch,
    note,
    count,
    closeLater,
  });

  function act({ device: index, deed }: Act): void {
    const device = devices[index];
    if (device === undefined || isHealed) return;
    note(device.name, deed.type);
    count(`deed ${deed.type}`);
    closeLater(device);
    if (deed.type === "handOver") return void handOver(index, deed);
    void device
      .act((ports, journal) => perform({ ...actorOf(index), ports, journal }, deed))
      .then((isDone) => {
        if (!isDone) count("deeds refused");
      });
  }

  /** The whole browser copied to another phone: two go on from one chain. */
  function clone(index: number): void {
    const [of, signer, shift] = [devices[index], signers[index], plan.shifts[0]];
    if (of === undefined || signer === undefined || shift === undefined || !of.hasJoined() || forked.has(of.device)) return;
    forked.add(of.device);
    const twin = addDevice(index, `${of.name}'s twin`, signer, of.state());
    twin.open();
    closeLater(twin);
    for (const type of ["checkIn", "checkOut"] as const)
      void twin.act((ports, journal) =>
        perform({ ...actorOf(index), ports, journal }, { type, shift: shift.id, post: null, fix: null, hasCode: false }),
      );
  }

  /** The browser has lost everything but the key (device/key-copy.ts). */
  function loseStorage(index: number): void {
    const device = devices[index];
    if (device === undefined || !device.hasJoined()) return;
    forked.add(device.device);
    const own = [...device.state().rows.values()].filter(({ link }) => link !== null);
    watch.lost(
      device.device,
      own.map(({ event }) => event.id),
    );
    device.loseStorage();
    closeLater(device);
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
      loseStorage,
    };
    for (const fault of plan.faults) befall(scene, fault);
    await schedule.runUntil(plan.until);
  }

  const healing = createHealing({ schedule, endpoint, devices, inviteOf });
  return {
    plan,
    schedule,
    get endpoint() {
      return endpoint;
    },
    devices,
    forked,
    watch,
    trace,
    counts,
    run,
    heal: (withinMs) => {
      isHealed = true;
      return healing.heal(withinMs);
    },
    unrest: healing.unrest,
    close: () => endpoint.close(),
  };
}
