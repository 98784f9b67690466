// `npm run bench -- [--json] [names]`: loads the benches through Vite, for Node alone reads no TypeScript. main.ts does its work
// while it is being loaded: later the loader is closed and nothing more could be imported.

import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

await runnerImport(fileURLToPath(new URL("./main.ts", import.meta.url)), { logLevel: "error" });
