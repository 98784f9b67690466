// A hand scanner without a browser: bursts against typing, input methods, full-width letters, Shift, a scanner cut off half-way.

import { describe, expect, test } from "vitest";
import { createWedge, halfWidth, type Key } from "../../src/screens/badge-scan/wedge.ts";

const text = "DG1:A0$*+-:Z9:KLM";
const places: Readonly<Record<string, string>> = { ":": "Semicolon", $: "Digit4", "*": "Digit8", "+": "Equal", "-": "Minus" };
const placeOf = (character: string): string => places[character] ?? (/\d/.test(character) ? `Digit${character}` : `Key${character}`);
const isShifted = (character: string): boolean => /[A-Z:$*+]/.test(character);

/** What a scanner sends, a key every `everyMs`; `written`: what the browser says each key is. */
function send(whole: string, everyMs: number, written: (character: string) => string = (it) => it): readonly Key[] {
  const keys = [...whole].flatMap((character, i): readonly Key[] => [
    ...(isShifted(character) ? [{ key: "Shift", code: "ShiftLeft", shift: true, at: i * everyMs }] : []),
    { key: written(character), code: placeOf(character), shift: isShifted(character), at: i * everyMs + 1 },
  ]);
  return [...keys, { key: "Enter", code: "Enter", shift: false, at: whole.length * everyMs }];
}
const read = (keys: readonly Key[], wedge = createWedge()): readonly string[] => keys.flatMap((key) => wedge.take(key).text ?? []);

describe("a hand scanner", () => {
  test("a burst ended by Enter is a code, at any speed scanners have; typing is not", () => {
    for (const everyMs of [0, 1, 8, 30, 100]) expect(read(send(text, everyMs))).toEqual([text]);
    for (const everyMs of [200, 400]) expect(read(send(text.slice(4), everyMs))).toEqual([]);
    // One of ours stays whole on a tablet that is busy in the middle of it.
    expect(read(send(text, 5).map((key, i) => (i < 9 ? key : { ...key, at: key.at + 900 })))).toEqual([text]);
  });
  test("one after the other, and one after a scan that was cut off", () => {
    const wedge = createWedge();
    expect(read(send(text, 5), wedge)).toEqual([text]);
    expect(read(send("DG1:CUT", 5).slice(0, -1), wedge)).toEqual([]);
    expect(
      read(
        send(text, 5).map((key) => ({ ...key, at: key.at + 5_000 })),
        wedge,
      ),
    ).toEqual([text]);
  });
  test("its Enter presses nothing else; a person's Enter does", () => {
    const wedge = createWedge();
    const answers = send(text, 5).map((key) => wedge.take(key));
    expect(answers[answers.length - 1]).toEqual({ isBurst: true, text });
    expect(createWedge().take({ key: "Enter", code: "Enter", shift: false, at: 9 })).toEqual({ isBurst: false, text: null });
    expect(answers[1]?.isBurst).toBe(false);
  });
  test("an input method hides the letters, or writes them full-width: the same code", () => {
    expect(read(send(text, 5, () => "Process"))).toEqual([text]);
    const full = (character: string): string => String.fromCharCode(character.charCodeAt(0) + 0xfee0);
    expect(read(send(text, 5, full))).toEqual([text]);
    expect(halfWidth("ＤＧ１:￥×—")).toBe("DG1:$*-");
  });
  test("too short for a code, and Enter much later: nothing", () => {
    expect(read(send("AB12", 5))).toEqual([]);
    const late = send(text, 5).map((key) => (key.key === "Enter" ? { ...key, at: key.at + 2_000 } : key));
    expect(read(late)).toEqual([]);
  });
});
