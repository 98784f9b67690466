// html5-qrcode, loaded on first use: a reader for one start of the camera or for one photo.

import type { Html5Qrcode } from "html5-qrcode";

/** One reader a start: a stopped one keeps half of its old state. */
export async function createReader(host: HTMLElement): Promise<Html5Qrcode> {
  const { Html5Qrcode, Html5QrcodeSupportedFormats } = await import("html5-qrcode");
  return new Html5Qrcode(host.id, {
    verbose: false,
    formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE],
    // With one it would take turns with its own decoder, picture by picture; scan-loop.ts asks it itself.
    useBarCodeDetectorIfSupported: false,
  });
}

/** What nobody has to act on, for whoever looks for a cause. */
export const note = (error: unknown): void => console.info("camera-scan:", error);
