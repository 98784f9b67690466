// A city before the storm: squads of fifty with nine shifts over three days and one that is under way, everybody placed on four of them and
// carrying a phone that has joined and has been out of reach since. Everything enters through the endpoint's own append path; what a phone
// was told when it joined is made by the functions that tell it.

import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Patched } from "../../src/domain/facts.ts";
import { deviceOf, keepCredential, keepScope } from "../../src/endpoint/devices.ts";
import { openLedger } from "../../src/endpoint/ledger.ts";
import { appendOwn } from "../../src/endpoint/own-events.ts";
import { createNonce, renewCredential } from "../../src/endpoint/passes.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { deviceOfKey } from "../../src/protocol/signing.ts";
import type { Duty } from "./ingest-city.ts";

export interface StormPhone {
  readonly privateKey: KeyObject;
  readonly device: string;
  readonly person: string;
  readonly isLeader: boolean;
  /** Oldest first; the last is under way. */
  readonly duties: readonly Duty[];
  readonly nonce: string;
  readonly cursor: { readonly epoch: number; readonly row: number };
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
export const peopleOfSquad = 50;
const squadsOfBranch = 20;
const shiftsOfDay = 3;

const idOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

function freshKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const point = `04${Buffer.from(x, "base64url").toString("hex")}${Buffer.from(y, "base64url").toString("hex")}`;
  return { privateKey, publicKey: point, device: deviceOfKey(point) };
}

/** Writes into the ledger of `dataDir`, which nobody has open. */
export async function makeStormCity(dataDir: string, phones: number): Promise<readonly StormPhone[]> {
  const clock = { now: () => Date.now() };
  const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)), fraction: () => 0.5 };
  const opened = openLedger({ path: join(dataDir, "ledger.db"), isDemo: false, clock, random });
  if (!opened.ok) throw new Error(opened.problem);
  const ledger = opened.value;
  const now = Date.now();
  const made: Omit<StormPhone, "nonce" | "cursor">[] = [];

  type Patch = <K extends EntityKind>(entity: K, of: string, set: EntityFields[K], parts?: Record<string, unknown>) => string;
  const inOneTurn = (
    work: (patch: Patch, append: (type: Parameters<typeof appendOwn>[2], facts: unknown) => void) => void,
  ): Promise<void> =>
    ledger.submit(1, (turn) => {
      work(
        (entity, of, set, parts = {}) =>
          appendOwn(ledger, turn, "patched", { entity, id: of, basis: ledger.world.entity(entity, of)?.heads ?? [], set } as Patched, parts)
            .id,
        (type, facts) => void appendOwn(ledger, turn, type, facts as never),
      );
      finishTurn(ledger, turn);
    });

  const corps = idOf("corps");
  await inOneTurn((patch) => {
    patch("team", corps, { tier: "corps", parent: null, title: "总队" });
    patch("person", idOf("administrator"), { team: corps, name: true }, { name: "管理员" });
    patch("role", idOf("role of administrator"), { person: idOf("administrator"), role: "corpsStaff", team: corps });
  });
  for (let squad = 0; made.length < phones; squad += 1)
    await inOneTurn((patch, append) => {
      const branch = idOf(`branch ${Math.floor(squad / squadsOfBranch)}`);
      if (squad % squadsOfBranch === 0)
        patch("team", branch, { tier: "branch", parent: corps, title: `${squad / squadsOfBranch + 1} 支队` });
      const team = idOf(`squad ${squad}`);
      patch("team", team, { tier: "squad", parent: branch, title: `${squad + 1} 分队` });
      const posts = [0, 1, 2].map((i) => {
        const at = [1_057_200_000 + squad * 10_000 + i * 3_000, 345_800_000] as const;
        const post = idOf(`post ${squad} ${i}`);
        const postVersion = patch("post", post, { kind: "crossing", title: `路口 ${i + 1}`, team, geometry: { type: "point", at } });
        return { post, postVersion, lngE7: at[0], latE7: at[1] };
      });
      const shiftAt = (start: number, name: string) => {
        const shift = idOf(`shift ${squad} ${name}`);
        patch("shift", shift, { team, start, end: start + hourMs, posts: posts.map(({ post }) => post) });
        return { shift, start, end: start + hourMs };
      };
      const days = [2, 1, 0].map((day) =>
        Array.from({ length: shiftsOfDay }, (_, i) => shiftAt(now - day * dayMs - (7 - 2 * i) * hourMs, `${day} ${i}`)),
      );
      const underWay = shiftAt(now - hourMs / 2, "now");
      for (let i = 0; i < peopleOfSquad && made.length < phones; i += 1) {
        const person = idOf(`person ${squad} ${i}`);
        const contact = { name: `志愿者 ${squad}-${i}`, phone: `138${String(made.length).padStart(8, "0")}` };
        patch("person", person, { team, name: true, phone: true }, contact);
        if (i === 0) patch("role", idOf(`role ${squad}`), { person, role: "squadLeader", team });
        const post = posts[i % posts.length] as (typeof posts)[number];
        const duties = [...days.map((day) => day[i % shiftsOfDay] as typeof underWay), underWay].map((shift) => ({ ...shift, ...post }));
        for (const { shift } of duties) append("placed", { shift, person, post: post.post });
        const { privateKey, publicKey, device } = freshKey();
        append("deviceEnrolled", { device, publicKey, persons: [person], invite: idOf(`invite ${squad} ${i}`) });
        made.push({ privateKey, device, person, isLeader: i === 0, duties });
      }
    });

  const ready: StormPhone[] = [];
  for (let from = 0; from < made.length; from += 500)
    await ledger.submit(1, (turn) => {
      for (const phone of made.slice(from, from + 500)) {
        const known = deviceOf(ledger, phone.device);
        if (known === null) throw new Error("a phone that has not joined");
        keepScope(ledger, phone.device, ledger.parts.scopeNow(ledger, known, turn.now));
        const credential = renewCredential(ledger, known, turn.now);
        if (credential !== null) keepCredential(ledger, credential);
        const row = turn.last();
        ready.push({
          ...phone,
          nonce: createNonce(ledger, phone.device, { time: turn.now, row, n: known.headN }),
          cursor: { epoch: ledger.epoch, row },
        });
      }
    });
  ledger.close();
  return ready;
}
