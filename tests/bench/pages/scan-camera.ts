// A camera of bench `scan` inside the page: getUserMedia answers with a track that shows what the bench holds before it, picture by picture, and a
// worker of ours is made as slow as the throttled page. Measures what a way of scanning reads of it. Knows no way of scanning.

import { burstMs, framesPerSecond, slowdown, stillMs } from "../scan-parameters.ts";

interface Generator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}
declare const MediaStreamTrackGenerator: new (options: { readonly kind: "video" }) => Generator;

export interface Measured {
  readonly decoded: boolean;
  readonly ms: number;
  readonly misread: string | null;
}

const frameMs = 1000 / framesPerSecond;
/** After so long a text has left the picture and is reported when it comes again (the app's loop does so after a second). */
const leftMs = 1_500;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let [width, height] = [640, 480];
let shown: readonly Uint8Array[] = [];
let attempts = 0;
let onText: (text: string) => void = () => undefined;

/** What every way of scanning calls when it has looked at a picture, and with what it read. */
export const looked = (): void => {
  attempts += 1;
};
export const looks = (): number => attempts;
export const reported = (text: string): void => onText(text);

/** Workers that could begin. CDP slows the page's own thread only: an answer of a worker is given when one as slow would have had it. */
export let readyWorkers = 0;
const RealWorker = Worker;
function slowWorker(url: URL, options?: WorkerOptions): object {
  const real = new RealWorker(url, options);
  let asked = 0;
  const port = {
    onmessage: null as ((event: MessageEvent<{ readonly type: string }>) => void) | null,
    onerror: null as (() => void) | null,
    postMessage(message: unknown, transfer: Transferable[]): void {
      asked = performance.now();
      real.postMessage(message, transfer);
    },
    terminate: () => real.terminate(),
  };
  real.onerror = () => port.onerror?.();
  real.onmessage = (event: MessageEvent<{ readonly type: string }>) => {
    if (event.data.type !== "read") {
      if (event.data.type === "ready") readyWorkers += 1;
      port.onmessage?.(event);
      return;
    }
    const took = performance.now() - asked;
    setTimeout(
      () => {
        looked();
        port.onmessage?.(event);
      },
      took * (slowdown - 1),
    );
  };
  return port;
}

/** Called before a scanner is made. */
export function installCamera(size: { readonly width: number; readonly height: number }): void {
  ({ width, height } = size);
  shown = [new Uint8Array(width * height).fill(110)];
  const generator = new MediaStreamTrackGenerator({ kind: "video" });
  const writer = generator.writable.getWriter();
  const planes = new Uint8Array((width * height * 3) / 2).fill(128);
  let count = 0;
  const show = async (): Promise<void> => {
    planes.set(shown[count % shown.length] ?? planes);
    const timestamp = Math.round(performance.now() * 1000);
    count += 1;
    await writer.write(new VideoFrame(planes, { format: "I420", codedWidth: width, codedHeight: height, timestamp }));
  };
  setInterval(() => void show(), frameMs);
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(new MediaStream([generator]));
  Object.assign(globalThis, { Worker: slowWorker });
}

const heldUntil = new Map<string, number>();
const wall = (): Uint8Array => new Uint8Array(width * height).fill(110);

/** Shows the frames round and round until the text is reported or the time is over; then a wall, until nobody is looking at them any more. */
async function hold(frames: readonly Uint8Array[], text: string, withinMs: number): Promise<Measured> {
  let misread: string | null = null;
  await pause(Math.max(0, (heldUntil.get(text) ?? 0) + leftMs - performance.now()));
  const began = performance.now();
  const ms = await new Promise<number | null>((resolve) => {
    const late = setTimeout(() => resolve(null), withinMs);
    onText = (read) => {
      if (read !== text) {
        misread = read;
        return;
      }
      clearTimeout(late);
      resolve(performance.now() - began);
    };
    shown = frames;
  });
  onText = () => undefined;
  shown = [wall()];
  heldUntil.set(text, performance.now());
  await pause(2 * frameMs);
  const before = attempts;
  // Every way looks at one picture after the other: what is begun after that look is begun at the wall.
  for (let waited = 0; attempts === before && waited < 20_000; waited += 20) await pause(20);
  return { decoded: ms !== null, ms: ms ?? withinMs, misread };
}

async function framesIn(file: File): Promise<readonly Uint8Array[]> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return Array.from({ length: bytes.length / (width * height) }, (_, i) => bytes.subarray(i * width * height, (i + 1) * width * height));
}

const filesOf = (id: string): readonly File[] => Array.from((document.getElementById(id) as HTMLInputElement).files ?? []);

/** All stills of one number, or all bursts, of the files in the page's field: a text comes again only after the others. */
export async function holdAll(texts: readonly string[], still: number | null): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const [i, file] of filesOf("films").entries()) {
    const frames = await framesIn(file);
    measured.push(
      still === null ? await hold(frames, texts[i] ?? "", burstMs) : await hold([frames[still] ?? wall()], texts[i] ?? "", stillMs),
    );
  }
  return measured;
}
