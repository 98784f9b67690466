// /metrics: that it counts what happened, that nothing in it is anybody's, and who may read it.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mayReadMetrics } from "../../src/endpoint/metrics-access.ts";
import { eventTable } from "../../src/protocol/events.ts";
import { problemTable } from "../../src/protocol/problems.ts";
import { figureOf, figuresBy, quantileOf } from "../bench/metrics-text.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { secretsOf, startWatchedServer, type WatchedServer } from "./watched-server.ts";

let watched: WatchedServer;
let volunteer: TestDevice;
beforeAll(async () => {
  watched = await startWatchedServer();
  volunteer = await watched.join("volunteer");
});
afterAll(() => watched.close());

const read = async (): Promise<string> => (await fetch(`${watched.server.url}/metrics`)).text();

describe("/metrics", () => {
  test("X2 X3 X12 counts events by type and judgement, those heard again, what waits, what was set aside, and requests by outcome", async () => {
    const before = await read();
    const gained = async (name: string): Promise<number> => figureOf(await read(), name) - figureOf(before, name);
    const first = volunteer.record({ type: "checkedIn", facts: { shift: null, post: null } });
    // Names something that has not come.
    volunteer.record({ type: "retracted", facts: { of: "f".repeat(32) } });
    volunteer.record({ type: "checkedIn", facts: { shift: null, post: null }, author: "e".repeat(32) });
    volunteer.record({ type: "danced" as never, facts: {} as never, version: 1 });
    const all = volunteer.outbox();
    await volunteer.exchange();
    await volunteer.exchange({ events: all });
    const text = await read();
    const judged = (judgement: string): number =>
      [...text.matchAll(/^daogang_events_total\{(.*)\} (\d+)$/gm)].reduce(
        (sum, [, labels = "", count]) => (labels.includes(`judgement="${judgement}"`) ? sum + Number(count) : sum),
        0,
      );
    expect([judged("stored"), judged("pending"), judged("quarantined")]).toEqual([1, 2, 1]);
    expect(figuresBy(text, "daogang_events_total", "type")).toEqual(
      new Map([
        ["checkedIn", 2],
        ["retracted", 1],
        ["unknown", 1],
      ]),
    );
    expect(await gained("daogang_events_again_total")).toBe(4);
    expect(figureOf(text, "daogang_pending_events")).toBe(2);
    expect(figuresBy(text, "daogang_quarantined_total", "problem")).toEqual(new Map([["notBound", 1]]));
    expect(first.event.type).toBe("checkedIn");
    const exchanged = [...text.matchAll(/^daogang_requests_total\{route="\/api\/exchange",outcome="ok"\} (\d+)$/gm)].map(
      ([, count]) => count,
    );
    expect(Number(exchanged[0])).toBeGreaterThanOrEqual(3);
    expect(figureOf(text, "daogang_silent_devices")).toBe(0);
    expect(figureOf(text, "daogang_epoch")).toBe(1);
  });

  test("X4 X10 shows groups, commits, the queue, the event loop, memory, and where the time of requests goes", async () => {
    const before = await read();
    for (let i = 0; i < 3; i += 1) await volunteer.tell({ type: "consented", facts: { to: "location", given: true, wording: i } });
    const text = await read();
    const gained = (name: string): number => figureOf(text, name) - figureOf(before, name);
    expect([gained("daogang_group_requests_sum"), gained("daogang_group_events_sum")]).toEqual([3, 3]);
    expect(gained("daogang_commit_seconds_count")).toBe(3);
    const stages = figuresBy(text, "daogang_stage_seconds_total", "stage");
    for (const stage of ["parse", "schema", "signature", "chain", "append", "folds", "news", "commit", "reply"])
      expect(stages.get(stage), stage).toBeGreaterThan(0);
    expect(figureOf(text, "daogang_queue_requests")).toBe(0);
    expect(figureOf(text, "process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
    expect(figureOf(text, "daogang_event_loop_lag_seconds_count")).toBeGreaterThan(0);
  });

  test("X8 no id, name, phone, key or address stands in it, and every label is one of a few words of ours", async () => {
    const leader = await watched.join("leader");
    await fetch(`${watched.server.url}/api/reports/people/${volunteer.state.person}`);
    await fetch(`${watched.server.url}/assets/${volunteer.state.person}.js`);
    const text = await read();
    const secrets = [...secretsOf(volunteer), ...secretsOf(leader)].filter((secret) => !/^\d+$/.test(secret));
    expect(secrets.length).toBeGreaterThan(50);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    // The rest is Node's own: its handles by their kind, its memory by its spaces.
    const ours = text
      .split("\n")
      .filter((line) => line.startsWith("daogang_"))
      .join("\n");
    const labels = new Map<string, Set<string>>();
    for (const [, name = "", value = ""] of ours.matchAll(/(?:\{|,)([a-z_]+)="([^"]*)"/g))
      labels.set(name, (labels.get(name) ?? new Set()).add(value));
    const known: Readonly<Record<string, readonly string[]>> = {
      type: [...Object.keys(eventTable), "unknown"],
      judgement: ["stored", "pending", "quarantined"],
      problem: Object.keys(problemTable),
      outcome: ["ok", "none", ...Object.keys(problemTable)],
      kind: ["pull", "push"],
      stage: ["parse", "schema", "signature", "chain", "judge", "append", "folds", "news", "reply", "commit"],
    };
    for (const [name, words] of Object.entries(known))
      expect(
        [...(labels.get(name) ?? [])].filter((value) => !words.includes(value)),
        name,
      ).toEqual([]);
    expect([...(labels.get("route") ?? [])].filter((route) => !/^(other|(\/:?[a-z][a-z.-]*)+)$/.test(route))).toEqual([]);
    expect([...(labels.get("route") ?? [])]).toEqual(expect.arrayContaining(["/api/exchange", "/api/reports/people/:person", "other"]));
    expect([...labels.keys()].filter((name) => !(name in known) && name !== "route" && name !== "le")).toEqual([]);
  });
});

describe("who may read /metrics", () => {
  const asked = { peer: "127.0.0.1", isForwarded: false, authorization: null };

  test("without a token only this machine, not through a proxy, and only while no public address is set", () => {
    for (const peer of ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
      expect(mayReadMetrics({ ...asked, peer }, null, null), peer).toBe(true);
    for (const peer of ["10.0.0.8", "", "localhost", "::ffff:10.0.0.8", "fe80::1"])
      expect(mayReadMetrics({ ...asked, peer }, null, null), peer).toBe(false);
    expect(mayReadMetrics({ ...asked, isForwarded: true }, null, null)).toBe(false);
    for (const url of ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:1"])
      expect(mayReadMetrics(asked, null, url), url).toBe(true);
    for (const url of ["https://daogang.example", "http://10.0.0.8:8080"]) expect(mayReadMetrics(asked, null, url), url).toBe(false);
  });

  test("with a token whoever brings it, from anywhere, and nobody else", () => {
    const token = "0123456789abcdefXYZ";
    const far = { peer: "10.0.0.8", isForwarded: true, authorization: `Bearer ${token}` };
    expect(mayReadMetrics(far, token, "https://daogang.example")).toBe(true);
    for (const authorization of [null, "", `Bearer ${token}x`, token, "Bearer "])
      expect(mayReadMetrics({ ...asked, authorization }, token, null)).toBe(false);
  });

  test("X8 whoever may not gets the same 404 as for what is not there; a wrong setting is one sentence", async () => {
    const forwarded = await fetch(`${watched.server.url}/metrics`, { headers: { "x-forwarded-for": "127.0.0.1" } });
    expect([forwarded.status, ((await forwarded.json()) as { code: string }).code]).toEqual([404, "notFound"]);
    await expect(startWatchedServer({ METRICS_TOKEN: "short" })).rejects.toThrow(/^METRICS_TOKEN .*\.$/);
    await expect(startWatchedServer({ LOG_LEVEL: "loud" })).rejects.toThrow(/^LOG_LEVEL .*loud.*\.$/);
  });
});

describe("reading it in a bench", () => {
  test("a quantile is of what was gained between two looks", () => {
    const at = (counts: readonly number[]): string => ["0.1", "0.2", "+Inf"].map((le, i) => `a_bucket{le="${le}"} ${counts[i]}`).join("\n");
    expect(quantileOf([at([50, 50, 50]), at([50, 150, 150])], "a", 0.5)).toBeCloseTo(0.15);
    expect(quantileOf([at([0, 0, 0]), at([99, 99, 100])], "a", 0.99)).toBeCloseTo(0.1);
    expect(quantileOf([at([0, 0, 0]), at([0, 0, 1])], "a", 0.99)).toBe(0.2);
  });
});
