// The small choices of a device (fake-indexeddb).

import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { createSettings, defaultSettings } from "../../src/device/settings.ts";

it("two choices made at once are both kept, and each is told all that is kept by then", async () => {
  const settings = createSettings("both");
  expect(await settings.load()).toEqual(defaultSettings);
  const [first, second] = await Promise.all([settings.save({ language: "en" }), settings.save({ hasJoined: true })]);
  expect(first).toEqual({ ...defaultSettings, language: "en" });
  expect(second).toEqual({ ...defaultSettings, language: "en", hasJoined: true });
  expect(await settings.load()).toEqual(second);
});
