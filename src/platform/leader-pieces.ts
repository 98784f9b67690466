// Asks the service worker to keep the pieces only a leader's device has (src/worker/leader-pieces.ts), until it says that all of them are there.
// Cheap when they are: the worker compares two lists. Knows nothing of who leads.

const silentMs = 30_000;
const againMs = 60_000;

/** One question. False when something would not come, or the worker fell silent: browsers end workers that take long. */
function ask(worker: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let silence: ReturnType<typeof setTimeout> | undefined;
    const end = (isWhole: boolean): void => {
      clearTimeout(silence);
      port1.close();
      resolve(isWhole);
    };
    const wait = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => end(false), silentMs);
    };
    port1.onmessage = ({ data }: MessageEvent<{ readonly isWhole?: boolean }>) => (data.isWhole === undefined ? wait() : end(data.isWhole));
    wait();
    worker.postMessage({ type: "KEEP_LEADER_PIECES" }, [port2]);
  });
}

/** The network is back, or a while has passed. */
const untilNext = (): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      removeEventListener("online", go);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(go, againMs);
    addEventListener("online", go);
  });

/** Resolves once the worker that serves this page has all of them; a newer one that waits is asked too. */
export async function keepLeaderPieces(): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  for (;;) {
    if (registration.waiting !== null) void ask(registration.waiting);
    const { active } = registration;
    if (active !== null && (await ask(active))) return;
    await untilNext();
  }
}

/** A version that came to wait later than the question: it asks for its own. */
export async function keepForWaiting(): Promise<void> {
  const { waiting } = await navigator.serviceWorker.ready;
  if (waiting !== null) await ask(waiting);
}
