// Reads QR codes with zxing-cpp as WebAssembly, in our own address: it reads what `qr` misses (bench `scan`). 0.4 MB gzip, so it comes after
// the camera is open and is kept by the service worker. Only this worker's own policy lets WebAssembly in (endpoint/security-headers.ts).

import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";
import { serveFrames } from "./frame-port.ts";
import { createZXingReading } from "./zxing-reading.ts";

void serveFrames(async () => {
  const answer = await fetch(wasmUrl);
  if (!answer.ok) throw new Error(`zxing: ${answer.status}`);
  return createZXingReading(await answer.arrayBuffer());
});
