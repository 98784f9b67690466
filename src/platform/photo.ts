// A photo made ready to travel: turned upright, at most 1600 px and 200 kB, drawn anew so that nothing of the file but the picture is left:
// no place, no time, no maker. Fetched when somebody takes one.

import type { PhotoAnswer, PhotoMaker } from "../actions/ports.ts";
import { hasMetadata, orientationOf, withoutMetadata } from "./jpeg.ts";

const mostBytes = 200_000;
/** Longest side in pixels, then how good: the first that fits. */
const sides = [1600, 1280, 1024, 800, 640, 480];
const qualities = [0.82, 0.7, 0.58];
/** Nobody's phone makes more; a page must not fall over a film. */
const mostSourceBytes = 60_000_000;

const loadImage = (url: string): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("no picture"));
    image.src = url;
  });

/** An EXIF segment that says nothing but: turn me a quarter (6). */
const turnedSegment = [
  0xff, 0xe1, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
];
let turnsItself: Promise<boolean> | null = null;
/** Chrome 80 draws a photo as it lies in the file; every later browser turns it. Two pixels side by side tell which this one does. */
async function asksWhetherItTurns(): Promise<boolean> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2, 1];
  const bytes = await encoded(canvas, 0.5);
  if (bytes === null) return true;
  const url = URL.createObjectURL(new Blob([bytes.slice(0, 2), new Uint8Array(turnedSegment), bytes.slice(2)], { type: "image/jpeg" }));
  try {
    return (await loadImage(url)).naturalWidth === 1;
  } finally {
    URL.revokeObjectURL(url);
  }
}
const browserTurns = (): Promise<boolean> => {
  turnsItself ??= asksWhetherItTurns().catch(() => true);
  return turnsItself;
};

/** Upright, its longest side at most `side`. */
function drawn(image: HTMLImageElement, side: number, turned: number): HTMLCanvasElement | null {
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(1, side / Math.max(width, height));
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = turned > 4 ? [h, w] : [w, h];
  const context = canvas.getContext("2d");
  if (context === null) return null;
  // What was see-through would come out black.
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  const turns: readonly (readonly [number, number, number, number, number, number])[] = [
    [1, 0, 0, 1, 0, 0],
    [-1, 0, 0, 1, w, 0],
    [-1, 0, 0, -1, w, h],
    [1, 0, 0, -1, 0, h],
    [0, 1, 1, 0, 0, 0],
    [0, 1, -1, 0, h, 0],
    [0, -1, -1, 0, h, w],
    [0, -1, 1, 0, 0, w],
  ];
  context.setTransform(...(turns[turned - 1] ?? [1, 0, 0, 1, 0, 0]));
  context.drawImage(image, 0, 0, w, h);
  return canvas;
}

const encoded = (canvas: HTMLCanvasElement, quality: number): Promise<Uint8Array | null> =>
  new Promise((resolve) =>
    canvas.toBlob(
      (blob) => {
        if (blob === null) resolve(null);
        else
          new Response(blob).arrayBuffer().then(
            (buffer) => resolve(withoutMetadata(new Uint8Array(buffer))),
            () => resolve(null),
          );
      },
      "image/jpeg",
      quality,
    ),
  );

async function prepare(file: Blob): Promise<PhotoAnswer> {
  if (file.size > mostSourceBytes) return { type: "tooLarge" };
  const url = URL.createObjectURL(file);
  try {
    const image = await loadImage(url);
    if (image.naturalWidth === 0 || image.naturalHeight === 0) return { type: "broken" };
    const lies = (await browserTurns()) ? 1 : orientationOf(new Uint8Array(await new Response(file).arrayBuffer()));
    for (const side of sides) {
      const canvas = drawn(image, side, lies);
      if (canvas === null) return { type: "broken" };
      for (const quality of qualities) {
        const bytes = await encoded(canvas, quality);
        if (bytes === null) return { type: "broken" };
        // Never one that would say where it was taken.
        if (hasMetadata(bytes)) throw new Error("a photo still carries metadata");
        if (bytes.length <= mostBytes) return { type: "photo", bytes };
      }
    }
    return { type: "tooLarge" };
  } catch (error) {
    console.info("photo: not readable", error);
    return { type: "broken" };
  } finally {
    URL.revokeObjectURL(url);
  }
}

export const photoMaker: PhotoMaker = { prepare: (file) => prepare(file as Blob) };
