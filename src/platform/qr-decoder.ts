// Stands where html5-qrcode brings the whole of zxing-js (vite.config.ts): QR codes are all this app reads, and `qr` reads more of them
// in a tenth of the bytes. Knows nothing of the camera's life; html5-qrcode hands it one picture at a time.

import type { QrcodeDecoderAsync } from "html5-qrcode/esm/core";
import { decodeQR } from "qr/decode.js";

/** Longest side in pixels of what is read of a live picture: an old phone has ten of them a second to look at. */
const mostOfVideo = 1280;
/** A photo is one picture, and somebody waits for it: every way of reading it is tried, for as long as nobody minds. */
const photoEffort = { effort: Number.POSITIVE_INFINITY, timeLimit: 400 };

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas");
  return context;
}

/** A frame in the camera's own pixels. The library shrinks it to the page's, where a code held far away has too few left. */
function drawFrame(video: HTMLVideoElement, frame: HTMLCanvasElement): void {
  const scale = Math.min(1, mostOfVideo / Math.max(video.videoWidth, video.videoHeight));
  const width = Math.round(video.videoWidth * scale);
  const height = Math.round(video.videoHeight * scale);
  // Setting a size empties a canvas, and takes time.
  if (frame.width !== width) frame.width = width;
  if (frame.height !== height) frame.height = height;
  contextOf(frame).drawImage(video, 0, 0, width, height);
}

/** Around a photo the library leaves a clear rim, which would be read as black: a code that fills its photo needs white around it. */
function whiten(canvas: HTMLCanvasElement): void {
  const context = contextOf(canvas);
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
}

const pixelsOf = (canvas: HTMLCanvasElement): ImageData => contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);

/** By the name and with the interface html5-qrcode asks for, `new` included. Rejects where there is no code. */
export function ZXingHtml5QrcodeDecoder(): QrcodeDecoderAsync {
  const frame = document.createElement("canvas");
  return {
    decodeAsync: (canvas) =>
      new Promise((resolve) => {
        // A live picture hangs beside its canvas, a photo does not.
        const video = canvas.parentElement?.querySelector("video") ?? null;
        if (video === null) whiten(canvas);
        else drawFrame(video, frame);
        const text = video === null ? decodeQR(pixelsOf(canvas), photoEffort) : decodeQR(pixelsOf(frame));
        resolve({ text });
      }),
  };
}
