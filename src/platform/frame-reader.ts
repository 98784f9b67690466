// Pictures in, texts out, off the page's own thread: `qr` from the first picture, zxing from when it is there. Where zxing cannot come (no
// network yet, a browser without WebAssembly) `qr` goes on reading. Knows nothing of cameras.

import type { FrameAnswer, FrameAsked, FramePicture } from "./frame-port.ts";

export interface FrameReader {
  /** One at a time. The picture is given away. */
  read(picture: FramePicture, isPhoto?: boolean): Promise<string | null>;
  /** Resolves with whether zxing reads from now on. Fetched once, then kept by the service worker. */
  improve(): Promise<boolean>;
  close(): void;
}

export const pixelsOf = ({ width, height, data }: ImageData): FramePicture => ({ width, height, pixels: data.buffer as ArrayBuffer });

interface Reading {
  readonly ready: Promise<boolean>;
  read(asked: FrameAsked): Promise<string | null>;
  close(): void;
}

function readingBy(worker: Worker, onLost: () => void): Reading {
  let settle: (text: string | null) => void = () => undefined;
  let isReady: (able: boolean) => void = () => undefined;
  const ready = new Promise<boolean>((resolve) => {
    isReady = resolve;
  });
  const lose = (): void => {
    worker.terminate();
    isReady(false);
    settle(null);
    onLost();
  };
  worker.onmessage = ({ data }: MessageEvent<FrameAnswer>) => {
    if (data.type === "read") settle(data.text);
    else if (data.type === "ready") isReady(true);
    else lose();
  };
  // It could not be loaded, or its memory ran out.
  worker.onerror = lose;
  return {
    ready,
    read: (asked) =>
      new Promise((resolve) => {
        settle = resolve;
        worker.postMessage(asked, ["bitmap" in asked.picture ? asked.picture.bitmap : asked.picture.pixels]);
      }),
    close: () => {
      worker.terminate();
      isReady(false);
      settle(null);
    },
  };
}

export function createFrameReader(): FrameReader {
  let isOver = false;
  let best: Reading | null = null;
  let improving: Promise<boolean> | null = null;
  const first = readingBy(new Worker(new URL("./qr-worker.ts", import.meta.url)), () => undefined);

  async function begin(): Promise<boolean> {
    const better = readingBy(new Worker(new URL("./zxing-worker.ts", import.meta.url)), () => {
      if (best === better) best = null;
    });
    const able = await better.ready;
    if (able && !isOver) best = better;
    else better.close();
    return able;
  }
  return {
    read: async (picture, isPhoto = false) => {
      if (isOver) return null;
      const reading = best ?? first;
      return (await reading.ready) ? reading.read({ picture, isPhoto }) : null;
    },
    improve: () => {
      improving ??= begin();
      return improving;
    },
    close: () => {
      isOver = true;
      first.close();
      best?.close();
      best = null;
    },
  };
}
