// Reads QR codes from the live rear camera with html5-qrcode, loaded on first use. That library rejects with strings, and
// keeps the camera if it is stopped while starting or fails half-way: this file sees to it that the camera is always let go.

import type { Scan, ScanFailure, Scanner, Surface } from "../actions/ports.ts";

const framesPerSecond = 10;

/** What html5-qrcode says in a string, or getUserMedia in an error's name. */
function failureOf(error: unknown): ScanFailure {
  const said = String(error);
  if (/NotAllowed|PermissionDenied|SecurityError/.test(said)) return "refused";
  if (/NotFound|DevicesNotFound|Overconstrained|not supported/i.test(said)) return "noCamera";
  return "failed";
}

/** Whatever the library left running inside the element. */
function releaseCamera(host: HTMLElement): void {
  for (const video of Array.from(host.querySelectorAll("video"))) {
    if (video.srcObject instanceof MediaStream) for (const track of video.srcObject.getTracks()) track.stop();
    video.srcObject = null;
  }
  host.textContent = "";
}

async function start(surface: Surface, onText: (text: string) => void): ReturnType<Scanner["start"]> {
  const host = document.getElementById(surface.id);
  if (host === null) return { type: "failed" };
  if (!isSecureContext || navigator.mediaDevices?.getUserMedia === undefined) return { type: "noCamera" };

  try {
    const { Html5Qrcode, Html5QrcodeSupportedFormats } = await import("html5-qrcode");
    const reader = new Html5Qrcode(surface.id, {
      verbose: false,
      formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE],
      useBarCodeDetectorIfSupported: true,
    });

    let isOver = false;
    const onFrameRead = (text: string): void => {
      if (!isOver) onText(text);
    };
    // Without a qrbox the whole picture is read: nobody has to aim.
    const camera = { fps: framesPerSecond, disableFlip: true };
    await reader.start({ facingMode: "environment" }, { ...camera, qrbox: undefined, aspectRatio: undefined }, onFrameRead, undefined);

    const stop = async (): Promise<void> => {
      if (isOver) return;
      isOver = true;
      removeEventListener("pagehide", stopNow);
      document.removeEventListener("visibilitychange", stopWhenHidden);
      try {
        await reader.stop();
      } catch (error) {
        // It throws when stopped before its first frame; the camera is let go below all the same.
        console.info("camera-scan: stopped early", error);
      }
      releaseCamera(host);
    };
    const stopNow = (): void => void stop();
    const stopWhenHidden = (): void => {
      if (document.visibilityState === "hidden") stopNow();
    };
    addEventListener("pagehide", stopNow);
    document.addEventListener("visibilitychange", stopWhenHidden);
    const scan: Scan = { stop };
    return { type: "scanning", scan };
  } catch (error) {
    releaseCamera(host);
    return { type: failureOf(error) };
  }
}

export const createScanner = (): Scanner => ({ start });
