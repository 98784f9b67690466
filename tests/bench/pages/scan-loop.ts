// The app's own scanner, for bench `scan`: built with the app's aliases and workers.

import { createScanner } from "../../../src/platform/camera-scan.ts";
import { holdAll, installCamera, looks, readyWorkers, reported } from "./scan-camera.ts";

async function start(_way: string, size: { readonly width: number; readonly height: number }): Promise<void> {
  installCamera(size);
  const host = document.getElementById("camera") as HTMLElement;
  host.style.width = "390px";
  const started = await createScanner().start(host, reported);
  if (started.type !== "scanning") throw new Error(started.type);
}

const page = { start, holdAll, looks, readyWorkers: () => readyWorkers };
export type ScanLoopPage = typeof page;
Object.assign(globalThis, { scanPage: page });
