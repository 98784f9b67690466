// How a fault befalls the world: each kind in its one place. What goes wrong and when was drawn before (faults.ts).

import { checkIn } from "../../src/actions/check-in.ts";
import type { EntityKind } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import { appendOwn } from "../../src/endpoint/own-events.ts";
import { isRefusedWrite } from "../../src/endpoint/refused-write.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { type Actor, poisonWith } from "./acting.ts";
import { people, roleOf, team } from "./city.ts";
import type { SimulatedDevice } from "./device.ts";
import type { SimulatedEndpoint } from "./endpoint.ts";
import type { Fault } from "./faults.ts";
import type { Weather } from "./network.ts";
import type { Plan } from "./plan.ts";
import type { Schedule } from "./schedule.ts";
import type { Watch } from "./watch.ts";

export interface Scene {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly endpoint: SimulatedEndpoint;
  readonly devices: readonly SimulatedDevice[];
  /** What is in force for the people's devices, by their place in the list; the oldest rules. */
  readonly weathers: Map<number, Set<Weather>>;
  readonly watch: Watch;
  readonly isHealed: () => boolean;
  readonly note: (who: string, what: string) => void;
  readonly count: (what: string) => void;
  readonly closeLater: (device: SimulatedDevice) => void;
  readonly actorOf: (index: number) => Omit<Actor, "ports" | "journal">;
  readonly clone: (index: number) => void;
  readonly loseStorage: (index: number) => void;
}

/** What the office enters, on the spot. */
function patchByOffice({ endpoint, watch }: Scene, facts: FactsOf["patched"]): void {
  if (!endpoint.isUp()) return;
  const { ledger } = endpoint;
  void ledger
    .submit(1, (turn) => {
      appendOwn(ledger, turn, "patched", facts);
      finishTurn(ledger, turn);
    })
    .catch((error: unknown) => {
      // Nobody waits for an endpoint that has died meanwhile, and somebody who is told that the disk is full tries another day.
      if (!isRefusedWrite(error) && endpoint.ledger === ledger && endpoint.isUp()) watch.break("no defect at the endpoint", String(error));
    });
}

export function befall(scene: Scene, fault: Fault) {
  const { schedule, endpoint, devices, plan } = scene;
  const headsOf = (kind: EntityKind, id: Id) => endpoint.ledger.world.entity(kind, id)?.heads ?? [];
  const happens = (at: number, what: () => void): void =>
    void schedule.at(at, () => {
      if (scene.isHealed()) return;
      scene.note("fault", fault.type);
      scene.count(`fault ${fault.type}`);
      what();
    });
  const during = (index: number, from: number, until: number, weather: Weather): void => {
    const set = scene.weathers.get(index) ?? new Set();
    scene.weathers.set(index, set);
    happens(from, () => set.add(weather));
    schedule.at(until, () => {
      if (set.delete(weather) && !scene.isHealed()) devices[index]?.wake("online");
    });
  };
  /** On a device somebody has in hand, which is put away again. */
  const onDevice = (index: number, work: (device: SimulatedDevice, actor: Omit<Actor, "ports" | "journal">) => void): void => {
    const device = devices[index];
    if (device === undefined) return;
    work(device, scene.actorOf(index));
    scene.closeLater(device);
  };

  /** From a paper with the shift's code on it, say. */
  const tapOn = (device: SimulatedDevice, person: Id, shift: Id): Promise<boolean> =>
    device.act((ports) => checkIn(ports, { person, shift, post: null }));
  /** A shift like the one whose id begins in the same way. */
  const makeKnown = (shift: Id): void => {
    const base = plan.shifts.find(({ id }) => id.slice(0, 24) === shift.slice(0, 24));
    if (base === undefined) return;
    const { squad, start, end, posts } = base;
    patchByOffice(scene, { entity: "shift", id: shift, basis: [], set: { team: team[squad], start, end, posts } });
  };

  switch (fault.type) {
    case "weather":
      return during(fault.device, fault.from, fault.until, fault.weather);
    case "swizzle":
      for (const { device, from, until } of fault.cuts) during(device, from, until, { type: "cut" });
      return;
    case "endpointDies":
      return happens(fault.at, () => endpoint.die(fault.point));
    case "endpointFull":
      return happens(fault.at, () => endpoint.refuseCommits(fault.commits));
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
    case "diesAbsorbing":
      return happens(fault.at, () => devices[fault.device]?.dieAbsorbing(fault.isLost));
    case "secondPage":
      return happens(fault.at, () => onDevice(fault.device, (device) => device.open()));
    case "clockJumps":
      return happens(fault.at, () => devices[fault.device]?.jumpClock(fault.byMs));
    case "diskFull":
      happens(fault.from, () => devices[fault.device]?.setQuota(true));
      schedule.at(fault.until, () => devices[fault.device]?.setQuota(false));
      return;
    case "oldVersion":
      // From the beginning: world.ts builds that device so.
      return;
    case "personMoves":
      return happens(fault.at, () => {
        const basis = headsOf("person", fault.person);
        patchByOffice(scene, { entity: "person", id: fault.person, basis, set: { team: fault.team } });
      });
    case "movesWhileTapping": {
      const tap = (): void => onDevice(fault.device, (device, { person }) => void tapOn(device, person, fault.shift));
      happens(fault.at, tap);
      happens(fault.at + 5, () => {
        const { person } = scene.actorOf(fault.device);
        patchByOffice(scene, { entity: "person", id: person, basis: headsOf("person", person), set: { team: fault.team } });
      });
      return happens(fault.at + 10, tap);
    }
    case "pagesRace": {
      const tap = (): void => onDevice(fault.device, (device, { person }) => void tapOn(device, person, fault.shift));
      const open = (): void => onDevice(fault.device, (device) => device.open());
      happens(fault.at - 15_000, open);
      during(fault.device, fault.at, fault.at + 1_000, { type: "slow", ms: fault.slowMs });
      happens(fault.at, tap);
      happens(fault.at + 1_500, () => makeKnown(fault.shift));
      happens(fault.at + 2_000, open);
      during(fault.device, fault.at + 4_000, fault.at + fault.slowMs + 8_000, { type: "cut" });
      return happens(fault.at + 5_000, tap);
    }
    case "leaderDemoted":
      return happens(fault.at, () => {
        const one = people.find(({ name }) => name === fault.name);
        if (one === undefined) return;
        patchByOffice(scene, { entity: "role", id: roleOf(one), basis: headsOf("role", roleOf(one)), set: { ended: true } });
      });
    case "lateReference":
      happens(fault.at, () => onDevice(fault.device, (device, { person }) => void tapOn(device, person, fault.shift)));
      return happens(fault.known, () => makeKnown(fault.shift));
    case "poison":
      return happens(fault.at, () =>
        onDevice(fault.device, (device, actor) => {
          const [shift, another] = [plan.shifts[0], people[(fault.device + 1) % people.length]];
          if (shift === undefined || another === undefined) return;
          void device.act((ports, journal) => poisonWith({ ...actor, ports, journal }, fault.kind, shift.id, another.person));
        }),
      );
    case "storageLost":
      return happens(fault.at, () => scene.loseStorage(fault.device));
    case "cloned":
      return happens(fault.at, () => scene.clone(fault.device));
  }
}
