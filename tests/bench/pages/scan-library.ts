// html5-qrcode with the decoder it brings, in three ways, for bench `scan`. Built without the app's aliases.

import { Html5Qrcode, Html5QrcodeSupportedFormats } from "html5-qrcode";
import { BarcodeDetector as QrDetector } from "qr/decode.js";
import { holdAll, installCamera, looked, looks, reported } from "./scan-camera.ts";

async function start(way: "plain" | "detector" | "large", size: { readonly width: number; readonly height: number }): Promise<void> {
  installCamera(size);
  if (way === "detector") Object.assign(globalThis, { BarcodeDetector: QrDetector });
  const host = document.getElementById("camera") as HTMLElement;
  host.style.width = way === "large" ? `${size.width}px` : "390px";
  const scanner = new Html5Qrcode("camera", {
    verbose: false,
    formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE],
    useBarCodeDetectorIfSupported: way === "detector",
  });
  await scanner.start(
    { facingMode: "environment" },
    { fps: 10 },
    (text) => {
      looked();
      reported(text);
    },
    looked,
  );
}

const page = { start, holdAll, looks };
export type ScanLibraryPage = typeof page;
Object.assign(globalThis, { scanPage: page });
