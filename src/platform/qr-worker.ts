// Reads QR codes with `qr`: plain JavaScript, small, there from the first moment and in every browser of ours.

import { planeOf } from "./frame-plane.ts";
import { serveFrames } from "./frame-port.ts";
import { readByQrTwice } from "./qr-reading.ts";

void serveFrames(async () => (width, height, pixels, isPhoto) => readByQrTwice(planeOf(width, height, pixels), isPhoto));
