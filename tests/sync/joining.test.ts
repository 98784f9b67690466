// SY22: asking with a squad's link, and six digits: what each answer of the endpoint, or of somebody else, means to a device that has not
// joined.

import { expect, test } from "vitest";
import { waitMs } from "../../src/screens/join/asking.ts";
import { enrol, exchange, redeem } from "../../src/sync/exchange.ts";
import { enrolled, envelope, joined, now, refusal, request, setUp } from "../fixtures/scripted-exchange.ts";

const who = { name: "李雷", lastFour: "0001" };
const waiting = { status: 200, body: JSON.stringify({ type: "waiting", ...envelope, requestedAt: now }) };

test("SY22 who somebody is goes along, the leader's silence is `waiting` and joins nothing, the very same request is let in later", async () => {
  const { ports, sent, journal } = setUp(
    () => waiting,
    () => ({ status: 200, body: JSON.stringify(enrolled) }),
  );
  expect(await enrol(ports, "t.x", who)).toMatchObject({ type: "waiting", reply: { requestedAt: now } });
  expect(request(sent)).toMatchObject({ invite: "t.x", who });
  expect(await journal.membership()).toBeNull();
  expect(await enrol(ports, "t.x", who)).toMatchObject({ type: "enrolled" });
  expect(sent[0]?.body).toBe(sent[1]?.body);
  expect(await journal.membership()).not.toBeNull();
});

test("SY22 declined is a refusal with its code; a full list or no network is tried again", async () => {
  const { ports } = setUp(
    () => refusal("joinDeclined"),
    () => refusal("tooMany", { retryAfterMs: 5000 }),
    () => ({}),
  );
  expect(await enrol(ports, "t.x", who)).toMatchObject({ type: "refused", reply: { code: "joinDeclined" } });
  expect(await enrol(ports, "t.x", who)).toMatchObject({ failure: "busy", retryAfterMs: 5000 });
  expect(await enrol(ports, "t.x", who)).toMatchObject({ failure: "offline" });
});

test("SY22 six digits bring an invite's text; wrong ones and too many are answers, a portal's page is none", async () => {
  const { ports, sent } = setUp(
    () => ({ status: 200, body: JSON.stringify({ type: "code", ...envelope, invite: "t.y" }) }),
    () => refusal("codeUnknown"),
    () => refusal("tooMany"),
    () => ({ status: 200, body: "<html>" }),
    () => waiting,
  );
  expect(await redeem(ports, "012345")).toMatchObject({ type: "code", reply: { invite: "t.y" } });
  expect([sent[0]?.path, sent[0]?.body]).toEqual(["/api/codes", '{"code":"012345"}']);
  expect(await redeem(ports, "1")).toMatchObject({ type: "refused", reply: { code: "codeUnknown" } });
  expect(await redeem(ports, "1")).toMatchObject({ type: "refused", reply: { code: "tooMany" } });
  expect(await redeem(ports, "1")).toMatchObject({ type: "failed", failure: "portal" });
  expect(await redeem(ports, "1")).toMatchObject({ type: "failed", failure: "portal" });
});

test("SY10 an answer to joining is none to an exchange", async () => {
  const { ports, tap, waiting: left } = await joined(() => waiting);
  await tap(1);
  expect(await exchange(ports, 500)).toMatchObject({ failure: "portal", sent: 1 });
  expect(await left()).toBe(1);
});

test("SY22 a device asks again after 4, 8, 15, 30, then every 60 s, a quarter more or less", () => {
  expect([0, 1, 2, 3, 4, 50].map((asked) => waitMs(asked, 0.5))).toEqual([4_000, 8_000, 15_000, 30_000, 60_000, 60_000]);
  expect([waitMs(0, 0), waitMs(4, 0.999_999)]).toEqual([3_000, 75_000]);
});
