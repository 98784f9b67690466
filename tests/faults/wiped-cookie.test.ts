// F22 at the endpoint: what is left of a device in a cookie no script can read, set by exchanges, asked for by nobody but the page 加入.

import { expect, test } from "vitest";
import { parsePast, pastCookie } from "../../src/endpoint/wiped-cookie.ts";

const device = "ab".repeat(32);
const now = 1_790_000_000_000;
const pairOf = (cookie: string | null): string => cookie?.split(";")[0] ?? "";

test("F22 X12 an exchange leaves how much is not sent, unreadable to scripts, sent back to the endpoint alone", () => {
  const cookie = pastCookie(undefined, { device, outboxCount: 3, now, isSecure: true });
  expect(cookie).toMatch(/; Path=\/api; Max-Age=34560000; HttpOnly; SameSite=Strict; Secure$/);
  expect(parsePast(`other=1; ${pairOf(cookie)}; more=2`)).toEqual({ mark: "abababab", outboxCount: 3, at: now });
  // Nothing of the device but a mark from which nothing follows.
  expect(cookie).not.toContain(device.slice(0, 9));
});

test("F22 it is set only when something has changed, and once a week", () => {
  const brought = pairOf(pastCookie(undefined, { device, outboxCount: 0, now, isSecure: false }));
  const set = (change: { device?: string; outboxCount?: number; now?: number }) =>
    pastCookie(brought, { device, outboxCount: 0, now: now + 60_000, isSecure: false, ...change });
  expect(set({})).toBeNull();
  expect(set({ outboxCount: 2 })).not.toBeNull();
  expect(set({ device: "cd".repeat(32) })).not.toBeNull();
  expect(set({ now: now + 8 * 86_400_000 })).not.toBeNull();
});

test.each([
  "",
  "daogang-past=",
  "daogang-past=xyz.1.1",
  "daogang-past=abababab.1",
  "daogang-past=abababab.99999999.1",
  "xdaogang-past=abababab.1.1",
])("F22 %s is none of ours", (cookies) => expect(parsePast(cookies)).toBeNull());
