// Stands where html5-qrcode brings the whole of zxing-js (vite.config.ts). Of a live picture it reads nothing: scan-loop.ts does. Of a photo it
// hands the pixels to the same workers.

import type { QrcodeDecoderAsync } from "html5-qrcode/esm/core";
import { createFrameReader, type FrameReader, pixelsOf } from "./frame-reader.ts";

let reader: FrameReader | null = null;

/** The workers stay for the next size of the same photo; whoever is done with the photo says so. */
export function closePhotoReader(): void {
  reader?.close();
  reader = null;
}

async function readCanvas(canvas: HTMLCanvasElement): Promise<string> {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas");
  // Around a photo the library leaves a clear rim, which would be read as black: a code that fills its photo needs white around it.
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  reader ??= createFrameReader();
  const text = await reader.read(pixelsOf(context.getImageData(0, 0, canvas.width, canvas.height)), true);
  if (text === null) throw new Error("no code");
  return text;
}

/** By the name and with the interface html5-qrcode asks for, `new` included. Rejects where there is no code. */
export function ZXingHtml5QrcodeDecoder(): QrcodeDecoderAsync {
  return {
    decodeAsync: async (canvas) => {
      // A live picture hangs beside its canvas, a photo does not.
      const isLive = (canvas.parentElement?.querySelector("video") ?? null) !== null;
      if (isLive) throw new Error("read elsewhere");
      return { text: await readCanvas(canvas) };
    },
  };
}
