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

/** Starts the live picture; the returned function ends it. Rejects with what the library or the browser said. */
async function openCamera(host: HTMLElement, onText: (text: string) => void): Promise<() => Promise<void>> {
  const { Html5Qrcode, Html5QrcodeSupportedFormats } = await import("html5-qrcode");
  // One reader a start: a stopped one keeps half of its old state.
  const reader = new Html5Qrcode(host.id, {
    verbose: false,
    formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE],
    useBarCodeDetectorIfSupported: true,
  });
  try {
    // Without a qrbox the whole picture is read: nobody has to aim.
    const camera = { fps: framesPerSecond, disableFlip: true, qrbox: undefined, aspectRatio: undefined };
    await reader.start({ facingMode: "environment" }, camera, onText, undefined);
  } catch (error) {
    releaseCamera(host);
    throw error;
  }
  return async () => {
    try {
      await reader.stop();
    } catch (error) {
      // It throws when stopped before its first frame; the camera is let go below all the same.
      note(error);
    }
    releaseCamera(host);
  };
}

const note = (error: unknown): void => console.info("camera-scan:", error);

async function start(surface: Surface, onText: (text: string) => void): ReturnType<Scanner["start"]> {
  const host = document.getElementById(surface.id);
  if (host === null) return { type: "failed" };
  if (!isSecureContext || navigator.mediaDevices?.getUserMedia === undefined) return { type: "noCamera" };

  let isOver = false;
  let isAway = false;
  const onFrameRead = (text: string): void => {
    if (!isOver && !isAway) onText(text);
  };
  let close: (() => Promise<void>) | null;
  try {
    close = await openCamera(host, onFrameRead);
  } catch (error) {
    return { type: failureOf(error) };
  }

  // A hidden page gives the camera back and takes it again when it is seen: a locked tablet must not come back blind. One step
  // after the other, whatever the page does meanwhile.
  let steps: Promise<void> = Promise.resolve();
  const follow = (): Promise<void> => {
    steps = steps
      .then(async () => {
        const isWanted = !isOver && !isAway && document.visibilityState === "visible" && host.isConnected;
        if (isWanted && close === null) close = await openCamera(host, onFrameRead);
        if (isWanted || close === null) return;
        const closeNow = close;
        close = null;
        await closeNow();
      })
      .catch(note);
    return steps;
  };
  const onPageHide = (): void => {
    isAway = true;
    void follow();
  };
  const onPageShow = (): void => {
    isAway = false;
    void follow();
  };
  addEventListener("pagehide", onPageHide);
  addEventListener("pageshow", onPageShow);
  document.addEventListener("visibilitychange", follow);
  // It may have been hidden, or the screen left, while the person was asked for permission.
  await follow();

  const scan: Scan = {
    stop() {
      isOver = true;
      removeEventListener("pagehide", onPageHide);
      removeEventListener("pageshow", onPageShow);
      document.removeEventListener("visibilitychange", follow);
      return follow();
    },
  };
  return { type: "scanning", scan };
}

export const createScanner = (): Scanner => ({ start });
