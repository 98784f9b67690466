// A small city on a real ledger file behind a real app, with a clock that moves only when told. Shared by the endpoint's suites.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import type { Patched } from "../../src/domain/facts.ts";
import { createApp, type Site } from "../../src/endpoint/app.ts";
import type { App } from "../../src/endpoint/app-context.ts";
import { trustNobody } from "../../src/endpoint/client-address.ts";
import { type Ledger, openLedger } from "../../src/endpoint/ledger.ts";
import { appendOwn } from "../../src/endpoint/own-events.ts";
import { createInvite, createSquadInvite } from "../../src/endpoint/passes.ts";
import type { Photos } from "../../src/endpoint/photos.ts";
import type { Probes, Random } from "../../src/endpoint/ports.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { inviteText } from "../../src/protocol/codes.ts";
import { squadInviteText } from "../../src/protocol/invites.ts";
import { createTestDevice, type TestDevice } from "../fixtures/test-device.ts";

export const idOf = (name: string): Id => createHash("sha256").update(name).digest("hex").slice(0, 32);

/** Chance from a counter: the same run, the same bytes. */
export function countedRandom(seed = "seed"): Random {
  let count = 0;
  return {
    bytes: (length) => {
      const parts: Buffer[] = [];
      while (Buffer.concat(parts).length < length) parts.push(createHash("sha256").update(`${seed} ${count++}`).digest());
      return new Uint8Array(Buffer.concat(parts).subarray(0, length));
    },
    fraction: () => 0.5,
  };
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Monday 2026-11-23, 07:30 in Shanghai: when the shifts start. */
export const start = Date.UTC(2026, 10, 22, 23, 30);

export const team = { corps: idOf("corps"), east: idOf("east"), west: idOf("west"), one: idOf("one"), two: idOf("two") };
export const person = {
  corps: idOf("corps staff"),
  east: idOf("east staff"),
  west: idOf("west staff"),
  leaderOne: idOf("leader one"),
  leaderTwo: idOf("leader two"),
  ann: idOf("ann"),
  bob: idOf("bob"),
  cid: idOf("cid"),
  wes: idOf("wes"),
};
export const post = { point: idOf("point"), line: idOf("line"), polygon: idOf("polygon"), two: idOf("post two"), west: idOf("post west") };
export const shift = { one: idOf("shift one"), two: idOf("shift two"), west: idOf("shift west"), far: idOf("shift far") };
export const middle = [1_057_200_000, 345_800_000] as const;

export interface City {
  readonly ledger: Ledger;
  readonly app: App;
  readonly photos: Photos;
  readonly clock: { at: number; now: () => number };
  readonly errors: unknown[];
  readonly site: Site;
  readonly folder: string;
  readonly commits: { count: number };
  readonly patch: <K extends EntityKind>(entity: K, id: Id, set: EntityFields[K], parts?: Record<string, unknown>) => Promise<Id>;
  readonly own: typeof ownEvent;
  readonly invite: (of: Id, validMs?: number) => string;
  readonly squadInvite: (team: Id, validMs?: number) => string;
  /** A device that has joined for the person and pulled all it may hold. */
  readonly join: (of: Id) => Promise<TestDevice>;
  /** A device that has not joined. */
  readonly device: () => TestDevice;
  /** Closes and opens the same file again. */
  readonly reopen: () => City;
  readonly rows: <R>(sql: string, ...values: readonly (string | number)[]) => readonly R[];
  readonly close: () => void;
}

function ownEvent(ledger: Ledger, type: Parameters<typeof appendOwn>[2], facts: never, parts: Record<string, unknown> = {}) {
  return ledger.submit(1, (turn) => {
    const event = appendOwn(ledger, turn, type, facts, parts);
    finishTurn(ledger, turn);
    return event;
  });
}

export function openCity(folder = mkdtempSync(join(tmpdir(), "daogang-")), at = start - 20 * minute, probes: Probes = {}): City {
  const clock = { at, now: () => clock.at };
  const commits = { count: 0 };
  const counting: Probes = {
    beforeCommit: () => probes.beforeCommit?.(),
    afterCommit: () => {
      commits.count += 1;
      probes.afterCommit?.();
    },
  };
  const opened = openLedger({ path: join(folder, "ledger.db"), isDemo: false, clock, random: countedRandom(`${at}`), probes: counting });
  if (!opened.ok) throw new Error(opened.problem);
  const ledger = opened.value;
  const errors: unknown[] = [];
  const site: Site = {
    clientDir: join(folder, "client"),
    dataDir: folder,
    https: null,
    trustProxy: trustNobody,
    mapTiles: null,
    publicUrl: () => "https://daogang.example",
    certificate: () => null,
    appVersion: "0.0.0-test",
    startedAt: at,
  };
  const { app, live, photos } = createApp(ledger, site, (error) => errors.push(error));
  const device = (): TestDevice => createTestDevice((path, init) => app.request(path, init), clock.now);
  const invite = (of: Id, validMs = day): string => inviteText(createInvite(ledger, of, clock.at + validMs));
  const squadInvite = (of: Id, validMs = day): string => squadInviteText(createSquadInvite(ledger, of, clock.at + validMs));
  let isOpen = true;
  const shut = (): void => {
    if (!isOpen) return;
    isOpen = false;
    live.close();
    ledger.close();
  };
  return {
    ledger,
    app,
    photos,
    clock,
    errors,
    site,
    folder,
    commits,
    own: ownEvent,
    patch: async (entity, id, set, parts = {}) => {
      const basis = ledger.world.entity(entity, id)?.heads ?? [];
      return (await ownEvent(ledger, "patched", { entity, id, basis, set } as Patched as never, parts)).id;
    },
    invite,
    squadInvite,
    device,
    join: async (of) => {
      const joined = device();
      const { reply } = await joined.enrol(invite(of));
      if (reply.type !== "enrolled") throw new Error(JSON.stringify(reply));
      await joined.pull();
      return joined;
    },
    reopen: () => {
      shut();
      return openCity(folder, clock.at, probes);
    },
    rows: (sql, ...values) => ledger.database.all(sql, ...values),
    close: () => {
      shut();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Corps, two branches (west has no squads), two squads, nine people, three shapes of posts, a shift each, Ann and Bob placed. */
export async function openPeopledCity(at?: number, probes?: Probes): Promise<City> {
  const city = openCity(undefined, at, probes);
  const { patch } = city;
  await patch("team", team.corps, { tier: "corps", parent: null, title: "总队" });
  await patch("team", team.east, { tier: "branch", parent: team.corps, title: "东支队" });
  await patch("team", team.west, { tier: "branch", parent: team.corps, title: "西支队" });
  await patch("team", team.one, { tier: "squad", parent: team.east, title: "一分队" });
  await patch("team", team.two, { tier: "squad", parent: team.east, title: "二分队" });
  const people: readonly (readonly [keyof typeof person, Id])[] = [
    ["corps", team.corps],
    ["east", team.east],
    ["west", team.west],
    ["leaderOne", team.one],
    ["leaderTwo", team.two],
    ["ann", team.one],
    ["bob", team.one],
    ["cid", team.two],
    ["wes", team.west],
  ];
  for (const [name, of] of people)
    await patch("person", person[name], { team: of, name: true, phone: true }, { name: `名${name}`, phone: `138${name}` });
  await patch("role", idOf("role corps"), { person: person.corps, role: "corpsStaff", team: team.corps });
  await patch("role", idOf("role east"), { person: person.east, role: "branchStaff", team: team.east });
  await patch("role", idOf("role west"), { person: person.west, role: "branchStaff", team: team.west });
  await patch("role", idOf("role one"), { person: person.leaderOne, role: "squadLeader", team: team.one });
  await patch("role", idOf("role two"), { person: person.leaderTwo, role: "squadLeader", team: team.two });
  const [lng, lat] = middle;
  await patch("post", post.point, { kind: "crossing", title: "路口", team: team.one, geometry: { type: "point", at: [lng, lat] } });
  await patch("post", post.line, {
    kind: "segment",
    title: "路段",
    team: team.one,
    geometry: {
      type: "line",
      path: [
        [lng + 50_000, lat],
        [lng + 90_000, lat],
      ],
    },
  });
  await patch("post", post.polygon, {
    kind: "compound",
    title: "小区",
    team: team.one,
    geometry: {
      type: "polygon",
      ring: [
        [lng - 60_000, lat],
        [lng - 50_000, lat],
        [lng - 50_000, lat + 10_000],
      ],
    },
  });
  await patch("post", post.two, { kind: "crossing", title: "二路口", team: team.two, geometry: { type: "point", at: [lng, lat] } });
  await patch("post", post.west, { kind: "window", title: "窗口", team: team.west, geometry: { type: "point", at: [lng, lat] } });
  const end = start + hour;
  await patch("shift", shift.one, { team: team.one, start, end, posts: [post.point, post.line, post.polygon] });
  await patch("shift", shift.two, { team: team.two, start, end, posts: [post.two] });
  await patch("shift", shift.west, { team: team.west, start, end, posts: [post.west] });
  await patch("role", idOf("role bob"), { person: person.bob, role: "postLead", team: team.one, shift: shift.one, post: post.line });
  for (const [who, where] of [
    [person.ann, post.point],
    [person.bob, post.line],
  ] as const)
    await city.own(city.ledger, "placed", { shift: shift.one, person: who, post: where } as never);
  city.clock.at += minute;
  return city;
}
