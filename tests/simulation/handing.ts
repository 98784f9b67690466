// One phone's records handed to another device of the city without a network: made, opened and taken in by the product's own code, from the
// memory of the one into the memory of the other. What travels is a text, as in QR codes or in a file. Draws nothing but what is changed on the way.

import { takeIn } from "../../src/actions/relay.ts";
import { shownIn, targetsOf } from "../../src/device/carried-shown.ts";
import { packRecords, type Ready } from "../../src/device/records-make.ts";
import { openRecords } from "../../src/device/records-open.ts";
import type { Id } from "../../src/domain/event.ts";
import { subject } from "../../src/domain/subjects.ts";
import type { Keys } from "../../src/endpoint/ports.ts";
import type { Signer, TakenBundle } from "../../src/sync/ports.ts";
import type { MemoryRow, MemoryState } from "../fixtures/memory-journal.ts";
import { withoutDetails } from "../fixtures/relay-package.ts";
import type { Chance } from "./chance.ts";
import type { SimulatedDevice } from "./device.ts";
import type { Schedule } from "./schedule.ts";
import type { HandOver } from "./script-carrying.ts";
import type { Watch } from "./watch.ts";

export interface HandingPorts {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly devices: readonly SimulatedDevice[];
  readonly signers: readonly Signer[];
  readonly keys: Pick<Keys, "isSigned">;
  readonly watch: Watch;
  readonly note: (who: string, what: string) => void;
  readonly count: (what: string, by?: number) => void;
  readonly closeLater: (device: SimulatedDevice) => void;
}

const isUnsent = (row: MemoryRow): boolean => row.receipt === null || row.isForgotten || row.isAside;

/** As device/records-make.ts makes it of the real journal. Null: nothing to hand over, or not yet known to the endpoint. */
async function textOf({ rows, member }: MemoryState, signer: Signer, deed: HandOver, now: number): Promise<string | null> {
  const own = [...rows.values()].filter(({ link }) => link !== null).sort((a, b) => a.event.n - b.event.n);
  const wanted = deed.which === "sent" ? own.slice(-4) : own.filter(isUnsent).slice(0, deed.most);
  const ready = wanted.flatMap(({ event, link, parts, isAside }): readonly Ready[] =>
    link === null ? [] : [{ carried: { event, ...link, parts }, isAside }],
  );
  const bare = withoutDetails(ready.map(({ carried }) => carried));
  const packed = deed.isFile ? ready : ready.map((one, i) => ({ ...one, carried: bare[i] ?? one.carried }));
  const credential = member?.credential ?? null;
  return credential === null || packed.length === 0 ? null : packRecords(packed, signer, credential, now);
}

/** One digit of anything that is an id, a hash, a key or a signature. */
function tampered(text: string, chance: Chance): string {
  const { index, 0: found } = chance.pick([...text.matchAll(/[0-9a-f]{32,}/g)]);
  const at = index + chance.below(found.length);
  return `${text.slice(0, at)}${text[at] === "0" ? "1" : "0"}${text.slice(at + 1)}`;
}

/** `act`: of the device that hands over, by its place in the list. */
export function createHanding(ports: HandingPorts): (giver: number, deed: HandOver) => Promise<void> {
  const { schedule, chance, devices, signers, keys, watch, note, count, closeLater } = ports;
  /** What each has handed over first. */
  const first = new Map<number, string>();

  function takeInAt(taker: SimulatedDevice, deed: HandOver, text: string): Promise<boolean> {
    return taker.act(async (actions, journal) => {
      const member = await journal.membership();
      if (member === null) return;
      const opened = await openRecords(text, member, actions.clock.now(), keys.isSigned);
      if (opened.type !== "opened") {
        count(`handing ${deed.isTampered ? "tampered" : opened.type}`);
        note(taker.name, `does not take ${opened.type}`);
        // Poison of its own: who says it in somebody else's name is told so at once.
        if (!deed.isTampered && opened.type !== "notBound") watch.break("honest records are taken in", `${taker.name}: ${opened.type}`);
        return;
      }
      if (deed.isTampered) watch.break("changed records are refused", taker.name);
      const { rows } = taker.state();
      const authorsOf = (ids: readonly Id[]) =>
        new Map(ids.flatMap((id) => (rows.has(id) ? [[id, rows.get(id)?.event.author ?? null] as const] : [])));
      const taken = opened.bundles.map((one): TakenBundle => ({ ...one, shown: shownIn(one, authorsOf(targetsOf(one))) }));
      const isKnown = deed.watch !== null && (await journal.entries([subject.entity("shift", deed.watch)])).length > 0;
      const watches = deed.watch !== null && isKnown ? [{ shift: deed.watch, post: null }] : [];
      const standings = await takeIn(actions, member.person, taker.device, watches, taken);
      for (const standing of standings) count(`taken in ${standing}`);
      note(taker.name, `takes in ${standings.join()}`);
    });
  }

  return async (index, deed) => {
    const [giver, taker, signer] = [devices[index], devices[deed.to], signers[index]];
    if (giver === undefined || taker === undefined || signer === undefined) return;
    const made = deed.which === "old" ? (first.get(index) ?? null) : await textOf(giver.state(), signer, deed, schedule.now());
    note(giver.name, `hands over ${made?.length ?? "nothing"}`);
    if (made === null) return;
    count("handed over");
    if (!first.has(index)) first.set(index, made);
    closeLater(taker);
    await takeInAt(taker, deed, deed.isTampered ? tampered(made, chance) : made);
  };
}
