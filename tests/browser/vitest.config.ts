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
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 120_000,
  },
});
