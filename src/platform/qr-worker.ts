// Reads QR codes with `qr`: plain JavaScript, small, there from the first moment and in every browser of ours.

import { decodeQR } from "qr/decode.js";
import { darkened, type Plane, planeOf } from "./frame-plane.ts";
import { serveFrames } from "./frame-port.ts";

/** Its own limit is for sixty pictures a second; a photo is tried in every way it knows. */
const frameEffort = { effort: Number.POSITIVE_INFINITY, timeLimit: 40 };
const photoEffort = { effort: Number.POSITIVE_INFINITY, timeLimit: 400 };

function decode({ width, height, light }: Plane, isPhoto: boolean): string | null {
  try {
    return decodeQR({ width, height, data: light }, { ...(isPhoto ? photoEffort : frameEffort), format: "I420" });
  } catch {
    // It says so when there is no code.
    return null;
  }
}

void serveFrames(async () => (width, height, pixels, isPhoto) => {
  const plane = planeOf(width, height, pixels);
  return decode(plane, isPhoto) ?? decode(darkened(plane), isPhoto);
});
