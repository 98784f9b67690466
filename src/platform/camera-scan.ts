// Reads QR codes from the live rear camera: html5-qrcode, loaded on first use, asks for it and shows it, scan-loop.ts reads its picture. That
// library rejects with strings, and keeps the camera if it is stopped while starting or fails half-way: this file sees to it that the camera is
// always let go.

import type { Html5Qrcode } from "html5-qrcode";
import type { Scan, ScanFailure, Scanner, Surface } from "../actions/ports.ts";
import { createFrameReader, type FrameReader } from "./frame-reader.ts";
import { readPhoto } from "./photo-scan.ts";
import { createReader, note } from "./qr-reader.ts";
import { startScanLoop } from "./scan-loop.ts";

/** The library draws its own small picture that often; nobody reads it. */
const framesPerSecond = 1;
/** Without asking, many phones give 640×480: a relay code held at arm's length has too few pixels there. */
const picture = { width: { ideal: 1280 }, height: { ideal: 720 } };

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

interface OpenCamera {
  readonly close: () => Promise<void>;
  readonly track: () => MediaStreamTrack | null;
}

/** Starts the live picture. Rejects with what the library or the browser said. */
async function openCamera(
  host: HTMLElement,
  frames: FrameReader,
  onText: (text: string) => void,
  camera: string | null,
): Promise<OpenCamera> {
  const open = async (which: { facingMode: string } | { deviceId: { exact: string } }): Promise<Html5Qrcode> => {
    const reader = await createReader(host);
    try {
      const settings = { fps: framesPerSecond, disableFlip: true, qrbox: undefined, aspectRatio: undefined };
      await reader.start(which, { ...settings, videoConstraints: { ...which, ...picture } }, () => undefined, undefined);
      return reader;
    } catch (error) {
      releaseCamera(host);
      throw error;
    }
  };
  const rear = { facingMode: "environment" };
  const reader = await (camera === null
    ? open(rear)
    : open({ deviceId: { exact: camera } }).catch((error: unknown) => {
        // Unplugged, or named anew by the browser.
        if (failureOf(error) !== "noCamera") throw error;
        return open(rear);
      }));
  const video = host.querySelector("video");
  const stopLoop = video === null ? () => undefined : startScanLoop(video, frames, onText);
  return {
    close: async () => {
      stopLoop();
      try {
        await reader.stop();
      } catch (error) {
        // It throws when stopped before its first frame; the camera is let go below all the same.
        note(error);
      }
      releaseCamera(host);
    },
    track: () => {
      const stream = host.querySelector("video")?.srcObject;
      return stream instanceof MediaStream ? (stream.getVideoTracks()[0] ?? null) : null;
    },
  };
}

/** `torch` is no part of TypeScript's own list; Safari knows no `getCapabilities` of old. */
const hasTorch = (track: MediaStreamTrack | null): boolean =>
  (track?.getCapabilities?.() as { readonly torch?: boolean } | undefined)?.torch === true;

async function setTorch(track: MediaStreamTrack | null, isOn: boolean): Promise<boolean> {
  if (track === null || !hasTorch(track)) return false;
  try {
    await track.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] });
    return true;
  } catch (error) {
    note(error);
    return false;
  }
}

/** 0.4 MB are not fetched over the slowest networks, nor where somebody asked to spare theirs. */
function isNetworkRoomy(): boolean {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string } };
  return connection?.saveData !== true && !/2g/.test(connection?.effectiveType ?? "");
}

/** Kept by the service worker (src/worker/kept-later.ts), it costs no network. */
const mayImprove = async (): Promise<boolean> =>
  isNetworkRoomy() || (await globalThis.caches?.has("kept-later").catch(() => false)) === true;

async function otherCameras(track: MediaStreamTrack | null): ReturnType<Scan["cameras"]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const current = track?.getSettings().deviceId;
  return devices
    .filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "" && deviceId !== current)
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

async function start(surface: Surface, onText: (text: string) => void, camera: string | null = null): ReturnType<Scanner["start"]> {
  const host = document.getElementById(surface.id);
  if (host === null) return { type: "failed" };
  if (!isSecureContext || navigator.mediaDevices?.getUserMedia === undefined) return { type: "noCamera" };

  let isOver = false;
  let isAway = false;
  const onFrameRead = (text: string): void => {
    if (!isOver && !isAway) onText(text);
  };
  const frames = createFrameReader();
  let open: OpenCamera | null;
  try {
    open = await openCamera(host, frames, onFrameRead, camera);
  } catch (error) {
    frames.close();
    return { type: failureOf(error) };
  }

  // A hidden page gives the camera back and takes it again when it is seen: a locked tablet must not come back blind. One step
  // after the other, whatever the page does meanwhile.
  let steps: Promise<void> = Promise.resolve();
  const follow = (): Promise<void> => {
    steps = steps
      .then(async () => {
        const isWanted = !isOver && !isAway && document.visibilityState === "visible" && host.isConnected;
        if (isWanted && open === null) open = await openCamera(host, frames, onFrameRead, camera);
        if (isWanted || open === null) return;
        const { close } = open;
        open = null;
        await close();
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
  if (await mayImprove()) void frames.improve();
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
      return follow().then(() => frames.close());
    },
    hasTorch: () => hasTorch(open?.track() ?? null),
    setTorch: (isOn) => setTorch(open?.track() ?? null, isOn),
    cameras: () => otherCameras(open?.track() ?? null).catch(() => []),
  };
  return { type: "scanning", scan };
}

/** Fetches what a network is needed for, once. Resolves with whether this device now reads as well as it can without one. */
async function prepare(): Promise<boolean> {
  if (!(await mayImprove())) return false;
  const frames = createFrameReader();
  const isReady = await frames.improve();
  frames.close();
  return isReady;
}

export const createScanner = (): Scanner => ({ start, readPhoto, prepare });
