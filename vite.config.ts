// One `vite build` makes the app (dist/client), its service worker and the endpoint (dist/server/main.js); the tests read
// their settings here too. The floor is Chrome 80, Safari 15.4, Firefox 115: `target` holds syntax and CSS to it, APIs are ours to mind.

import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import type { PluginOption } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import pack from "./package.json" with { type: "json" };
import * as lists from "./src/deploy/piece-lists.mjs";
import { pieceTiers } from "./src/deploy/piece-tiers.mjs";

const floor = ["chrome80", "safari15.4", "firefox115"];

const tiers = pieceTiers(lists);

// The plugin knows nothing of environments: left alone it would write a second worker while the endpoint is built.
const onClientOnly = (plugins: readonly PluginOption[]): PluginOption[] =>
  plugins
    .flat()
    .map((plugin) => ({ ...(plugin as object), applyToEnvironment: (it: { name: string }) => it.name === "client" }) as PluginOption);

const pwa = VitePWA({
  strategies: "injectManifest",
  srcDir: "src/worker",
  filename: "service-worker.ts",
  outDir: "dist/client",
  // Registered through workbox-window by src/platform/app-update.ts: updates are offered, never forced.
  injectRegister: false,
  includeManifestIcons: false,
  injectManifest: {
    globPatterns: ["**/*.{html,js,css,svg,png,woff2}"],
    // Which of the pieces are everyone's and which only a leader's device keeps: src/deploy/piece-lists.mjs, by module.
    manifestTransforms: [tiers.transform],
    globIgnores: [
      "**/node_modules/**",
      // Fetched while installing.
      "**/{icon-*,apple-touch-icon}.png",
      // The better reader of codes: kept from its first use on (src/worker/kept-later.ts), and its WebAssembly with it.
      "**/zxing-worker-*.js",
    ],
    // A classic script: Firefox has module workers only since 147.
    rollupFormat: "iife",
    target: floor,
    maximumFileSizeToCacheInBytes: 1_000_000,
  },
  manifest: {
    id: "/",
    name: "到岗",
    short_name: "到岗",
    description: "志愿服务签到:没有信号也能签,有网自动上传。",
    lang: "zh-CN",
    dir: "ltr",
    start_url: "/",
    scope: "/",
    display: "standalone",
    theme_color: "#8F1A1A",
    background_color: "#FAF7F2",
    // A long press on the icon.
    shortcuts: [
      { name: "签到", url: "/", icons: [{ src: "/icon-192.png", sizes: "192x192", type: "image/png" }] },
      { name: "扫码", url: "/scan", icons: [{ src: "/icon-192.png", sizes: "192x192", type: "image/png" }] },
    ],
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
    ],
  },
});

/** Everything the first screen imports, found while the app is read: one file instead of seven, each of which an old phone has to ask for. */
const firstModules = new Set<string>();
const findFirstModules: PluginOption = {
  name: "first-modules",
  applyToEnvironment: (it) => it.name === "client",
  buildEnd() {
    const reach = (id: string): void => {
      if (firstModules.has(id)) return;
      firstModules.add(id);
      for (const next of this.getModuleInfo(id)?.importedIds ?? []) reach(next);
    };
    for (const id of this.getModuleIds()) if (/\/src\/main\.tsx$/.test(id)) reach(id);
  },
};

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(pack.version) },
  // The package's front door leads to its ES5 bundle; this one is the same version, 2 kB smaller (gzip), and quicker.
  resolve: {
    alias: [
      { find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" },
      // html5-qrcode's own decoder is all of zxing-js, 330 kB for a dozen kinds of code nobody shows us.
      { find: "./zxing-html5-qrcode-decoder", replacement: fileURLToPath(new URL("src/platform/qr-decoder.ts", import.meta.url)) },
    ],
  },
  plugins: [
    preact({ reactAliasesEnabled: false }),
    findFirstModules,
    tiers.plugin as PluginOption,
    process.env.VITEST ? [] : onClientOnly(pwa),
  ],
  // Named one by one: the PWA plugin's settings bring an `ssr` environment along that nobody needs.
  builder: {
    async buildApp(builder) {
      for (const name of ["client", "background", "server"]) {
        const environment = builder.environments[name];
        if (environment !== undefined) await builder.build(environment);
      }
    },
  },
  environments: {
    // The CSP allows no script or style in the page, and a picture inside a script is no saving: nothing is inlined.
    client: {
      // @noble/hashes calls it while loading; Chrome has it since 93.
      define: { "Object.hasOwn": "Object.prototype.hasOwnProperty.call" },
      build: {
        target: floor,
        outDir: "dist/client",
        emptyOutDir: true,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          // html5-qrcode brings a finished scanner with pictures of its own; nobody imports it, and nothing happens when it is left away.
          treeshake: { moduleSideEffects: [{ test: /[\\/]html5-qrcode[\\/]esm[\\/]/, sideEffects: false }] },
          output: {
            codeSplitting: {
              groups: [{ name: "first", test: (id: string) => firstModules.has(id) }],
            },
          },
        },
      },
    },
    // What the service worker runs when the browser wakes it to send (src/worker/background.ts): one classic script, beside the app and not in
    // its precache: the worker keeps it itself.
    background: {
      consumer: "client",
      define: { "Object.hasOwn": "Object.prototype.hasOwnProperty.call" },
      build: {
        target: floor,
        outDir: "dist/client",
        emptyOutDir: false,
        copyPublicDir: false,
        modulePreload: false,
        rolldownOptions: {
          input: "src/worker/background.ts",
          output: { format: "iife", entryFileNames: "background.js", codeSplitting: false },
        },
      },
    },
    server: {
      consumer: "server",
      // Everything but the native module goes into the one file: the endpoint runs without node_modules except libsql.
      resolve: { noExternal: true, external: ["libsql"] },
      build: {
        ssr: true,
        target: "node20",
        outDir: "dist/server",
        emptyOutDir: true,
        minify: false,
        copyPublicDir: false,
        rolldownOptions: { input: "src/endpoint/main.ts", output: { entryFileNames: "[name].js", format: "es" } },
      },
    },
  },
  test: {
    environment: "node",
    include: ["tests/**/*.test.{ts,tsx}"],
    exclude: ["tests/browser/**", "tests/bench/**"],
    // Conditions are waited for; how long is only what tells a defect from a machine that is busy.
    testTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 120_000,
  },
});
