// `npm run screenshots -- [--language en] [--readme]`: loads screenshots.ts through Vite, for Node alone reads no TypeScript. It does its
// work while it is being loaded.

import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

await runnerImport(fileURLToPath(new URL("./screenshots.ts", import.meta.url)), { logLevel: "error" });
