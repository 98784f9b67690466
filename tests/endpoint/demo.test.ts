// --demo, the plain first start and restarts through the production composition, with a clock that moves only when told (DESIGN.md 7).

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Event } from "../../src/domain/event.ts";
import { trustNobody } from "../../src/endpoint/client-address.ts";
import { demoId } from "../../src/endpoint/demo.ts";
import { demoSquads } from "../../src/endpoint/demo-city.ts";
import { partsOf } from "../../src/endpoint/records.ts";
import { type Server, startServer } from "../../src/endpoint/server.ts";
import { chainEvent, chainStart } from "../../src/protocol/chain.ts";
import { parseSign, typedCode } from "../../src/protocol/codes.ts";
import { createTestDevice, sendTo } from "../fixtures/test-device.ts";
import { countedRandom, day, hour, minute } from "./city.ts";

let folder: string;
const clock = { at: 0, now: () => clock.at };
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daogang-demo-"));
  clock.at = Date.UTC(2026, 10, 23, 3, 3, 7);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: { readonly isDemo?: boolean; readonly wantsAdminLink?: boolean } = {}) {
  const lines: string[] = [];
  const started = await startServer({
    config: {
      port: 0,
      host: "127.0.0.1",
      dataDir: folder,
      publicUrl: null,
      https: null,
      trustProxy: trustNobody,
      mapTiles: null,
      clientDir: folder,
      isDemo: options.isDemo ?? true,
      wantsAdminLink: options.wantsAdminLink ?? false,
      metricsToken: null,
      logLevel: "silent",
      sitePhotoDays: 400,
    },
    clock,
    random: countedRandom(`${clock.at}`),
    say: (line) => lines.push(line),
  });
  if (!started.ok) return { problem: started.problem, lines, linkOf: () => "" };
  const server = started.value;
  servers.push(server);
  const linkOf = (name: string): string => new RegExp(`^${name}: (\\S+)$`, "m").exec(lines.join("\n"))?.[1] ?? "";
  const stop = async (): Promise<void> => {
    servers.splice(servers.indexOf(server), 1);
    await server.close();
  };
  return { problem: null, lines, linkOf, server, stop, all: <R>(sql: string) => server.ledger.database.all<R>(sql) };
}
type Running = Required<Awaited<ReturnType<typeof start>>>;
const running = async (options = {}): Promise<Running> => {
  const run = await start(options);
  if (run.problem !== null) throw new Error(run.problem);
  return run as Running;
};

const runningShifts = ({ all }: Running): readonly string[] =>
  all<{ team: string; entity: string }>("SELECT team, entity FROM entities WHERE kind = 'shift'").flatMap(({ team, entity }) => {
    const { fields } = JSON.parse(entity) as { fields: { start: { value: number }[]; end: { value: number }[] } };
    const [from, until] = [fields.start[0]?.value ?? 0, fields.end[0]?.value ?? 0];
    return from <= clock.at && clock.at < until ? [team] : [];
  });

describe("--demo", () => {
  test("X1 every row of the invented city went through the append path: numbered, receipted, chained", async () => {
    const { all, server } = await running();
    const events = all<{ number: number; event: string; previous: string; hash: string; details_hash: string; flaw: string | null }>(
      "SELECT * FROM events ORDER BY number",
    );
    const receipts = all<{ number: number; judgement: string }>("SELECT number, judgement FROM receipts ORDER BY number");
    expect(receipts).toEqual(events.map(({ number }) => ({ number, judgement: "stored" })));
    let previous = chainStart;
    events.forEach(({ number, event, hash, details_hash, flaw }, i) => {
      const parsed = JSON.parse(event) as Event;
      const link = chainEvent(previous, parsed, partsOf(server.ledger.database, server.ledger.key, number));
      expect([parsed.n, parsed.author, parsed.device, flaw]).toEqual([i + 1, null, server.ledger.device, null]);
      expect([link.hash, link.detailsHash]).toEqual([hash, details_hash]);
      previous = link.hash;
    });
  });

  test("X1 the city is a corps, two branches, four squads, some 60 people, every kind of post, a running shift a squad", async () => {
    const run = await running();
    const countOf = (kind: string): number => run.all(`SELECT id FROM entities WHERE kind = '${kind}'`).length;
    expect([countOf("team"), countOf("post")]).toEqual([7, 12]);
    expect(countOf("person")).toBeGreaterThanOrEqual(60);
    const posts = demoSquads.flatMap((squad) => squad.posts);
    expect(new Set(posts.map(({ kind }) => kind)).size).toBe(6);
    expect(new Set(posts.map(({ geometry }) => geometry.type)).size).toBe(3);
    expect([...runningShifts(run)].sort()).toEqual(demoSquads.map(({ key }) => demoId(key)).sort());
    const names = run.all<{ value: string }>("SELECT value FROM parts WHERE name = 'name'").map(({ value }) => value);
    expect(new Set(names).size).toBe(names.length);
  });

  test("X13 the printed links join a placed volunteer and the leader of the same squad", async () => {
    const run = await running();
    const volunteer = createTestDevice(sendTo(run.server.url), clock.now);
    const leader = createTestDevice(sendTo(run.server.url), clock.now);
    expect((await volunteer.enrol(run.linkOf("volunteer"))).reply.type).toBe("enrolled");
    expect((await leader.enrol(run.linkOf("leader"))).reply.type).toBe("enrolled");
    await leader.pull();
    const shiftId = demoId(`shift square ${Math.floor(clock.at / (5 * minute)) * 5 * minute}`);
    const placed = volunteer.heldOf("placed").map(({ entry }) => (entry.event.type === "placed" ? entry.event.facts.shift : ""));
    expect(placed).toContain(shiftId);
    expect(leader.state.scope).toContain(`staff:${demoId("square")}`);
    const tap = await volunteer.tell({ type: "checkedIn", facts: { shift: shiftId, post: null } });
    await leader.pull();
    expect(leader.held.has(tap.id)).toBe(true);
    expect(volunteer.heldOf("patched").some(({ parts }) => "phone" in parts)).toBe(true);
  });

  test("X1 a restart adds only what is missing, keeps everything, and prints fresh links", async () => {
    const first = await running();
    const count = first.all("SELECT number FROM events").length;
    const link = first.linkOf("volunteer");
    await first.stop();
    clock.at += 20 * minute;
    const second = await running();
    expect(second.all("SELECT number FROM events")).toHaveLength(count);
    expect(second.linkOf("volunteer")).not.toBe(link);
    await second.stop();
    clock.at += 2 * hour;
    const third = await running();
    expect(runningShifts(third)).toHaveLength(4);
    await third.stop();
    clock.at += day;
    const fourth = await running();
    expect(runningShifts(fourth)).toHaveLength(4);
    const device = createTestDevice(sendTo(fourth.server.url), clock.now);
    expect((await device.enrol(link)).reply.type).toBe("enrolled");
  });

  test("R6 no two shifts of a squad overlap, whenever the start falls", async () => {
    clock.at = Date.UTC(2026, 10, 22, 23, 8);
    for (let i = 0; i < 6; i += 1) {
      const run = await running();
      const spans = run
        .all<{ team: string; entity: string }>("SELECT team, entity FROM entities WHERE kind = 'shift'")
        .map(({ team, entity }) => {
          const { fields } = JSON.parse(entity) as { fields: { start: { value: number }[]; end: { value: number }[] } };
          return { team, from: fields.start[0]?.value ?? 0, until: fields.end[0]?.value ?? 0 };
        });
      const overlaps = spans.filter((a) => spans.some((b) => a !== b && a.team === b.team && a.from < b.until && b.from < a.until));
      expect(overlaps).toEqual([]);
      expect(runningShifts(run)).toHaveLength(4);
      await run.stop();
      clock.at += 37 * minute;
    }
  });

  test("R16 signs.html holds a sign for every post: a drawn QR code, the title, six digits that match", async () => {
    const { lines, server } = await running();
    const file = join(folder, "signs.html");
    expect(lines).toContain(`signs: ${file}`);
    expect(existsSync(file)).toBe(true);
    const html = readFileSync(file, "utf8");
    const signs = [...html.matchAll(/data-code="(\d{6})" data-url="([^"]+)"/g)];
    expect(signs).toHaveLength(12);
    for (const [, code, url = ""] of signs) {
      expect(url.startsWith(server.url)).toBe(true);
      expect(typedCode(parseSign(url)?.mac ?? "")).toBe(code);
    }
    expect(html.match(/<svg/g)).toHaveLength(12);
    expect(html).not.toContain("<script");
    for (const { posts } of demoSquads) for (const { title } of posts) expect(html).toContain(title);
  });

  test("X1 a ledger not made by --demo is refused, and left as it was", async () => {
    const plain = await running({ isDemo: false });
    const count = plain.all("SELECT number FROM events").length;
    await plain.stop();
    const refused = await start();
    expect(refused.problem).toContain("--demo");
    const again = await running({ isDemo: false });
    expect(again.all("SELECT number FROM events")).toHaveLength(count);
  });
});

describe("a newer version of the program", () => {
  test("X3 events whose type was unknown are judged at the next start", async () => {
    const first = await running();
    const volunteer = createTestDevice(sendTo(first.server.url), clock.now);
    await volunteer.enrol(first.linkOf("volunteer"));
    const receipt = await volunteer.tell({ type: "consented", version: 2, facts: { to: "location", given: true, wording: 1 } });
    expect(receipt).toMatchObject({ judgement: "pending", problem: "unknownType", revision: 0 });
    // What a program that knows version 2 would read: here version 1, which this one knows.
    first.server.ledger.database.run("UPDATE events SET event = replace(event, '\"version\":2', '\"version\":1') WHERE id = ?", receipt.id);
    await first.stop();
    const second = await running();
    expect(second.all(`SELECT judgement, revision FROM receipts WHERE number = ${receipt.number}`)).toEqual([
      { judgement: "stored", revision: 1 },
    ]);
    expect(second.all("SELECT number FROM waiting")).toEqual([]);
  });
});

describe("plain start", () => {
  test("X13 the administrator's link is printed until it is used, then only when asked for", async () => {
    const first = await running({ isDemo: false });
    const link = first.linkOf("administrator");
    expect(link).toContain("/join#");
    await first.stop();
    const second = await running({ isDemo: false });
    expect(second.linkOf("administrator")).not.toBe("");
    const device = createTestDevice(sendTo(second.server.url), clock.now);
    expect((await device.enrol(link)).reply).toMatchObject({ type: "enrolled", credential: { roles: [{ role: "corpsStaff" }] } });
    await second.stop();
    const third = await running({ isDemo: false });
    expect(third.linkOf("administrator")).toBe("");
    await third.stop();
    const fourth = await running({ isDemo: false, wantsAdminLink: true });
    expect(fourth.linkOf("administrator")).not.toBe("");
    expect(fourth.all("SELECT number FROM events WHERE type = 'patched'")).toHaveLength(3);
  });
});
