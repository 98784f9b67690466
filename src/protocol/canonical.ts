// RFC 8785 (JCS) for the values we allow: objects, arrays, strings, booleans, null and safe integers. With integers only,
// JSON.stringify of a number already is its canonical form, so no number formatting of our own is needed.

const notCanonical = (why: string): Error => Object.assign(new Error(why), { name: "NotCanonical" });
/** Whether `canonical` threw this. */
export const isNotCanonical = (error: unknown): boolean => error instanceof Error && error.name === "NotCanonical";

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/;

/** Most strings are ids and hashes, which need no escaping and no look at surrogates. */
const plain = /^[ !#-[\]-~]*$/;

/** How deep a value may nest; deeper ones come from nobody honest and would exhaust the stack. */
const mostDepth = 12;

/** The canonical text. Throws NotCanonical on fractions, unsafe integers, −0, lone surrogates, undefined and deep nesting. */
export function canonical(value: unknown, depth = 0): string {
  if (depth > mostDepth) throw notCanonical("nested too deeply");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw notCanonical("only safe integers");
    return String(value);
  }
  if (typeof value === "string") {
    if (plain.test(value)) return `"${value}"`;
    if (loneSurrogate.test(value)) throw notCanonical("lone surrogate");
    return JSON.stringify(value);
  }
  // Array.from turns a hole into undefined, which is refused below.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonical(item, depth + 1)).join(",")}]`;
  // Dates, maps and byte arrays are objects too, and would all read as {}.
  if (typeof value === "object" && Object.prototype.toString.call(value) === "[object Object]") {
    const record = value as Record<string, unknown>;
    // Array.prototype.sort compares UTF-16 code units, as RFC 8785 section 3.2.3 asks.
    const keys = Object.keys(record).sort();
    let text = "";
    for (const key of keys) text += `${text === "" ? "" : ","}${canonical(key, depth + 1)}:${canonical(record[key], depth + 1)}`;
    return `{${text}}`;
  }
  throw notCanonical(`no ${typeof value}`);
}
