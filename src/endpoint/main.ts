// The command: settings in, one server out, stopped cleanly by Ctrl-C, SIGTERM, or npm going away. The only place that asks the real clock
// and rolls real dice.

import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "./config.ts";
import { startServer } from "./server.ts";

const wrongSettings = 2;
const npmPollMs = 500;

async function run(): Promise<void> {
  // SIGTERM to `npm start` ends npm and leaves us to another parent: that is our signal too. Read first: npm may end while we start.
  const parent = process.ppid;
  const clientDir = join(dirname(fileURLToPath(import.meta.url)), "..", "client");
  const config = readConfig(process.env, process.argv.slice(2), clientDir);
  const started = config.ok
    ? await startServer({
        config: config.value,
        clock: { now: () => Date.now() },
        random: { bytes: (length) => randomBytes(length), fraction: () => Math.random() },
        say: (line) => console.log(line),
        onError: (error) => console.error(error),
      })
    : config;
  if (!started.ok) {
    console.error(started.problem);
    process.exitCode = wrongSettings;
    return;
  }
  const stop = (): void => {
    clearInterval(watch);
    started.value.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) stop();
  }, npmPollMs);
  watch.unref();
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

await run();
