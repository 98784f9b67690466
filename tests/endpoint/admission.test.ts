// X10: whom the endpoint turns away when more come than it can serve, in which order, for how long, and that nobody is turned away for good.

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createAdmission,
  isTooMuch,
  type Kind,
  openAdmission,
  ownBounds,
  type Pressure,
  stay,
  type Ticket,
} from "../../src/endpoint/admission.ts";
import { createApp } from "../../src/endpoint/app.ts";
import type { App } from "../../src/endpoint/app-context.ts";
import { claimedBytes, type Head, kindOf } from "../../src/endpoint/door.ts";
import { nextAfterMs } from "../../src/endpoint/exchange.ts";
import { createTestDevice } from "../fixtures/test-device.ts";
import { type City, openPeopledCity, person, shift } from "./city.ts";

const calm: Pressure = { requests: 0, bytes: 0, oldestMs: 0, lagMs: 0, reading: 0, readingBytes: 0 };
const dimensions = Object.keys(calm) as (keyof Pressure)[];

/** An admission whose time and lag the test moves. */
function createMoved() {
  const at = { ms: 0, lagMs: 0 };
  const shed: Kind[] = [];
  const admission = createAdmission({
    elapsedMs: () => at.ms,
    lagMs: () => at.lagMs,
    fraction: () => 0.5,
    onShed: (kind) => shed.push(kind),
  });
  const enter = (kind: Kind, bytes = 1_000): Ticket | null => {
    const arrival = admission.arrive(kind, bytes);
    return arrival.ok && arrival.ticket.begin(bytes) === null ? arrival.ticket : null;
  };
  const stayMs = (kind: Kind): number => {
    const arrival = admission.arrive(kind, 0);
    if (arrival.ok) throw new Error("let in");
    return arrival.stayMs;
  };
  return { admission, at, shed, enter, stayMs };
}

describe("who is turned away", () => {
  test.each(dimensions)("X10 pulls long before pushes: %s", (of) => {
    const [pull, push] = [ownBounds.pull[of], ownBounds.push[of]];
    expect(pull).toBeLessThanOrEqual(push / 2);
    const judged = (value: number): readonly boolean[] =>
      [ownBounds.pull, ownBounds.push].map((most) => isTooMuch(most, { ...calm, [of]: value }));
    expect(judged(pull - 1)).toEqual([false, false]);
    expect(judged(pull)).toEqual([true, false]);
    expect(judged(push)).toEqual([true, true]);
  });

  test("X10 a queue of pushes turns pulls away and lets pushes in until it is really full", () => {
    const { enter, shed, admission } = createMoved();
    const inside: (Ticket | null)[] = [];
    while (inside.length < 1_000 && shed.length === 0) inside.push(enter("push"));
    expect(inside.length - 1).toBe(ownBounds.push.requests);
    inside[0]?.leave();
    expect(enter("pull")).toBeNull();
    expect(enter("push")).not.toBeNull();
    expect(admission.pressure().requests).toBe(ownBounds.push.requests);
  });

  test("X10 the age of the oldest and a late event loop count even while few are inside", () => {
    const { enter, at } = createMoved();
    const oldest = enter("push");
    at.ms = ownBounds.pull.oldestMs;
    expect([enter("pull"), enter("push") !== null]).toEqual([null, true]);
    oldest?.leave();
    // The second one has only just come.
    expect(enter("pull")).not.toBeNull();
    at.lagMs = ownBounds.push.lagMs;
    expect(enter("push")).toBeNull();
  });

  test("X10 memory is bounded: bodies that are coming and bodies that are here are counted, and a body is judged once more when it is here", () => {
    const { admission, enter } = createMoved();
    const coming = Array.from({ length: 10_000 }, () => admission.arrive("push", 256 * 1024)).flatMap((it) => (it.ok ? [it.ticket] : []));
    expect(coming.length * 256 * 1024).toBeLessThanOrEqual(ownBounds.push.readingBytes);
    const begun = coming.filter((ticket) => ticket.begin(1024 * 1024) === null);
    expect(begun.length).toBe(ownBounds.push.bytes / (1024 * 1024));
    for (const ticket of coming) ticket.leave();
    expect(admission.pressure()).toEqual(calm);
    expect(enter("pull")).not.toBeNull();
  });

  test("X10 what turns out to be a pull is judged as one, and gives its place back", () => {
    const { admission, enter } = createMoved();
    while (admission.pressure().requests < ownBounds.pull.requests) enter("push");
    const disguised = enter("push");
    expect(disguised?.known("push")).toBeNull();
    expect(disguised?.known("pull")).toBeGreaterThanOrEqual(stay.leastMs * 0.9);
    expect(admission.pressure().requests).toBe(ownBounds.pull.requests);
  });

  test("X10 whatever comes and goes in whatever order, nothing stays behind", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ kind: fc.constantFrom<Kind>("pull", "push"), bytes: fc.nat(1024 * 1024), steps: fc.nat(7), ms: fc.nat(500) })),
        (visits) => {
          const { admission, at } = createMoved();
          const open: Ticket[] = [];
          for (const { kind, bytes, steps, ms } of visits) {
            at.ms += ms;
            const arrival = admission.arrive(kind, bytes);
            if (!arrival.ok) continue;
            if ((steps & 1) > 0) arrival.ticket.begin(bytes);
            if ((steps & 2) > 0) arrival.ticket.known("pull");
            if ((steps & 4) > 0) arrival.ticket.leave();
            open.push(arrival.ticket);
            expect(Object.values(admission.pressure()).every((value) => value >= 0)).toBe(true);
          }
          for (const ticket of open) ticket.leave();
          expect(admission.pressure()).toEqual(calm);
        },
      ),
    );
  });
});

describe("for how long", () => {
  test("X9 X10 a crowd is asked to come one after another, not all at once and not within the second", () => {
    const { admission, at, stayMs } = createMoved();
    at.lagMs = 10_000;
    const stays = Array.from({ length: 2_000 }, () => stayMs("push"));
    expect(Math.min(...stays)).toBeGreaterThanOrEqual(stay.leastMs * 0.9);
    expect(Math.max(...stays)).toBeLessThanOrEqual(stay.mostMs);
    // The later ones are asked for longer.
    expect(stays[1_999]).toBeGreaterThan((stays[999] ?? 0) * 1.5);
    expect(admission.busyMs()).toBeGreaterThan(stay.leastMs);
    at.ms += stay.mostMs;
    expect(admission.busyMs()).toBe(0);
    expect(stayMs("push")).toBeLessThan(stay.leastMs * 1.2);
  });

  test("X10 the line moves as fast as requests are served: an endpoint that does less asks for longer", () => {
    const lineAt = (perSecond: number): number => {
      const { admission, at, enter, stayMs } = createMoved();
      // Half a minute in which so many are served while others are turned away.
      for (let second = 0; second < 30; second += 1) {
        for (let i = 0; i < perSecond; i += 1) enter("push")?.leave();
        at.lagMs = 10_000;
        stayMs("push");
        at.lagMs = 0;
        at.ms += 1_000;
        admission.busyMs();
      }
      at.lagMs = 10_000;
      return Array.from({ length: 3_000 }, () => stayMs("push"))[2_999] ?? 0;
    };
    const [stuck, slow, quick] = [lineAt(1), lineAt(20), lineAt(100)];
    expect(slow).toBeGreaterThan(quick * 3);
    // Whoever was sent away while the machine was busy with something else is not sent away for as long as that would seem to take.
    expect(stuck).toBeGreaterThan(slow);
    expect(stuck).toBeLessThan(90_000);
  });

  test("X10 room left while some wait outside makes the line move faster", () => {
    const { admission, at, stayMs } = createMoved();
    at.lagMs = 10_000;
    for (let i = 0; i < 10_000; i += 1) stayMs("push");
    at.lagMs = 0;
    const stays = Array.from({ length: 6 }, () => {
      at.ms += 1_000;
      return admission.busyMs();
    });
    // In the end by more than a second each second.
    expect((stays[4] ?? 0) - (stays[5] ?? 0)).toBeGreaterThan(1_200);
    expect(stays[5]).toBeGreaterThan(0);
  });

  test("X8 X10 without a crowd a device comes back after about a minute; with one, after as much longer as the crowd takes", () => {
    const at = (busyMs: number, fraction: number): number =>
      nextAfterMs({ busyMs: () => busyMs, random: { fraction: () => fraction, bytes: () => new Uint8Array() } });
    expect([at(0, 0), at(0, 0.5), at(0, 0.999)].map((ms) => Math.round(ms / 1_000))).toEqual([45, 60, 75]);
    expect(at(60_000, 0.5)).toBe(180_000);
    expect(at(stay.mostMs * 10, 1)).toBeLessThanOrEqual(750_000);
  });
});

describe("at the door", () => {
  const head = (change: Partial<Head>): Head => ({ method: "POST", path: "/api/exchange", length: "300", encoding: null, ...change });

  test("X10 what is said about a request only ever makes it a pull: everything unclear may bring something", () => {
    expect(kindOf(head({}))).toBe("pull");
    for (const change of [{ length: null }, { length: "513" }, { length: "x" }, { encoding: "gzip" }, { path: "/api/enrolments" }])
      expect(kindOf(head(change)), JSON.stringify(change)).toBe("push");
    expect(kindOf(head({ method: "GET", path: "/api/reports/people", length: null }))).toBe("pull");
    expect(claimedBytes(head({ length: null }))).toBe(256 * 1024);
    expect(claimedBytes(head({ length: "9999999999" }))).toBe(256 * 1024);
    expect(claimedBytes(head({ length: "-5" }))).toBe(0);
    expect(claimedBytes(head({ method: "GET", length: null }))).toBe(0);
  });
});

describe("over HTTP", () => {
  let city: City;
  let app: App;
  let full: readonly Kind[];
  beforeEach(async () => {
    city = await openPeopledCity();
    full = [];
    const bounds = { pull: { ...ownBounds.pull }, push: { ...ownBounds.push } };
    const admission = createAdmission({
      elapsedMs: () => 0,
      lagMs: () => (full.includes("push") ? 5_000 : full.includes("pull") ? 1_000 : 0),
      fraction: () => 0.5,
      bounds,
    });
    app = createApp(city.ledger, city.site, (error) => city.errors.push(error), {
      admission,
      onAnswered: () => {},
      stopwatch: { elapsedMs: () => 0 },
      metrics: async () => null,
    }).app;
  });
  afterEach(() => {
    expect(city.errors).toEqual([]);
    city.close();
  });
  const joined = async () => {
    const device = createTestDevice((path, init) => {
      const body = init.body as string | Uint8Array;
      return app.request(path, { ...init, headers: { ...init.headers, "content-length": String(Buffer.byteLength(body)) } });
    }, city.clock.now);
    await device.enrol(city.invite(person.ann));
    await device.pull();
    return device;
  };

  test("X10 a full endpoint answers a pull with 503 busy and Retry-After in our own envelope, still takes pushes, and loses nothing", async () => {
    const ann = await joined();
    full = ["pull"];
    const pulled = await ann.exchange();
    expect([pulled.status, pulled.reply]).toMatchObject([503, { type: "problem", code: "busy", ledger: city.ledger.id, epoch: 1 }]);
    expect(Number(pulled.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect((await ann.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } })).judgement).toBe("stored");
    full = ["pull", "push"];
    ann.record({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    const pushed = await ann.exchange();
    expect([pushed.status, ann.outbox().length]).toEqual([503, 1]);
    expect(Number(pushed.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    full = [];
    expect((await ann.exchange()).status).toBe(200);
    expect(ann.outbox()).toEqual([]);
  });

  test("X10 a pull is turned away before its body is read; one that looks like a push, once its words are known", async () => {
    const ann = await joined();
    full = ["pull"];
    let isRead = false;
    const body = new ReadableStream(
      {
        pull: (controller) => {
          isRead = true;
          controller.enqueue(new TextEncoder().encode("{}"));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const init = { method: "POST", body, duplex: "half", headers: { "content-length": "300" } } as RequestInit;
    expect([(await app.request(new Request("http://localhost/api/exchange", init))).status, isRead]).toEqual([503, false]);
    const disguised = await ann.exchange({ gzip: true });
    expect([disguised.status, disguised.reply.type === "problem" && disguised.reply.code]).toEqual([503, "busy"]);
    expect(Number(disguised.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  });

  test("X10 desk and live line wait like pulls, enrolments like pushes; health, readiness and the app itself are always answered", async () => {
    const ann = await joined();
    full = ["pull"];
    const authorization = `Bearer ${ann.state.token}`;
    const status = async (path: string, init: RequestInit = {}): Promise<number> => (await app.request(path, init)).status;
    for (const path of ["/api/live", "/api/reports/overview"]) expect(await status(path, { headers: { authorization } }), path).toBe(503);
    expect(await status("/api/enrolments", { method: "POST", body: "{}" })).toBe(400);
    full = ["pull", "push"];
    expect(await status("/api/enrolments", { method: "POST", body: "{}" })).toBe(503);
    expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 200]);
    const missing = await app.request("/assets/none.js");
    expect([missing.status, missing.headers.get("content-security-policy")]).not.toContain(null);
    expect(missing.status).toBe(404);
  });

  test("an open door lets everybody in", () => {
    const admission = openAdmission();
    for (let i = 0; i < 10_000; i += 1) expect(admission.arrive("pull", 1_000_000).ok).toBe(true);
  });
});
