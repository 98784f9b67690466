// A code in a photo. The decoder misses some codes at one size and finds them at another; a live picture moves by itself, a photo has to
// be tried at several.

import type { Surface } from "../actions/ports.ts";
import { closePhotoReader } from "./qr-decoder.ts";
import { createReader, note } from "./qr-reader.ts";

/** Longest side in pixels, after the photo's own size: smaller ones have less noise. */
const sides = [1600, 1100, 800, 560, 400, 300];
/** What a phone's camera makes today is more than a small phone can decode at once. */
const mostPixels = 6_000_000;

const load = (file: File): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const image = new Image();
    const url = URL.createObjectURL(file);
    image.onload = () => {
      URL.revokeObjectURL(url);
      resolve(image);
    };
    image.onerror = () => {
      URL.revokeObjectURL(url);
      reject(new Error("no picture"));
    };
    image.src = url;
  });

function resized(image: HTMLImageElement, side: number): Promise<File | null> {
  const scale = side / Math.max(image.naturalWidth, image.naturalHeight);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const context = canvas.getContext("2d");
  if (context === null) return Promise.resolve(null);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob === null ? null : new File([blob], "photo.png")), "image/png"));
}

async function decode(host: HTMLElement, file: File): Promise<string | null> {
  try {
    return await (await createReader(host)).scanFile(file, false);
  } catch (error) {
    note(error);
    return null;
  }
}

/** `input`: a file field that has just been filled. Null: no picture, or no code found in it. */
export async function readPhoto(input: Surface): Promise<string | null> {
  const field = document.getElementById(input.id);
  const file = field instanceof HTMLInputElement ? field.files?.[0] : undefined;
  if (file === undefined) return null;
  // The library draws into an element of its own.
  const host = document.createElement("div");
  host.id = `${input.id}-reading`;
  host.hidden = true;
  document.body.append(host);
  try {
    const image = await load(file);
    const longest = Math.max(image.naturalWidth, image.naturalHeight);
    const first = image.naturalWidth * image.naturalHeight > mostPixels ? null : await decode(host, file);
    if (first !== null) return first;
    for (const side of sides.filter((it) => it < longest * 2)) {
      const smaller = await resized(image, side);
      const text = smaller === null ? null : await decode(host, smaller);
      if (text !== null) return text;
    }
    return null;
  } catch (error) {
    note(error);
    return null;
  } finally {
    host.remove();
    closePhotoReader();
  }
}
