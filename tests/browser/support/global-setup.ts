// Once per run of the browser tests: bundles what they start as a process of its own or open as a page beside the app.

import { existsSync } from "node:fs";
import { buildPage, buildRoot } from "../../fixtures/build-root.ts";
import { endpointRoot } from "../../fixtures/endpoint-process.ts";
import { clientFolder } from "./static-server.ts";

export const platformPage = "tests/browser/support/platform-page.ts";

export default async function setUp(): Promise<void> {
  if (!existsSync(new URL("index.html", clientFolder))) throw new Error("nothing is built: run `node src/setup.mjs` first");
  await buildPage(platformPage);
  await buildRoot(endpointRoot);
}
