// `npm run simulate` and `npm run soak`: loads the command through Vite, for Node alone reads no TypeScript.

import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

await runnerImport(fileURLToPath(new URL("./command.ts", import.meta.url)), { logLevel: "error" });
