// MAP_TILES: a wrong setting is one sentence; without one nothing foreign is let in; with one exactly its pictures are, and those who
// draw posts are told which datum they are in.

import { afterEach, describe, expect, test } from "vitest";
import { createApp } from "../../src/endpoint/app.ts";
import { readConfig } from "../../src/endpoint/config.ts";
import type { MapTiles } from "../../src/endpoint/map-tiles.ts";
import { type City, openPeopledCity, person } from "./city.ts";

const tiles: MapTiles = {
  url: "https://tiles.example.org/a/{z}/{x}/{y}.png?k=1",
  datum: "gcj02",
  name: "某图",
  origin: "https://tiles.example.org",
};
let city: City | null = null;
afterEach(() => {
  city?.close();
  city = null;
});

describe("MAP_TILES", () => {
  test("is read with its datum and name; unset, empty and another setting's absence change nothing", () => {
    const env = { MAP_TILES: tiles.url, MAP_TILES_DATUM: "gcj02", MAP_TILES_NAME: "某图" };
    expect(readConfig(env, [], "client")).toMatchObject({ ok: true, value: { mapTiles: tiles } });
    expect(readConfig({ ...env, MAP_TILES_NAME: "" }, [], "client")).toMatchObject({ value: { mapTiles: { name: "tiles.example.org" } } });
    expect(readConfig({}, [], "client")).toMatchObject({ ok: true, value: { mapTiles: null } });
    expect(readConfig({ MAP_TILES: "" }, [], "client")).toMatchObject({ ok: true, value: { mapTiles: null } });
    const here = { MAP_TILES: "http://127.0.0.1:9000/{z}/{x}/{y}", MAP_TILES_DATUM: "wgs84" };
    expect(readConfig(here, [], "client")).toMatchObject({ value: { mapTiles: { origin: "http://127.0.0.1:9000" } } });
  });
  test.each([
    [{ MAP_TILES: "http://tiles.example.org/{z}/{x}/{y}", MAP_TILES_DATUM: "wgs84" }, "https"],
    [{ MAP_TILES: "tiles/{z}/{x}/{y}", MAP_TILES_DATUM: "wgs84" }, "https"],
    [{ MAP_TILES: "https://a@tiles.example.org/{z}/{x}/{y}", MAP_TILES_DATUM: "wgs84" }, "https"],
    [{ MAP_TILES: "https://tiles.example.org/{z}/{x}.png", MAP_TILES_DATUM: "wgs84" }, "{y}"],
    [{ MAP_TILES: "https://{s}.example.org/{z}/{x}/{y}.png", MAP_TILES_DATUM: "wgs84" }, "MAP_TILES"],
    [{ MAP_TILES: "https://tiles.example.org/{z}/{x}/{y}/{r}", MAP_TILES_DATUM: "wgs84" }, "only"],
    [{ MAP_TILES: tiles.url }, "gcj02"],
    [{ MAP_TILES: tiles.url, MAP_TILES_DATUM: "cgcs2000" }, "cgcs2000"],
    [{ MAP_TILES_DATUM: "wgs84" }, "without MAP_TILES"],
    [{ MAP_TILES_NAME: "某图" }, "without MAP_TILES"],
  ])("%j is refused in one sentence", (env, word) => {
    const read = readConfig(env, [], "client");
    if (read.ok) throw new Error("accepted");
    expect(read.problem).toContain(word);
    expect(read.problem).not.toContain("\n");
  });
});

describe("GET /api/reports/map", () => {
  const ask = async (of: string, mapTiles: MapTiles | null) => {
    city ??= await openPeopledCity();
    const device = await city.join(of);
    const { app, live } = createApp(city.ledger, { ...city.site, mapTiles }, (error) => city?.errors.push(error));
    const response = await app.request("/api/reports/map", { headers: { authorization: `Bearer ${device.state.token}` } });
    live.close();
    return { status: response.status, reply: await response.json(), policy: response.headers.get("content-security-policy") };
  };

  test("R25 leaders and branch staff are told which map, a volunteer is not", async () => {
    expect(await ask(person.leaderOne, tiles)).toMatchObject({
      status: 200,
      reply: { type: "map", tiles: { url: tiles.url, datum: "gcj02", name: "某图" } },
    });
    expect((await ask(person.east, tiles)).status).toBe(200);
    expect(await ask(person.ann, tiles)).toMatchObject({ status: 403, reply: { code: "forbidden" } });
    expect((await ask(person.leaderOne, null)).reply).toMatchObject({ type: "map", tiles: null });
  });
  test("the policy lets in that one origin's pictures, and without a setting nobody's", async () => {
    const pictures = (policy: string | null) => /img-src [^;]*/.exec(policy ?? "")?.[0];
    const [none, some] = [await ask(person.leaderOne, null), await ask(person.leaderOne, tiles)];
    expect(pictures(none.policy)).toBe("img-src 'self' blob: data:");
    expect(pictures(some.policy)).toBe("img-src 'self' blob: data: https://tiles.example.org");
    expect(some.policy?.replace(" https://tiles.example.org", "")).toBe(none.policy);
  });
});
