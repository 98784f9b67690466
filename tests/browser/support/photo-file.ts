// A photo as a phone's camera makes it: large, lying on its side as EXIF says, with the place it was taken at. The picture is made by the
// browser; the segment that tells on its maker is put in here.

import type { Page } from "playwright-core";

/** Latitude, longitude, a maker's name: what must never leave a phone inside a photo. */
export const told = ["GPS-34.5800-105.7200", "CameraOfSomebody"] as const;

/** Noise, so that it does not compress: left half red, right half blue as it lies in the file. `seed` makes another one. */
async function drawn(page: Page, width: number, height: number, seed: number): Promise<Buffer> {
  const text = await page.evaluate(
    async ([w, h, from]) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [w, h];
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      const image = context.createImageData(w, h);
      let noise = from;
      for (let i = 0; i < image.data.length; i += 4) {
        noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648;
        const isLeft = (i / 4) % w < w / 2;
        image.data[i] = isLeft ? 200 + (noise % 55) : noise % 90;
        image.data[i + 1] = noise % 90;
        image.data[i + 2] = isLeft ? noise % 90 : 200 + (noise % 55);
        image.data[i + 3] = 255;
      }
      context.putImageData(image, 0, 0);
      return canvas.toDataURL("image/jpeg", 0.95);
    },
    [width, height, seed] as const,
  );
  return Buffer.from(text.slice(text.indexOf(",") + 1), "base64");
}

/** Orientation, then a pointer to a GPS directory with latitude and longitude, and their words once more in the clear. */
function exif(orientation: number): Buffer {
  const entry = (tag: number, type: number, count: number, value: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt16BE(tag, 0);
    head.writeUInt16BE(type, 2);
    head.writeUInt32BE(count, 4);
    return Buffer.concat([head, value], 12);
  };
  const short = (n: number): Buffer => Buffer.from([n >> 8, n & 255, 0, 0]);
  const long = (n: number): Buffer => Buffer.from([n >> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]);
  const count = (n: number): Buffer => Buffer.from([0, n]);
  const gpsAt = 8 + 2 + 2 * 12 + 4;
  const main = Buffer.concat([count(2), entry(0x0112, 3, 1, short(orientation)), entry(0x8825, 4, 1, long(gpsAt)), long(0)]);
  const gps = Buffer.concat([count(2), entry(1, 2, 2, Buffer.from("N\0")), entry(3, 2, 2, Buffer.from("E\0")), long(0)]);
  const body = Buffer.concat([Buffer.from("Exif\0\0MM\0*"), long(8), main, gps, Buffer.from(told.join(" "))]);
  return Buffer.concat([Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
}

export interface PhotoFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export async function photoFile(page: Page, { seed = 1, orientation = 6, width = 2400, height = 1600 } = {}): Promise<PhotoFile> {
  const plain = await drawn(page, width, height, seed);
  const buffer = Buffer.concat([plain.subarray(0, 2), exif(orientation), plain.subarray(2)]);
  return { name: `IMG_${seed}.jpg`, mimeType: "image/jpeg", buffer };
}

/** Its size, and the colour near its top and its bottom, or left and right. */
export const lookOf = (
  page: Page,
  jpeg: Buffer,
): Promise<{ readonly width: number; readonly height: number; readonly top: string; readonly bottom: string }> =>
  page.evaluate(async (text) => {
    const image = new Image();
    image.src = `data:image/jpeg;base64,${text}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    context.drawImage(image, 0, 0);
    const at = (y: number): string => {
      const { data } = context.getImageData(0, Math.round(y * (canvas.height - 20)), canvas.width, 20);
      let [red, blue] = [0, 0];
      for (let i = 0; i < data.length; i += 4) {
        red += data[i] ?? 0;
        blue += data[i + 2] ?? 0;
      }
      return red > blue * 1.5 ? "red" : blue > red * 1.5 ? "blue" : "both";
    };
    return { width: canvas.width, height: canvas.height, top: at(0.05), bottom: at(0.95) };
  }, jpeg.toString("base64"));
