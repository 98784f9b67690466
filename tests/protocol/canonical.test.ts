// §4 canonical form: RFC 8785 for what we allow, and refusals of what we do not.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex, concatBytes, hexToBytes, textToBytes, utf8Length } from "../../src/protocol/bytes.ts";
import { canonical, isNotCanonical } from "../../src/protocol/canonical.ts";

const refused = (value: unknown): boolean => {
  try {
    canonical(value);
    return false;
  } catch (error) {
    return isNotCanonical(error);
  }
};

describe("§4 canonical", () => {
  test("§4 keys are sorted by UTF-16 code units, as RFC 8785 section 3.2.3 shows", () => {
    // The RFC's own example, its expected order: carriage return, 1, U+0080, ö, €, smiley (surrogates), U+FB33.
    const example = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    expect(canonical(example)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });
  test("§4 no white space, nested sorting, shortest escapes", () => {
    expect(canonical({ b: [1, { d: null, c: true }], a: '"\\/\b\f\n\r\t\u0001中' })).toBe(
      '{"a":"\\"\\\\/\\b\\f\\n\\r\\t\\u0001中","b":[1,{"c":true,"d":null}]}',
    );
  });
  test.each([
    ["a fraction", 0.5],
    ["beyond safe integers", 2 ** 53],
    ["minus zero", -0],
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["undefined", undefined],
    ["undefined in an object", { a: undefined }],
    ["a hole in an array", Object.assign(new Array(3), { 0: 1, 2: 2 })],
    ["a bigint", 1n],
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["bytes", new Uint8Array(2)],
    ["a lone high surrogate", "a\ud800"],
    ["a lone low surrogate", "\udc00a"],
    ["a pair and a half", "\ud83d\ude00\ude00"],
    ["a lone surrogate in a key", { "\ud800": 1 }],
  ])("§4 refuses %s", (_, value) => {
    expect(refused(value)).toBe(true);
    expect(refused([{ deep: value }])).toBe(true);
  });
  test("§4 refuses what nests beyond 12 levels", () => {
    const nest = (levels: number): unknown => (levels === 0 ? 1 : [nest(levels - 1)]);
    expect(canonical(nest(12))).toBe(`${"[".repeat(12)}1${"]".repeat(12)}`);
    expect(refused(nest(13))).toBe(true);
  });
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: "small", maxDepth: 5 },
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.string({ unit: "grapheme" }),
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(fc.string({ unit: "grapheme" }), tie("any"), { maxKeys: 4 }),
    ),
  })).any;
  test("§4 says the same value, whatever the order of keys", () => {
    const reversed = (v: unknown): unknown =>
      Array.isArray(v)
        ? v.map(reversed)
        : typeof v === "object" && v !== null
          ? Object.fromEntries(
              Object.entries(v)
                .reverse()
                .map(([k, x]) => [k, reversed(x)]),
            )
          : v;
    fc.assert(
      fc.property(value, (v) => {
        const text = canonical(v);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(v)));
        expect(canonical(reversed(v))).toBe(text);
        expect(canonical(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe("§4 bytes", () => {
  test("§4 UTF-8 as everyone else writes it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect([...textToBytes(text)]).toEqual([...Buffer.from(text, "utf8")]);
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });
  test("§4 hex there and back, and refusals", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesToHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
        expect([...hexToBytes(bytesToHex(bytes))]).toEqual([...bytes]);
      }),
    );
    for (const bad of ["0", "0G", "AB", " 00"]) expect(() => hexToBytes(bad)).toThrow(RangeError);
    expect([...concatBytes(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))]).toEqual([1, 2, 3]);
  });
});
