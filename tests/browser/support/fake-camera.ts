// Makes the film a fake camera shows: QR codes as raw frames in a .y4m file, on grey and with noise as a cheap phone sees them.
// The app decodes these frames as it would a real camera's.

import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { encode } from "uqr";

const width = 640;
const height = 480;
const framesPerSecond = 10;
const wall = 150;
const noise = 14;

/** How a code is held before the camera: its side as a share of the picture's height, its turn in degrees, its print. */
export interface Held {
  readonly share: number;
  readonly turn: number;
  readonly ink: number;
  readonly paper: number;
}
const wellHeld: Held = { share: 0.85, turn: 0, ink: 40, paper: 225 };

/** Brightness of what stands before the camera; `text` null shows the empty wall. */
function drawPicture(text: string | null, held: Partial<Held>): Uint8Array {
  const { share, turn, ink, paper } = { ...wellHeld, ...held };
  const luma = new Uint8Array(width * height).fill(wall);
  if (text !== null) {
    const { data, size } = encode(text, { border: 4 });
    // Whole pixels a module where the code hangs straight; turned, every pixel is the mean of nine points, as a lens would have it.
    const scale = turn === 0 ? Math.floor((height * share) / size) : (height * share) / size;
    const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
    const points = turn === 0 ? [0.5] : [1 / 6, 1 / 2, 5 / 6];
    const brightness = (x: number, y: number): number => {
      const [across, down] = [x - width / 2, y - height / 2];
      const row = data[Math.floor((cos * down - sin * across) / scale + size / 2)];
      const isDark = row?.[Math.floor((cos * across + sin * down) / scale + size / 2)];
      return isDark === undefined ? wall : isDark ? ink : paper;
    };
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const seen = points.flatMap((dy) => points.map((dx) => brightness(x + dx, y + dy)));
        luma[y * width + x] = seen.reduce((sum, it) => sum + it, 0) / seen.length;
      }
  }
  return luma;
}

/** The same noise in every run: a test must not depend on luck. */
function withNoise(picture: Uint8Array, frame: number): Uint8Array {
  const luma = picture.slice();
  let seed = frame + 1;
  for (let i = 0; i < luma.length; i += 1) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    luma[i] = (luma[i] ?? 0) + ((seed >>> 16) % (2 * noise + 1)) - noise;
  }
  return luma;
}

/** In one step: a camera that still runs goes on with the film it has open, and never meets half of another, which would end its browser. */
export async function putFilm(path: string, film: Uint8Array): Promise<void> {
  const whole = `${path}.new`;
  await writeFile(whole, film);
  await rename(whole, path);
}

/** Shows each text (null: nothing) for `secondsEach`, then starts over. Returns the path. */
export async function writeCameraFilm(
  path: string,
  texts: readonly (string | null)[],
  secondsEach = 1,
  held: Partial<Held> = {},
): Promise<string> {
  const colour = new Uint8Array((width / 2) * (height / 2) * 2).fill(128);
  const parts: Uint8Array[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`)];
  texts.forEach((text, index) => {
    const picture = drawPicture(text, held);
    for (let i = 0; i < secondsEach * framesPerSecond; i += 1)
      parts.push(Buffer.from("FRAME\n"), withNoise(picture, index * 1000 + i), colour);
  });
  await mkdir(dirname(path), { recursive: true });
  await putFilm(path, Buffer.concat(parts));
  return path;
}

/** The same picture as a photo: a grey PNG. */
export function drawPhoto(text: string | null, held: Partial<Held> = {}): Uint8Array {
  const luma = withNoise(drawPicture(text, held), 0);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) rows.set(luma.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const chunk = (name: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, grey.
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}
