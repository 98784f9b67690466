// Reads the code in one picture with `qr`, plain JavaScript. Pure; knows no worker.

import { decodeQR } from "qr/decode.js";
import { darkened, noLarger, type Plane } from "./frame-plane.ts";

/** Its own limit is for sixty pictures a second; a photo is tried in every way it knows. */
const frameEffort = { effort: Number.POSITIVE_INFINITY, timeLimit: 40 };
const photoEffort = { effort: Number.POSITIVE_INFINITY, timeLimit: 400 };

/** Null where it finds none. */
export function readByQr({ width, height, light }: Plane, isPhoto: boolean): string | null {
  try {
    return decodeQR({ width, height, data: light }, { ...(isPhoto ? photoEffort : frameEffort), format: "I420" });
  } catch {
    // It says so when there is no code.
    return null;
  }
}

/** Longest side in pixels of a picture that is looked at again: a code with cracks wide enough to matter has large modules. */
export const againSide = 800;

/** As it is, then with its cracks closed. */
export function readByQrTwice(plane: Plane, isPhoto: boolean): string | null {
  return readByQr(plane, isPhoto) ?? readByQr(darkened(noLarger(plane, againSide)), isPhoto);
}
