// A hand scanner is a keyboard that types a whole code in a moment and presses Enter. Takes such a burst out of what is typed, whatever has the
// focus, through an input method and in full-width letters too; people type slower. Pure: told of keys and times, asks no clock.

export interface Key {
  readonly key: string;
  /** The key's place on the keyboard: what is left where an input method hides the letter. */
  readonly code: string;
  readonly shift: boolean;
  /** ms, of one clock. */
  readonly at: number;
}

export interface Wedge {
  /** isBurst: this key belongs to a scanner, nobody else should act on it. `text`: a code is complete. */
  take(key: Key): { readonly isBurst: boolean; readonly text: string | null };
}

/** A slow scanner sends a key every 30 ms, and a busy tablet takes its time to say so. There is no field here for people to type fast into. */
const betweenMs = 150;
/** Enter may come a little later. */
const beforeEnterMs = 300;
/** What begins as our codes do is one, however busy the tablet is. */
const ownBetweenMs = 1_500;
const isOwn = (text: string): boolean => /^dg\d:/i.test(text);
/** From the third quick key on it is no person. */
const fewestQuick = 3;
const fewest = 8;
const most = 400;

const signs: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Minus: ["-", "_"],
  Equal: ["=", "+"],
  Semicolon: [";", ":"],
  Slash: ["/", "?"],
  Period: [".", ">"],
  Comma: [",", "<"],
  Space: [" ", " "],
  NumpadAdd: ["+", "+"],
  NumpadSubtract: ["-", "-"],
  NumpadMultiply: ["*", "*"],
  NumpadDivide: ["/", "/"],
  NumpadDecimal: [".", "."],
};
const overDigits = ")!@#$%^&*(";

/** As an American keyboard has it: that is what scanners pretend to be. */
function byPlace(code: string, shift: boolean): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^(Digit|Numpad)([0-9])$/.exec(code);
  if (digit !== null) return digit[1] === "Digit" && shift ? (overDigits[Number(digit[2])] ?? "") : (digit[2] ?? "");
  return signs[code]?.[shift ? 1 : 0] ?? "";
}

/** Full-width forms are their plain ones, 0xFEE0 further up; what Chinese input methods make of three signs. */
export const halfWidth = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/g, (it) => String.fromCharCode(it.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ")
    .replace(/[\uFFE5\u00A5]/g, "$")
    .replace(/\u2014+/g, "-")
    .replace(/\u00D7/g, "*");

/** "": no character. */
function characterOf({ key, code, shift }: Key): string {
  const half = halfWidth(key);
  return half.length === 1 && half >= " " && half <= "~" ? half : byPlace(code, shift);
}

export function createWedge(): Wedge {
  let text = "";
  let quick = 0;
  let last = Number.NEGATIVE_INFINITY;
  return {
    take(key) {
      const after = key.at - last;
      if (key.key === "Enter" || key.code === "Enter" || key.code === "NumpadEnter") {
        const whole = after <= (isOwn(text) ? ownBetweenMs : beforeEnterMs) && quick >= fewestQuick && text.length >= fewest ? text : null;
        const isBurst = whole !== null;
        text = "";
        quick = 0;
        return { isBurst, text: whole };
      }
      // Shift comes before each capital; other such keys say nothing either.
      if (key.key === "Shift" || key.key === "CapsLock" || key.code.startsWith("Shift")) return { isBurst: false, text: null };
      const character = characterOf(key);
      if (character === "") return { isBurst: false, text: null };
      if (after > (isOwn(text) ? ownBetweenMs : betweenMs) || text.length >= most) {
        text = "";
        quick = 0;
      } else quick += 1;
      text += character;
      last = key.at;
      return { isBurst: quick >= fewestQuick, text: null };
    },
  };
}
