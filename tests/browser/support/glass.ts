// What one device shows, held before another one's camera: a picture of the glass as the film a fake camera plays. The code travels as light does,
// by no other way.

import type { Browser, Locator } from "playwright-core";
import { putFilm } from "./fake-camera.ts";

const width = 640;
const height = 480;
const frames = 10;

/** A photo of the glass, as PNG. */
export const photograph = (of: Locator): Promise<Uint8Array> => of.screenshot({ animations: "disabled" });

/** Plays the picture, upright and grey, for as long as the camera runs. */
export async function holdBefore(browser: Browser, film: string, picture: Uint8Array): Promise<void> {
  const page = await browser.newPage();
  const luma = await page.evaluate(
    async ({ url, across, down }) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = across;
      canvas.height = down;
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.fillStyle = "#969696";
      context.fillRect(0, 0, across, down);
      const scale = Math.min((across * 0.9) / image.width, (down * 0.9) / image.height);
      const [wide, high] = [image.width * scale, image.height * scale];
      context.drawImage(image, (across - wide) / 2, (down - high) / 2, wide, high);
      const { data } = context.getImageData(0, 0, across, down);
      return Array.from({ length: across * down }, (_, i) =>
        Math.round(0.3 * (data[4 * i] ?? 0) + 0.59 * (data[4 * i + 1] ?? 0) + 0.11 * (data[4 * i + 2] ?? 0)),
      );
    },
    { url: `data:image/png;base64,${Buffer.from(picture).toString("base64")}`, across: width, down: height },
  );
  await page.close();
  const frame = [Buffer.from("FRAME\n"), Buffer.from(luma), Buffer.alloc((width / 2) * (height / 2) * 2, 128)];
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  await putFilm(film, Buffer.concat([head, ...Array.from({ length: frames }, () => frame).flat()]));
}
