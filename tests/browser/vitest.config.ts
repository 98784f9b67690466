// Browser tests: one after another, each with a Chromium of its own, against the built app. `npm test` runs them last;
// by hand: npx vitest run --config tests/browser/vitest.config.ts

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../../", import.meta.url)),
  test: {
    environment: "node",
    include: ["tests/browser/**/*.test.ts"],
    globalSetup: ["tests/browser/support/global-setup.ts"],
    // Two cores: a second browser only makes the first one late.
    fileParallelism: false,
    maxWorkers: 1,
    // Many times what a test takes: it is the waits inside that say what has not come.
    testTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 240_000,
  },
});
