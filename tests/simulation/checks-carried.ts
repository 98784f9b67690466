// What must be true of bundles that were carried for others, once everything has healed: whatever a device took in and did not lose has reached
// the ledger, each record once, and the device keeps nothing of it that is not its to keep (SY26, SY27, R25).

import type { Id } from "../../src/domain/event.ts";
import type { Record } from "../../src/endpoint/records.ts";
import { isPart } from "../../src/protocol/chain.ts";
import type { MemoryCarriage } from "../fixtures/memory-carrying.ts";
import type { SimulatedDevice } from "./device.ts";
import type { World } from "./world.ts";

type Broken = (promise: string, what: string) => void;
type Count = (what: string, by?: number) => void;

const detailsIn = ({ bundle }: MemoryCarriage): number =>
  bundle.events.reduce((sum, { parts }) => sum + Object.values(parts ?? {}).filter(isPart).length, 0);

function checkCarriage(world: World, device: SimulatedDevice, it: MemoryCarriage, hashes: ReadonlyMap<Id, string>, broken: Broken): void {
  const who = `${device.name} carries ${it.id.slice(0, 8)}`;
  if (it.state === "refused") {
    if (!world.watch.isRefused(device.device)) broken("carried bundles arrive", `${who}, which nobody refused`);
    return;
  }
  if (it.state !== "uploaded") broken("carried bundles arrive", `${who}, still ${it.state}`);
  if (it.isLoose) broken("scope", `${who}, answered and never looked through`);
  if (detailsIn(it) > 0) broken("details", `${who} with details, answered long ago`);
  if (it.receipts.length !== it.events.length) broken("carried bundles arrive", `${who}: ${it.receipts.length} receipts`);
  const conflicts = new Set(world.endpoint.ledger.database.all<{ hash: string }>("SELECT hash FROM conflicts").map(({ hash }) => hash));
  for (const { event, hash } of it.events)
    if (hashes.get(event.id) !== hash && !conflicts.has(hash))
      broken("carried bundles arrive", `${who}: ${event.type} ${event.id} is not there`);
}

/** Events that some device holds for others and will bring: not lost, whatever becomes of the phone that made them. */
export const carriedIds = (devices: readonly SimulatedDevice[]): ReadonlySet<Id> =>
  new Set(
    devices.flatMap((device) =>
      [...device.state().carried.values()]
        .filter(({ state }) => state !== "refused")
        .flatMap(({ events }) => events.map(({ event }) => event.id)),
    ),
  );

export function checkCarried(world: World, fromField: readonly Record[], broken: Broken, count: Count): void {
  const hashes = new Map(fromField.map(({ event, hash }) => [event.id, hash]));
  for (const device of world.devices)
    for (const it of device.state().carried.values()) {
      checkCarriage(world, device, it, hashes, broken);
      count(`carried ${it.state}`);
    }
  const lost = world.watch.lostIds();
  for (const id of carriedIds(world.devices)) if (lost.has(id)) count("kept by carrying alone");
}
