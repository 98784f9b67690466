// What the page and a reading worker say to each other: one picture, one answer. Both sides import this; it knows no decoder.

export interface FrameAsked {
  readonly width: number;
  readonly height: number;
  /** RGBA; the page gives it away. */
  readonly pixels: ArrayBuffer;
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
  port.onmessage = async ({ data }) => {
    let text: string | null = null;
    try {
      text = await read(data.width, data.height, new Uint8ClampedArray(data.pixels), data.isPhoto);
    } catch (error) {
      console.info("frame-port:", error);
    }
    port.postMessage({ type: "read", text });
  };
  port.postMessage({ type: "ready" });
}
