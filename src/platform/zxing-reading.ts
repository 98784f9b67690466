// Reads the code in one picture with zxing-cpp as WebAssembly, in several ways one after the other (bench `scan` says what each is worth). Knows
// no worker and fetches nothing.

import { prepareZXingModule, type ReaderOptions, readBarcodes } from "zxing-wasm/reader";
import { closed, darkened, noLarger, type Plane, planeOf, rgbaOf } from "./frame-plane.ts";
import { againSide, readByQr } from "./qr-reading.ts";

const options: ReaderOptions = {
  // Not its small and oblong kin: nobody shows us those, and cracked print is taken for them.
  formats: ["QRCodeModel2"],
  maxNumberOfSymbols: 1,
  tryHarder: true,
  tryDownscale: true,
  tryInvert: false,
  tryDenoise: true,
};
/** One threshold for the whole picture: what is half light, as a crack grown over, falls to its ink. Fails where the light is uneven. */
const evenly: ReaderOptions = { binarizer: "GlobalHistogram" };

type Read = (width: number, height: number, pixels: Uint8ClampedArray<ArrayBuffer>, isPhoto: boolean) => Promise<string | null>;

async function decode(width: number, height: number, data: Uint8ClampedArray<ArrayBuffer>, more: ReaderOptions): Promise<string | null> {
  const [found] = await readBarcodes({ width, height, data, colorSpace: "srgb" } as ImageData, { ...options, ...more });
  return found?.isValid === true ? found.text : null;
}

const decodePlane = (plane: Plane, more: ReaderOptions = {}): Promise<string | null> =>
  decode(plane.width, plane.height, rgbaOf(plane), more);

/** `wasm`: the package's reader. Pixels are RGBA; resolves with null where no code was found. */
export async function createZXingReading(wasm: ArrayBuffer): Promise<Read> {
  await prepareZXingModule({ overrides: { wasmBinary: wasm }, fireImmediately: true });
  return async (width, height, pixels, isPhoto) => {
    const asItIs = await decode(width, height, pixels, { tryInvert: isPhoto });
    if (asItIs !== null) return asItIs;
    // Cracks break the code's marks. No one way closes all of them: thick ink, thicker ink, ink no thicker, and a decoder that searches otherwise.
    const small = noLarger(planeOf(width, height, pixels), againSide);
    const dark = darkened(small, 2);
    return (
      (await decodePlane(dark)) ??
      (await decodePlane(darkened(small, 3), evenly)) ??
      (await decodePlane(closed(small, 2), evenly)) ??
      readByQr(dark, isPhoto)
    );
  };
}
