// Reads QR codes with zxing-cpp as WebAssembly, in our own address: it reads what `qr` misses (bench `scan`). 0.4 MB gzip, so it comes after
// the camera is open and is kept by the service worker. Only this worker's own policy lets WebAssembly in (endpoint/security-headers.ts).

import { prepareZXingModule, type ReaderOptions, readBarcodes } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";
import { darkened, planeOf, rgbaOf } from "./frame-plane.ts";
import { serveFrames } from "./frame-port.ts";

const options: ReaderOptions = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true, tryDownscale: true, tryInvert: false };
/** How often a picture is darkened before it is looked at again: a crack is as wide as the print is near. */
const mostDarkened = 3;

async function decode(width: number, height: number, pixels: Uint8ClampedArray<ArrayBuffer>, more: ReaderOptions): Promise<string | null> {
  const [found] = await readBarcodes({ width, height, data: pixels, colorSpace: "srgb" } as ImageData, { ...options, ...more });
  return found?.isValid === true ? found.text : null;
}

void serveFrames(async () => {
  const answer = await fetch(wasmUrl);
  if (!answer.ok) throw new Error(`zxing: ${answer.status}`);
  await prepareZXingModule({ overrides: { wasmBinary: await answer.arrayBuffer() }, fireImmediately: true });
  let turn = 0;
  return async (width, height, pixels, isPhoto) => {
    const first = await decode(width, height, pixels, { tryDenoise: true, tryInvert: isPhoto });
    if (first !== null) return first;
    // One more look at each picture of a live one, another at the next: whoever comes while it looks must not wait for all of them.
    turn = (turn % mostDarkened) + 1;
    let plane = planeOf(width, height, pixels);
    for (let times = 1; times <= mostDarkened; times += 1) {
      plane = darkened(plane);
      if (!isPhoto && times < turn) continue;
      const text = await decode(width, height, rgbaOf(plane), {});
      if (text !== null || !isPhoto) return text;
    }
    return null;
  };
});
