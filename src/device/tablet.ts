// What a tablet does beside recording: hand over and take over without a network, be lent, and change the leader who holds it. Loaded by the
// screens that need it; the pieces know no screen.

import { offsetOf } from "../domain/clock.ts";
import type { Hash, Id } from "../domain/event.ts";
import type { Shift } from "../domain/roster.ts";
import type { Handover } from "../protocol/handover.ts";
import type { CarriedBundle } from "../protocol/records.ts";
import type { Clock, Journal, Membership, Random, Signer } from "../sync/ports.ts";
import { type Appointing, createAppointing } from "./appointment.ts";
import { type Database, stateRow } from "./database.ts";
import { createReader } from "./dexie-reader.ts";
import { makeHandover } from "./handover-make.ts";
import { openHandover, sealHandover } from "./handover-seal.ts";
import { checkHandover, type Handed, type HandoverAnswer, type Receiver, takeHandover } from "./handover-take.ts";
import { loadSigner } from "./keys.ts";
import { freshKey } from "./lending-key.ts";
import { teamsView } from "./people-view.ts";
import { createPins, type Pins } from "./pins.ts";

export interface Tablet {
  /** To be lent by: of its own device, made afresh where an earlier life of this browser may have used the old one. */
  key(hasJoined: boolean): Promise<{ readonly device: Hash; readonly publicKey: string }>;
  /** Shifts of one squad. Null: this device has no word of the endpoint to show, so nobody could believe it. */
  make(shifts: readonly Shift[], lent: Handover["lent"], code: string): Promise<Uint8Array | null>;
  open(bytes: Uint8Array, code: string): Promise<HandoverAnswer>;
  /** How many copies were new here. */
  take(handed: Handed): Promise<number>;
  /** 点长 on the spot. */
  readonly appointing: Appointing;
  /** One of the persons bound to this device: from now on the author of what is recorded. */
  switchTo(person: Id): Promise<void>;
  readonly pins: Pins;
}

export interface TabletPorts {
  readonly database: Database;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
}

export function createTablet({ database, journal, clock, random }: TabletPorts): Tablet {
  const signer = (): Promise<Signer> => loadSigner(database);
  const nowOf = (member: Membership | null): number => clock.now() + offsetOf(member?.anchor ?? null);

  async function receiver(): Promise<Receiver> {
    const member = await journal.membership();
    const { device, publicKey } = await signer();
    const now = nowOf(member);
    const kept = member === null ? new Set<Id>() : (await teamsView(createReader(database), now)).kept;
    return { device, publicKey, member, kept, now };
  }

  /** What waits to be uploaded for others. */
  const carried = async (): Promise<readonly CarriedBundle[]> =>
    (await database.carried.where("state").equals("waiting").toArray()).map(({ text }) => JSON.parse(text) as CarriedBundle);

  return {
    pins: createPins(random),
    key: (hasJoined) => freshKey(database, hasJoined),
    make: async (shifts, lent, code) => {
      const member = await journal.membership();
      if (member === null) return null;
      const ports = { journal, signer: await signer(), random, carried };
      const handover = await makeHandover(ports, createReader(database), { member, shifts, now: nowOf(member), lent });
      return handover === null ? null : sealHandover(ports, handover, code);
    },
    open: async (bytes, code) => {
      const opened = await openHandover(bytes, code);
      return opened.ok ? checkHandover(opened, await receiver()) : opened;
    },
    take: async (handed) => takeHandover({ database, journal, wallTime: clock.now() }, handed, await receiver()),
    appointing: createAppointing({ database, journal, clock, signer, now: nowOf }),
    switchTo: (person) =>
      database.transaction("rw", database.state, async () => {
        const member = await stateRow(database, "member");
        if (member === undefined || !member.persons.includes(person)) throw new Error("nobody of this device");
        await database.state.put({ ...member, person });
        // What 今日 read was another's.
        await database.state.delete("firstLook");
      }),
  };
}
