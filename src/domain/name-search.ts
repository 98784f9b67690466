// Finds somebody by what is typed of their name: characters, the initials of their pinyin ("zjg" is 张建国), both mixed, and digits for the
// end of a phone. The order of pinyin is asked of the platform, so no dictionary travels; where it has none, characters are all that is found.

import { comparedName } from "./joining.ts";

const letters = "abcdefghjklmnopqrstwxyz";
/** The first character under each letter in the order of pinyin. No word begins with i, u or v. */
const firsts = [..."阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀"];

/** Read in more than one way, above all as surnames: found by any of their initials, for a collator knows but one of them. */
const alsoUnder: Readonly<Record<string, string>> = {
  b: "秘薄泊",
  c: "曾单长重种朝传藏参褚啜",
  d: "翟调钿",
  e: "阿",
  f: "繁宓",
  g: "盖葛乾莞",
  h: "黑行还会郇和巷",
  j: "贾颉缴祭校峤",
  k: "隗会阚",
  l: "率靓",
  m: "万缪宓",
  n: "粘乜佴",
  o: "区",
  p: "朴繁屏泊",
  q: "仇覃茜荨瞿强亓俟峤",
  s: "单折召莘省厦宿晟盛参谌",
  t: "覃澹调",
  w: "尉隗莞玟",
  x: "解冼洗郄莘茜行荨厦相颉叶",
  y: "乐尉员燕蔚",
  z: "曾查翟祭藏长重种朝传折召溱",
};

/** The platform's order, if it is that of pinyin. */
function pinyinOrder(): Intl.Collator | null {
  const order = new Intl.Collator("zh-Hans-CN-u-co-pinyin");
  return firsts.every((char, at) => at === 0 || order.compare(firsts[at - 1] ?? "", char) < 0) ? order : null;
}
let order: Intl.Collator | null | undefined;
const known = new Map<string, string>();

/** Every letter the pinyin of a character may begin with; none for what is no Chinese character. */
export function initialsOf(char: string): string {
  const before = known.get(char);
  if (before !== undefined) return before;
  if (order === undefined) order = pinyinOrder();
  let initials = "";
  if (order !== null && /\p{Script=Han}/u.test(char)) {
    const { compare } = order;
    // The last letter whose first character does not come after this one.
    const at = firsts.filter((first) => compare(first, char) <= 0).length - 1;
    const others = Object.keys(alsoUnder).filter((letter) => (alsoUnder[letter] ?? "").includes(char));
    initials = [letters[at] ?? "", ...others].join("");
  }
  known.set(char, initials);
  return initials;
}

/** Whether what was typed stands anywhere in a name, each character typed for itself or for an initial. Nothing typed stands everywhere. */
export function isNamed(name: string, typed: string): boolean {
  const wanted = [...comparedName(typed)];
  const chars = [...comparedName(name)];
  const fits = (one: string, char: string | undefined): boolean => char !== undefined && (one === char || initialsOf(char).includes(one));
  if (wanted.length === 0) return true;
  return chars.some((_, start) => wanted.every((one, at) => fits(one, chars[start + at])));
}

export interface Findable {
  readonly name: string | null;
  readonly phone?: string | null;
  /** 志愿者编号. */
  readonly number?: string | null;
}

/** By name as above, any part of the number, or the phone from its end. */
export function isFound({ name, phone, number }: Findable, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  if (isNamed(name ?? "", text) || (number ?? "").toLowerCase().includes(text)) return true;
  return /^\d+$/.test(text) && (phone ?? "").replace(/\D/g, "").endsWith(text);
}
