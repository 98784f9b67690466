// DESIGN.md section 7, TRUST_PROXY: whose address counts, whatever a stranger writes into X-Forwarded-For.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApp, enrolmentsPerMinute } from "../../src/endpoint/app.ts";
import { clientAddress, parseTrustProxy, type TrustProxy, trustNobody } from "../../src/endpoint/client-address.ts";
import { type City, openCity } from "./city.ts";

const trust = (text: string): TrustProxy => {
  const parsed = parseTrustProxy(text);
  if (parsed === null) throw new Error(text);
  return parsed;
};

describe("the client's address", () => {
  for (const [what, setting, peer, header, address] of [
    ["no proxy: the header is ignored", null, "198.51.100.7", "203.0.113.9", "198.51.100.7"],
    ["an unlisted peer: the header is ignored", "loopback", "198.51.100.7", "203.0.113.9", "198.51.100.7"],
    ["one hop takes what the proxy appended, not what the sender wrote", "1", "127.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"],
    ["two hops", "2", "127.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
    ["more hops than entries: the left-most", "3", "127.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["no hops", "0", "127.0.0.1", "203.0.113.9", "127.0.0.1"],
    ["no header", "1", "127.0.0.1", null, "127.0.0.1"],
    ["a list: right-most untrusted", "loopback, 10.0.0.0/8", "::1", "6.6.6.6, 203.0.113.9, 10.1.2.3", "203.0.113.9"],
    ["everybody on the way is trusted: the left-most", "loopback,10.0.0.0/8", "127.0.0.1", "10.9.9.9, 10.1.2.3", "10.9.9.9"],
    ["IPv4 written as IPv6", "127.0.0.1", "::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["IPv6 networks", "fd00::/8", "fd00::5", "2001:db8::9", "2001:db8::9"],
    ["ports are cut off", "1", "127.0.0.1", "203.0.113.9:5555", "203.0.113.9"],
    ["ports are cut off, IPv6", "1", "127.0.0.1", "[2001:db8::9]:5555", "2001:db8::9"],
    ["what is no address stops at who passed it on", "2", "127.0.0.1", "unknown, 203.0.113.9", "203.0.113.9"],
  ] as const)
    test(`X9 ${what}`, () => {
      expect(clientAddress(peer, header, setting === null ? trustNobody : trust(setting))).toBe(address);
    });

  test("what is neither a number nor addresses is no setting", () => {
    for (const text of ["yes", "10.0.0.0/33", "1.2.3", "loopback,,", "-1", "fd00::/129"]) expect(parseTrustProxy(text), text).toBeNull();
  });
});

const tooMany = enrolmentsPerMinute + 1;

describe("the rate limit", () => {
  let city: City;
  beforeEach(() => {
    city = openCity();
  });
  afterEach(() => city.close());

  /** The status of the last of `count` posts that all come through `peer`, each with another header. */
  async function lastStatus(
    trustProxy: TrustProxy,
    peer: string,
    count: number,
    header: (i: number) => string,
    [path, body]: readonly [string, string] = ["/api/enrolments", "{}"],
  ): Promise<number> {
    const { app, live } = createApp(city.ledger, { ...city.site, trustProxy }, (error) => city.errors.push(error));
    let status = 0;
    for (let i = 0; i < count; i += 1) {
      const init = { method: "POST", body, headers: { "x-forwarded-for": header(i) } };
      status = (await app.request(path, init, { incoming: { socket: { remoteAddress: peer } } })).status;
    }
    live.close();
    return status;
  }

  test("X9 a forged header does not escape it, with no proxy and behind one", async () => {
    expect(await lastStatus(trustNobody, "198.51.100.7", tooMany, (i) => `203.0.${i >> 8}.${i & 255}`)).toBe(429);
    expect(await lastStatus(trust("1"), "127.0.0.1", tooMany, (i) => `203.0.${i >> 8}.${i & 255}, 198.51.100.7`)).toBe(429);
    expect(await lastStatus(trust("loopback"), "198.51.100.7", tooMany, (i) => `203.0.${i >> 8}.${i & 255}`)).toBe(429);
  });

  test("X9 nor the limit of wrong six-digit codes", async () => {
    const guess = ["/api/codes", '{"code":"000000"}'] as const;
    expect(await lastStatus(trustNobody, "198.51.100.7", 11, (i) => `203.0.113.${i}`, guess)).toBe(429);
    expect(await lastStatus(trust("1"), "127.0.0.1", 11, (i) => `203.0.113.${i}, 198.51.100.7`, guess)).toBe(429);
    expect(await lastStatus(trust("1"), "127.0.0.1", 11, (i) => `203.0.113.${i}`, guess)).not.toBe(429);
  });

  test("X9 behind a proxy people do not use up each other's tries", async () => {
    expect(await lastStatus(trust("1"), "127.0.0.1", tooMany, (i) => `203.0.${i >> 8}.${i & 255}`)).toBe(400);
  });
});
