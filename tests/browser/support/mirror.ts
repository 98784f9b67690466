// One page's screen before another page's camera: the camera is a canvas (before any script of the page), and what the first page shows is drawn
// on it as a lens would have it. Real decoding, no film made beforehand: a sequence of codes is known only once it is shown.

import type { BrowserContext, Page } from "playwright-core";

declare global {
  var daogangCamera: HTMLCanvasElement | undefined;
}

/** Give it to a context before its first page. The camera looks at a grey wall until something is held before it. */
export async function mirrorCamera(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    const draw = canvas.getContext("2d");
    if (draw !== null) {
      draw.fillStyle = "#999";
      draw.fillRect(0, 0, 640, 480);
    }
    globalThis.daogangCamera = canvas;
    Object.defineProperty(navigator.mediaDevices, "getUserMedia", { value: async () => canvas.captureStream(20) });
  });
}

interface Code {
  readonly path: string;
  readonly size: number;
}

/** The code the page shows now; null where it shows none. */
const shownBy = (page: Page): Promise<Code | null> =>
  page.evaluate(() => {
    const svg = document.querySelector<SVGSVGElement>(".sequence-code, svg.qr");
    const path = svg?.querySelector(".qr-ink")?.getAttribute("d");
    return svg === null || path == null ? null : { path, size: svg.viewBox.baseVal.width };
  });

const holdBefore = (page: Page, code: Code | null): Promise<void> =>
  page.evaluate((it) => {
    const draw = globalThis.daogangCamera?.getContext("2d");
    if (draw == null) throw new Error("no camera");
    draw.setTransform(1, 0, 0, 1, 0, 0);
    draw.fillStyle = "#999";
    draw.fillRect(0, 0, 640, 480);
    if (it === null) return;
    // A little askew, and paper that is not quite white.
    const scale = 440 / it.size;
    draw.translate(320, 240);
    draw.rotate(0.03);
    draw.translate(-220, -220);
    draw.scale(scale, scale);
    draw.fillStyle = "#eee";
    draw.fillRect(0, 0, it.size, it.size);
    draw.fillStyle = "#222";
    draw.fill(new Path2D(it.path));
  }, code);

/** Holds what `from` shows before the camera of `to`, again and again, until `isDone`. Resolves with how many times it was looked at. */
export async function holdUntil(from: Page, to: Page, isDone: () => Promise<boolean>, mostMs = 90_000): Promise<number> {
  const until = Date.now() + mostMs;
  for (let looks = 1; Date.now() < until; looks += 1) {
    await holdBefore(to, await shownBy(from));
    if (await isDone()) {
      await holdBefore(to, null);
      return looks;
    }
  }
  throw new Error("it was never read");
}
