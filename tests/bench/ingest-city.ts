// A city for ingest: squads with a shift a day of the past week, each person placed on all of them with a phone of their own that has been
// out of reach since. Everything enters through the endpoint's own append path; chance comes from a seed.

import { createHash, generateKeyPairSync } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Patched } from "../../src/domain/facts.ts";
import { openLedger } from "../../src/endpoint/ledger.ts";
import { appendOwn } from "../../src/endpoint/own-events.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { deviceOfKey } from "../../src/protocol/signing.ts";

export interface Duty {
  readonly shift: string;
  readonly post: string;
  readonly postVersion: string;
  readonly lngE7: number;
  readonly latE7: number;
  /** ms since 1970 */
  readonly start: number;
  readonly end: number;
}

/** A phone that has joined and holds what it has not sent yet. */
export interface Phone {
  readonly privatePem: string;
  readonly publicKey: string;
  readonly device: string;
  readonly person: string;
  readonly duties: readonly Duty[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const peopleOfSquad = 20;
const squadsOfBranch = 10;
const days = 7;

const bytesOf = (text: string): Buffer => createHash("sha256").update(text).digest();
const idOf = (text: string): string => bytesOf(text).toString("hex").slice(0, 32);

function freshKey(): Pick<Phone, "privatePem" | "publicKey" | "device"> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" });
  const hex = (text: string | undefined): string => Buffer.from(text ?? "", "base64url").toString("hex");
  const point = `04${hex(jwk.x)}${hex(jwk.y)}`;
  return { privatePem: privateKey.export({ format: "pem", type: "pkcs8" }).toString(), publicKey: point, device: deviceOfKey(point) };
}

/** Writes into the ledger of `dataDir`, which nobody has open. `name`: another one makes other people. */
export async function makeIngestCity(dataDir: string, phones: number, now: number, name = "city"): Promise<readonly Phone[]> {
  let drawn = 0;
  const clock = { at: now - days * dayMs, now: () => clock.at };
  const opened = openLedger({
    path: join(dataDir, "ledger.db"),
    isDemo: false,
    clock,
    random: { bytes: (length) => new Uint8Array(bytesOf(`${name} ${drawn++}`).subarray(0, length)), fraction: () => 0.5 },
  });
  if (!opened.ok) throw new Error(opened.problem);
  const ledger = opened.value;
  const id = (of: string): string => idOf(`${name} ${of}`);
  const made: Phone[] = [];
  const corps = id("corps");

  const inOneTurn = (
    work: (put: {
      readonly patch: <K extends EntityKind>(entity: K, of: string, set: EntityFields[K], parts?: Record<string, unknown>) => string;
      readonly append: (type: Parameters<typeof appendOwn>[2], facts: unknown) => void;
    }) => void,
  ): Promise<void> =>
    ledger.submit(500, (turn) => {
      work({
        patch: (entity, of, set, parts = {}) =>
          appendOwn(ledger, turn, "patched", { entity, id: of, basis: ledger.world.entity(entity, of)?.heads ?? [], set } as Patched, parts)
            .id,
        append: (type, facts) => void appendOwn(ledger, turn, type, facts as never),
      });
      finishTurn(ledger, turn);
    });

  await inOneTurn(({ patch }) => {
    patch("team", corps, { tier: "corps", parent: null, title: "总队" });
    const administrator = id("administrator");
    patch("person", administrator, { team: corps, name: true }, { name: "管理员" });
    patch("role", id("role of administrator"), { person: administrator, role: "corpsStaff", team: corps });
  });
  for (let squad = 0; made.length < phones; squad += 1) {
    await inOneTurn(({ patch, append }) => {
      const branch = id(`branch ${Math.floor(squad / squadsOfBranch)}`);
      if (squad % squadsOfBranch === 0)
        patch("team", branch, { tier: "branch", parent: corps, title: `${squad / squadsOfBranch + 1} 支队` });
      const team = id(`squad ${squad}`);
      patch("team", team, { tier: "squad", parent: branch, title: `${squad + 1} 分队` });
      const posts = [0, 1, 2].map((i) => {
        const at = [1_057_200_000 + squad * 10_000 + i * 3_000, 345_800_000] as const;
        const post = id(`post ${squad} ${i}`);
        return {
          post,
          at,
          version: patch("post", post, { kind: "crossing", title: `路口 ${i + 1}`, team, geometry: { type: "point", at } }),
        };
      });
      const shifts = Array.from({ length: days }, (_, day) => {
        const shift = id(`shift ${squad} ${day}`);
        const start = now - (days - 1 - day) * dayMs - hourMs / 2;
        patch("shift", shift, { team, start, end: start + hourMs, posts: posts.map(({ post }) => post) });
        return { shift, start, end: start + hourMs };
      });
      for (let i = 0; i < peopleOfSquad && made.length < phones; i += 1) {
        const person = id(`person ${squad} ${i}`);
        patch(
          "person",
          person,
          { team, name: true, phone: true },
          { name: `志愿者 ${squad}-${i}`, phone: `138${String(made.length).padStart(8, "0")}` },
        );
        const duties = shifts.map(({ shift, start, end }, day): Duty => {
          const { post, at, version } = posts[(i + day) % posts.length] as (typeof posts)[number];
          append("placed", { shift, person, post });
          return { shift, post, postVersion: version, lngE7: at[0], latE7: at[1], start, end };
        });
        if (i === 0) patch("role", id(`role ${squad}`), { person, role: "squadLeader", team });
        const phone = { ...freshKey(), person, duties };
        append("deviceEnrolled", {
          device: phone.device,
          publicKey: phone.publicKey,
          persons: [person],
          invite: id(`invite ${squad} ${i}`),
        });
        made.push(phone);
      }
    });
  }
  ledger.close();
  rmSync(join(dataDir, "ledger.db-wal"), { force: true });
  return made;
}
