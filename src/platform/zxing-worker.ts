// Reads QR codes with zxing-cpp as WebAssembly, in our own address: it reads what `qr` misses (bench `scan`). 0.4 MB gzip, so it comes after
// the camera is open and is kept by the service worker. Only this worker's own policy lets WebAssembly in (endpoint/security-headers.ts).

import { prepareZXingModule, type ReaderOptions, readBarcodes } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";
import { darkened, halved, type Plane, planeOf, rgbaOf } from "./frame-plane.ts";
import { serveFrames } from "./frame-port.ts";

const options: ReaderOptions = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true, tryDownscale: true, tryInvert: false };
/** As much of a picture as is looked at a second time. */
const halveFrom = 960;

async function decode(width: number, height: number, pixels: Uint8ClampedArray<ArrayBuffer>, more: ReaderOptions): Promise<string | null> {
  const [found] = await readBarcodes({ width, height, data: pixels, colorSpace: "srgb" } as ImageData, { ...options, ...more });
  return found?.isValid === true ? found.text : null;
}

void serveFrames(async () => {
  const answer = await fetch(wasmUrl);
  if (!answer.ok) throw new Error(`zxing: ${answer.status}`);
  await prepareZXingModule({ overrides: { wasmBinary: await answer.arrayBuffer() }, fireImmediately: true });
  return async (width, height, pixels, isPhoto) => {
    const first = await decode(width, height, pixels, { tryDenoise: true, tryInvert: isPhoto });
    if (first !== null) return first;
    const again = (plane: Plane): Promise<string | null> => decode(plane.width, plane.height, rgbaOf(plane), {});
    const plane = planeOf(width, height, pixels);
    const second = await again(darkened(plane));
    return second ?? (width >= halveFrom ? again(darkened(halved(plane))) : null);
  };
});
