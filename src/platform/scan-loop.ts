// Reads a running camera's picture again and again, in the camera's own pixels: html5-qrcode shrinks it to the page's, where a code far away
// has too few left. Native detector first where the browser has one that works, then the workers. Reports a text once for as long as it stays
// in the picture, so that people can be scanned one after another without a tap.

import type { FramePicture } from "./frame-port.ts";
import { type FrameReader, pixelsOf } from "./frame-reader.ts";

/** Longest side in pixels of what is read. */
const mostOfVideo = 1280;
/** Between two pictures: the page has other things to do, and the battery lasts the morning. */
const restMs = 30;
/** Where the browser does not tell when the next picture is there. */
const frameMs = 50;
/** A text not read for so long has left the picture; one that stays is reported again after `againMs`. */
const awayMs = 1_000;
const againMs = 3_000;
/** A native detector silent for so long (it waits for a service that is not there) is not waited for again. */
const silentMs = 2_000;

interface NativeDetector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorMaker {
  new (options: { readonly formats: readonly string[] }): NativeDetector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Null where there is none, or one that knows no QR codes. It may still fail at its first picture: phones without Google's services. */
async function nativeDetector(): Promise<NativeDetector | null> {
  const Maker = (globalThis as { readonly BarcodeDetector?: DetectorMaker }).BarcodeDetector;
  try {
    return Maker !== undefined && (await Maker.getSupportedFormats()).includes("qr_code") ? new Maker({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}

/** Rejects where it fails or says nothing. */
const detectBy = (native: NativeDetector, video: HTMLVideoElement): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("silent")), silentMs);
    native
      .detect(video)
      .then((found) => resolve(found[0]?.rawValue ?? null), reject)
      .finally(() => clearTimeout(late));
  });

/** Passes a text on when it comes into the picture, and again every `againMs` while it stays. */
export function onceWhileSeen(onText: (text: string) => void): { readonly see: (text: string) => void; readonly stop: () => void } {
  const seen = new Map<string, { readonly again: number; away: number }>();
  const forget = (text: string): void => {
    const timers = seen.get(text);
    if (timers === undefined) return;
    clearTimeout(timers.again);
    clearTimeout(timers.away);
    seen.delete(text);
  };
  const awayTimer = (text: string): number => setTimeout(() => forget(text), awayMs) as unknown as number;
  return {
    see: (text) => {
      const known = seen.get(text);
      if (known !== undefined) {
        clearTimeout(known.away);
        known.away = awayTimer(text);
        return;
      }
      seen.set(text, { again: setTimeout(() => forget(text), againMs) as unknown as number, away: awayTimer(text) });
      onText(text);
    },
    stop: () => {
      for (const text of [...seen.keys()]) forget(text);
    },
  };
}

const nextFrame = (video: HTMLVideoElement): Promise<void> =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, 10 * frameMs);
    const done = (): void => {
      clearTimeout(late);
      resolve();
    };
    setTimeout(() => {
      // Chrome has it since 83.
      if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(done);
      else setTimeout(done, frameMs - restMs);
    }, restMs);
  });

/** A worker that can draw takes the picture as it is: the page's own thread stays free. Safari 15 has none. */
function canWorkersDraw(): boolean {
  if (typeof OffscreenCanvas !== "function" || typeof createImageBitmap !== "function") return false;
  return new OffscreenCanvas(1, 1).getContext("2d") !== null;
}

function createGrabber(video: HTMLVideoElement): () => Promise<FramePicture | null> {
  let canvas: HTMLCanvasElement | null = null;
  let isByBitmap = canWorkersDraw();
  const drawn = (width: number, height: number): FramePicture | null => {
    canvas ??= document.createElement("canvas");
    // Setting a size empties a canvas, and takes time.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context?.drawImage(video, 0, 0, width, height);
    return context === null ? null : pixelsOf(context.getImageData(0, 0, width, height));
  };
  return async () => {
    const { videoWidth, videoHeight } = video;
    if (videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const scale = Math.min(1, mostOfVideo / Math.max(videoWidth, videoHeight));
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    // A smaller bitmap of a video is made by some browsers only.
    if (isByBitmap && scale === 1)
      try {
        return { bitmap: await createImageBitmap(video) };
      } catch {
        isByBitmap = false;
      }
    return drawn(width, height);
  };
}

/** Runs until the returned function is called. `video` plays the camera's stream. */
export function startScanLoop(video: HTMLVideoElement, reader: FrameReader, onText: (text: string) => void): () => void {
  const { see, stop } = onceWhileSeen(onText);
  const grab = createGrabber(video);
  let isOver = false;

  async function run(): Promise<void> {
    let native = await nativeDetector();
    while (!isOver) {
      let text: string | null = null;
      if (native !== null)
        try {
          text = await detectBy(native, video);
        } catch {
          native = null;
        }
      const picture = text === null && !isOver ? await grab() : null;
      if (picture !== null) text = await reader.read(picture);
      if (text !== null && !isOver) see(text);
      await nextFrame(video);
    }
  }
  void run();
  return () => {
    isOver = true;
    stop();
  };
}
