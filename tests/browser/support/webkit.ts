// WebKitGTK's small browser on a screen nobody sees, steered through its WebDriver. The nearest thing to Safari on this side of a Mac,
// and no iPhone: its receiver (GPS) never answers. Knows nothing of the app.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../fixtures/free-port.ts";
import { findWebkit } from "./installed-browsers.mjs";
import { createDriver, type Driver } from "./webdriver.ts";

/** Resolves with the display's name, ":99": the server picks a free one and writes it to its fourth channel. */
function startScreen(program: string): Promise<{ readonly process: ChildProcess; readonly display: string }> {
  const child = spawn(program, ["-displayfd", "3", "-screen", "0", "1024x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("Xvfb would not start")));
    (child.stdio[3] as Readable).once("data", (name: Buffer) => resolve({ process: child, display: `:${name.toString().trim()}` }));
  });
}

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill();
  });

async function ask(address: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(address, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { readonly value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { readonly error: string; readonly message: string };
  throw new Error(`${error}: ${message}`);
}

export async function openWebkit(): Promise<Driver> {
  const found = findWebkit();
  if (found === null) throw new Error("no WebKitGTK: install webkit2gtk-driver and xvfb");
  const home = await mkdtemp(join(tmpdir(), "daogang-webkit-"));
  const screen = await startScreen(found.screen);
  const port = await freePort();
  const driver = spawn(found.driver, [`--port=${port}`, "--host=127.0.0.1"], {
    env: {
      ...process.env,
      DISPLAY: screen.display,
      GDK_BACKEND: "x11",
      LC_ALL: "C.UTF-8",
      NO_AT_BRIDGE: "1",
      HOME: home,
      XDG_CACHE_HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      XDG_RUNTIME_DIR: home,
    },
    stdio: "ignore",
  });
  const stop = async (): Promise<void> => {
    await end(driver);
    await end(screen.process);
    // The browser's own children still write their caches while they end: asked again until the folder is quiet.
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const address = `http://127.0.0.1:${port}`;
  while (!(await ask(`${address}/status`, "GET").catch(() => false))) {
    if (driver.exitCode !== null) throw new Error(`WebKitWebDriver would not start (${driver.exitCode})`);
    await sleep(50);
  }
  const options = { binary: found.browser, args: ["--automation"] };
  const { sessionId } = (await ask(`${address}/session`, "POST", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } },
  })) as { readonly sessionId: string };
  const at = (path: string): string => `${address}/session/${sessionId}${path}`;
  return createDriver({
    navigate: async (url) => void (await ask(at("/url"), "POST", { url })),
    refresh: async () => void (await ask(at("/refresh"), "POST", {})),
    execute: (script, args) => ask(at("/execute/sync"), "POST", { script, args }),
    click: async (element) => void (await ask(at(`/element/${element}/click`), "POST", {})),
    end: async () => {
      await ask(at(""), "DELETE").finally(stop);
    },
  });
}
