// §9 the wire tripwire: a schema that changes without a new version stops here, and says what to do.

import { readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { factSchemas } from "../../src/protocol/events.ts";
import { findUnversioned, hashShapes, type RecordedHashes, wireHashesNow } from "../fixtures/wire-hashes.ts";

const path = new URL("../../src/protocol/wire-hashes.json", import.meta.url);
const read = (): RecordedHashes => JSON.parse(readFileSync(path, "utf8")) as RecordedHashes;

/** Adds what is new. A version that is recorded is never rewritten; before a first release delete its line by hand and accept again. */
function accept(): void {
  const recorded: Record<string, Record<string, string>> = JSON.parse(JSON.stringify(read()));
  for (const { name, version, hash } of wireHashesNow()) recorded[name] = { [version]: hash, ...recorded[name] };
  writeFileSync(path, `${JSON.stringify(recorded, null, 2)}\n`);
}

describe("§9 tripwire", () => {
  test("§9 nothing on the wire changed without its version", () => {
    if (process.env.WIRE_HASHES === "accept") accept();
    expect(findUnversioned(wireHashesNow(), read())).toEqual([]);
  });
  test("§9 every recorded version is still known, and none is newer than today's", () => {
    const now = new Map(wireHashesNow().map(({ name, version }) => [name, version]));
    for (const [name, versions] of Object.entries(read()))
      expect(Object.keys(versions).map(Number)).toEqual(Array.from({ length: now.get(name) ?? 0 }, (_, i) => i + 1));
  });
  test("§9 it is caught and told: a changed event, a changed envelope, one not recorded", () => {
    const now = wireHashesNow();
    const changed = now.map((one) => (one.name === "marked" || one.name === "protocol" ? { ...one, hash: "0" } : one));
    const found = findUnversioned(changed, read());
    expect(found).toHaveLength(2);
    expect(found[0]).toContain("raise protocolVersion to 2");
    expect(found[1]).toContain("raise eventVersions.marked to 2");
    expect(findUnversioned([{ name: "marked", version: 2, hash: "0" }], read())[0]).toContain("WIRE_HASHES=accept");
  });
  test.each([
    ["a field more", v.object({ ...factSchemas.checkedIn.entries, more: v.boolean() })],
    [
      "a field optional",
      v.object({ shift: factSchemas.checkedIn.entries.shift, post: v.exactOptional(factSchemas.checkedIn.entries.post) }),
    ],
    ["null no longer allowed", v.object({ shift: factSchemas.checkedIn.entries.shift, post: v.string() })],
    [
      "another pattern",
      v.object({ shift: factSchemas.checkedIn.entries.shift, post: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))) }),
    ],
    ["whole numbers no longer asked for", v.object({ at: v.number() })],
  ])("§9 the hash sees %s", (name, schema) => {
    const before =
      name === "whole numbers no longer asked for" ? v.object({ at: v.pipe(v.number(), v.safeInteger()) }) : factSchemas.checkedIn;
    expect(hashShapes({ facts: schema })).not.toBe(hashShapes({ facts: before }));
    expect(hashShapes({ facts: before })).toMatch(/^[0-9a-f]{64}$/);
  });
});
