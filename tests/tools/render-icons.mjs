// Draws public/icon.svg into the PNGs the manifest and iPhones ask for. Run by hand after changing the drawing:
// node tests/tools/render-icons.mjs

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { findChromium } from "../../src/setup.mjs";

const folder = new URL("../../public/", import.meta.url);
const rounded = readFileSync(new URL("icon.svg", folder), "utf8");
// Maskable icons and iPhones cut the corners themselves; the vest lies within the inner 80 %.
const square = rounded.replace(/ rx="\d+"/, "");

const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
for (const [name, size, svg] of [
  ["icon-192.png", 192, rounded],
  ["icon-512.png", 512, rounded],
  ["icon-maskable-512.png", 512, square],
  ["apple-touch-icon.png", 180, square],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: fileURLToPath(new URL(name, folder)), omitBackground: true });
  await page.close();
}
await browser.close();
