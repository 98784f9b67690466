// Firefox, started with a profile of its own and steered through Marionette, the channel it brings along: no driver program, no
// package. Its receiver (GPS) is the real one, told by a setting where it is. Knows nothing of the app.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFirefox } from "./installed-browsers.mjs";
import type { Place } from "./people.ts";
import { createDriver, type Driver } from "./webdriver.ts";

/** Chinese, at this place, and silent towards the world: Firefox itself turns most of its own errands off while it is steered. */
const settingsAt = ({ latitude, longitude, accuracy }: Place): Readonly<Record<string, string | number | boolean>> => ({
  "marionette.port": 0,
  "intl.accept_languages": "zh-CN",
  "geo.provider.network.url": `data:application/json,${JSON.stringify({ location: { lat: latitude, lng: longitude }, accuracy })}`,
  "geo.provider.use_geoclue": false,
  "geo.prompt.testing": true,
  "geo.prompt.testing.allow": true,
  "app.normandy.enabled": false,
  "services.settings.server": "data:,nothing",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
});

type Send = (command: string, parameters?: object) => Promise<unknown>;

/** Marionette's frames: a length, a colon, JSON; an answer is [1, id, error, result]. */
function speak(port: number): Promise<{ readonly send: Send; readonly hangUp: () => void }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
    let bytes = Buffer.alloc(0);
    let last = 0;
    const hear = (message: unknown): void => {
      if (!Array.isArray(message)) {
        resolve({ send, hangUp: () => socket.destroy() });
        return;
      }
      const [, id, error, result] = message as [number, number, { readonly error: string; readonly message: string } | null, unknown];
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === null) asked?.resolve(result);
      else asked?.reject(new Error(`${error.error}: ${error.message}`));
    };
    const send: Send = (command, parameters = {}) =>
      new Promise((done, fail) => {
        last += 1;
        waiting.set(last, { resolve: done, reject: fail });
        const text = JSON.stringify([0, last, command, parameters]);
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      });
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let colon = bytes.indexOf(":"); colon > 0; colon = bytes.indexOf(":")) {
        const end = colon + 1 + Number(bytes.subarray(0, colon).toString());
        if (bytes.length < end) return;
        const message = JSON.parse(bytes.subarray(colon + 1, end).toString()) as unknown;
        bytes = bytes.subarray(end);
        hear(message);
      }
    });
    socket.on("error", reject);
    socket.on("close", () => {
      for (const asked of waiting.values()) asked.reject(new Error("Firefox has ended"));
    });
  });
}

/** `settings`: beside those every Firefox of ours has. */
export async function openFirefox(place: Place, settings: Readonly<Record<string, string | number | boolean>> = {}): Promise<Driver> {
  const program = findFirefox();
  if (program === null) throw new Error("no Firefox: install firefox-esr or name one in FIREFOX_PATH");
  const profile = await mkdtemp(join(tmpdir(), "daogang-firefox-"));
  const lines = Object.entries({ ...settingsAt(place), ...settings }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, "user.js"), lines.join(""));

  const child = spawn(program, ["--headless", "--marionette", "--no-remote", "--width", "390", "--height", "844", "--profile", profile], {
    // Its caches and crash reports stay with the profile.
    env: { ...process.env, HOME: profile, XDG_CACHE_HOME: profile, XDG_CONFIG_HOME: profile },
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const portFile = join(profile, "MarionetteActivePort");
  while (!existsSync(portFile) || readFileSync(portFile, "utf8") === "") {
    if (child.exitCode !== null) throw new Error(`Firefox would not start (${child.exitCode})`);
    await sleep(50);
  }
  const { send, hangUp } = await speak(Number(readFileSync(portFile, "utf8")));
  await send("WebDriver:NewSession", { pageLoadStrategy: "normal" });
  const execute = async (script: string, args: readonly unknown[] = []): Promise<unknown> =>
    ((await send("WebDriver:ExecuteScript", { script, args })) as { readonly value: unknown }).value;
  return createDriver({
    navigate: async (url) => void (await send("WebDriver:Navigate", { url })),
    refresh: async () => {
      // Marionette's own is the reload with the shift key, which goes past the service worker.
      await execute("window.isBeforeReload = true; location.reload();");
      const isNew = () => execute("return window.isBeforeReload !== true && document.readyState === 'complete';").catch(() => false);
      while (!(await isNew())) await sleep(50);
    },
    execute,
    click: async (id) => void (await send("WebDriver:ElementClick", { id })),
    end: async () => {
      // It may be gone before it has answered.
      await send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined);
      hangUp();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  });
}
