// What the page and a reading worker say to each other: one picture, one answer. Both sides import this; it knows no decoder.

/** What the page gives away: a bitmap where a worker can draw, else its pixels as RGBA. */
export type FramePicture =
  | { readonly bitmap: ImageBitmap }
  | { readonly width: number; readonly height: number; readonly pixels: ArrayBuffer };
export interface FrameAsked {
  readonly picture: FramePicture;
  /** A photo is one picture and somebody waits for it; of a live picture the next one is coming. */
  readonly isPhoto: boolean;
}
/** Before the first answer a worker says whether it can work at all. */
export type FrameAnswer = { readonly type: "ready" | "broken" } | { readonly type: "read"; readonly text: string | null };

interface Port {
  onmessage: ((event: MessageEvent<FrameAsked>) => void) | null;
  postMessage(answer: FrameAnswer): void;
}

type Read = (
  width: number,
  height: number,
  pixels: Uint8ClampedArray<ArrayBuffer>,
  isPhoto: boolean,
) => string | null | Promise<string | null>;

/** Drawing and reading a canvas takes as long as decoding: better here than on the page's own thread. */
function createPixelReader(): (picture: FramePicture) => readonly [number, number, Uint8ClampedArray<ArrayBuffer>] {
  let canvas: OffscreenCanvas | null = null;
  let context: OffscreenCanvasRenderingContext2D | null = null;
  return (picture) => {
    if ("pixels" in picture) return [picture.width, picture.height, new Uint8ClampedArray(picture.pixels)];
    const { width, height } = picture.bitmap;
    if (canvas?.width !== width || canvas.height !== height) {
      canvas = new OffscreenCanvas(width, height);
      context = canvas.getContext("2d", { willReadFrequently: true });
    }
    if (context === null) throw new Error("no canvas");
    context.drawImage(picture.bitmap, 0, 0);
    picture.bitmap.close();
    return [width, height, context.getImageData(0, 0, width, height).data as Uint8ClampedArray<ArrayBuffer>];
  };
}

/** Called in a worker. A picture that breaks the decoder holds no code. */
export async function serveFrames(begin: () => Promise<Read>): Promise<void> {
  const port = globalThis as unknown as Port;
  let read: Read;
  try {
    read = await begin();
  } catch (error) {
    console.info("frame-port:", error);
    port.postMessage({ type: "broken" });
    return;
  }
  const pixelsOf = createPixelReader();
  port.onmessage = async ({ data }) => {
    let text: string | null = null;
    try {
      text = await read(...pixelsOf(data.picture), data.isPhoto);
    } catch (error) {
      console.info("frame-port:", error);
    }
    port.postMessage({ type: "read", text });
  };
  port.postMessage({ type: "ready" });
}
