// X10 with real processes: more phones at once than the endpoint lets in. They are turned away, come back as the engine decides, and in the end
// every record is there once and on its leader's phone.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownBounds } from "../../src/endpoint/admission.ts";
import type { BenchProcess } from "../bench/bench-process.ts";
import { figureOf, figuresBy } from "../bench/metrics-text.ts";
import { blow, countRows } from "../bench/storm.ts";
import { eventsOfPhone } from "../bench/storm-device.ts";

const phones = 4 * ownBounds.push.requests;
let folder: string;
const processes: BenchProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "daogang-overload-"));
});
afterAll(async () => {
  await Promise.all(processes.map((it) => it.kill()));
  rmSync(folder, { recursive: true, force: true });
});

test("X1 X9 X10 four times as many phones at once as are let in: some are turned away, all come back, nothing is lost or doubled, nobody asks in a loop", async () => {
  const { drained, metrics } = await blow(folder, { phones, windowMs: 0 }, processes);
  const { answers, unanswered, missingNews, wrong, drainMs } = drained;
  expect({ unanswered, missingNews, wrong }).toEqual({ unanswered: 0, missingNews: 0, wrong: [] });
  const sent = phones * eventsOfPhone;
  expect(countRows(folder)).toMatchObject({ rows: sent, distinct_rows: sent, stored: sent });
  expect(answers.busy).toBeGreaterThan(0);
  expect(answers["200"]).toBeGreaterThanOrEqual(phones);
  // A phone that was turned away waits: a loop would have asked hundreds of times. A machine that takes minutes for the crowd is asked as long,
  // but by nobody more often than once in a second, which is the least that whoever is turned away stays away.
  const asked = Object.values(answers).reduce((sum, count) => sum + count, 0);
  expect(asked).toBeLessThan(phones * Math.max(10, drainMs / 1_000));
  // What the phones saw is what the endpoint says it did.
  const shed = figuresBy(metrics[1], "daogang_shed_total", "kind");
  expect((shed.get("push") ?? 0) + (shed.get("pull") ?? 0)).toBeGreaterThanOrEqual(answers.busy ?? 0);
  expect(figureOf(metrics[1], "daogang_events_total")).toBe(sent);
  expect(figureOf(metrics[1], "daogang_queue_requests")).toBe(0);
  expect(figureOf(metrics[1], "daogang_errors_total")).toBe(0);
}, 600_000);
