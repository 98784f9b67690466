// A page with nothing but the browser adapters, so that each can be tried in a real browser under the app's own policy
// before and beside any screen. Served by the platform tests; no part of the app.

import { isRegister, readRegister } from "../../../src/domain/register.ts";
import { checkBrowserSupport } from "../../../src/platform/browser-support.ts";
import { createScanner } from "../../../src/platform/camera-scan.ts";
import { createClock } from "../../../src/platform/clock.ts";
import { createFeedback } from "../../../src/platform/feedback.ts";
import { createInstall } from "../../../src/platform/install.ts";
import { createPosition } from "../../../src/platform/position.ts";
import { createRandom } from "../../../src/platform/random.ts";
import { sheetFiles } from "../../../src/platform/sheet-file.ts";
import { createStoragePersistence } from "../../../src/platform/storage-persistence.ts";
import { createTimer } from "../../../src/platform/timer.ts";
import { createWakeSignals } from "../../../src/platform/wake-signals.ts";

const random = createRandom();
const clock = createClock(random);
const adapters = {
  clock,
  feedback: createFeedback(() => true),
  install: createInstall(),
  position: createPosition(clock),
  random,
  register: { isRegister, readRegister },
  scanner: createScanner(),
  sheetFiles,
  storage: createStoragePersistence(),
  support: checkBrowserSupport(),
  timer: createTimer(),
  wakeSignals: createWakeSignals(),
};

export type PlatformPage = typeof adapters;
Object.assign(globalThis, { platform: adapters });
