// The printable signs of posts: a QR code, the title, and six digits to type. One page of plain HTML with drawings inside, nothing
// to load. Knows no ledger.

import { renderSVG } from "uqr";
import { type Sign, signUrl, typedCode } from "../protocol/codes.ts";

export interface PrintedPost {
  readonly title: string;
  readonly team: string;
  readonly sign: Sign;
}

const escaped: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeText = (text: string): string => text.replace(/[&<>"]/g, (character) => escaped[character] ?? character);

export function signsPage(publicUrl: string, posts: readonly PrintedPost[]): string {
  const signs = posts.map(({ title, team, sign }) => {
    const code = typedCode(sign.mac);
    return `<section data-post="${sign.post}" data-code="${code}" data-url="${escapeText(signUrl(publicUrl, sign))}">
<h2>${escapeText(title)}</h2><p>${escapeText(team)}</p>
${renderSVG(signUrl(publicUrl, sign), { ecc: "M", border: 4 })}
<p class="code">${code.slice(0, 3)} ${code.slice(3)}</p><p>扫码签到,或输入六位数字</p>
</section>`;
  });
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>到岗 · 点位牌</title>
<style>
body { font-family: system-ui, sans-serif; margin: 0; color: #000; background: #fff; }
section { width: 18cm; margin: 0 auto; padding: 1cm 0; text-align: center; break-after: page; break-inside: avoid; }
h2 { font-size: 28pt; margin: 0.3cm 0; } p { font-size: 16pt; margin: 0.2cm 0; } svg { width: 11cm; height: 11cm; }
.code { font-size: 48pt; font-weight: 700; letter-spacing: 0.1em; }
</style></head><body>
${signs.join("\n")}
</body></html>
`;
}
