// Reads the code in one picture with zxing-cpp as WebAssembly, in several ways one after the other (bench `scan` says what they are worth). Knows
// no worker and fetches nothing.

import { prepareZXingModule, type ZXingReaderModule } from "zxing-wasm/reader";
import { darkened, lightened, noLarger, type Plane, planeOf } from "./frame-plane.ts";
import { againSide, readByQr } from "./qr-reading.ts";

/** With what Emscripten gives every module of its own. */
type Zxing = ZXingReaderModule & { readonly HEAPU8: Uint8Array; _malloc(bytes: number): number; _free(at: number): void };
type Options = Parameters<ZXingReaderModule["readBarcodesFromPixmap"]>[3];
type Read = (width: number, height: number, pixels: Uint8ClampedArray<ArrayBuffer>, isPhoto: boolean) => string | null;

/** As the module itself takes them; its numbers are places in its own lists: LocalAverage, Ignore, HRI, Unknown. */
const options: Options = {
  // Not its small and oblong kin: nobody shows us those, and cracked print is taken for them.
  formats: "QRCodeModel2",
  maxNumberOfSymbols: 1,
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  tryDownscale: true,
  downscaleFactor: 3,
  downscaleThreshold: 500,
  tryDenoise: false,
  binarizer: 0,
  isPure: false,
  minLineCount: 2,
  validateOptionalChecksum: false,
  returnErrors: false,
  eanAddOnSymbol: 0,
  textMode: 2,
  characterSet: 0,
  tryCode39ExtendedMode: true,
};
const again: Partial<Options> = { tryDenoise: true, tryDownscale: false };
/** GlobalHistogram, one threshold for the whole picture: what is half light, as a crack grown over, falls to its ink. Fails in uneven light. */
const evenly: Partial<Options> = { ...again, binarizer: 1 };

/** The package's own function would turn brightness into colours and back, which takes as long as reading them. */
function createDecoder(zxing: Zxing): (plane: Plane, more: Partial<Options>) => string | null {
  return ({ width, height, light }, more) => {
    const at = zxing._malloc(light.length);
    try {
      zxing.HEAPU8.set(light, at);
      const found = zxing.readBarcodesFromPixmap(at, width, height, { ...options, ...more }).get(0);
      return found?.isValid === true ? found.text : null;
    } finally {
      zxing._free(at);
    }
  };
}

/** `wasm`: the package's reader. It reads RGBA pixels; null where it finds no code. */
export async function createZXingReading(wasm: ArrayBuffer): Promise<Read> {
  const decode = createDecoder((await prepareZXingModule({ overrides: { wasmBinary: wasm }, fireImmediately: true })) as Zxing);
  const read: Read = (width, height, pixels, isPhoto) => {
    const plane = planeOf(width, height, pixels);
    const asItIs = decode(plane, { tryInvert: isPhoto });
    if (asItIs !== null) return asItIs;
    // Cracks break the code's marks. No one way closes all of them: thick ink, thicker ink, ink no thicker, and a decoder that searches otherwise.
    const thick = darkened(noLarger(plane, againSide));
    return decode(thick, again) ?? decode(darkened(thick), evenly) ?? decode(lightened(thick), evenly) ?? readByQr(thick, isPhoto);
  };
  // What is run for the first time is compiled first: the first picture somebody holds up must not wait for that.
  read(640, 480, new Uint8ClampedArray(4 * 640 * 480).fill(110), false);
  return read;
}
