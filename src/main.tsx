// Browser root: builds every adapter once and hands them down. The first screen needs the journal and its views; the sync
// engine is loaded behind it. Nothing here decides anything.

import { render } from "preact";
import type { Engine } from "./device/engine.ts";
import { watchFirstAnswers } from "./device/first-answers.ts";
import { type EarlyRows, lookFirst } from "./device/first-look.ts";
import { createLateDevice } from "./device/late-device.ts";
import type { Device } from "./device/open-device.ts";
import { createSettings, defaultSettings, type Settings } from "./device/settings.ts";
import type { FirstLook } from "./device/view-types.ts";
import { createAppUpdate } from "./platform/app-update.ts";
import { createBackgroundSync } from "./platform/background-sync.ts";
import { checkBrowserSupport } from "./platform/browser-support.ts";
import { createClock } from "./platform/clock.ts";
import { createEmergencyShelf } from "./platform/emergency-shelf.ts";
import { createFeedback } from "./platform/feedback.ts";
import { createInstall } from "./platform/install.ts";
import { createLateScanner } from "./platform/late-scanner.ts";
import { createObservers } from "./platform/observers.ts";
import { createPosition } from "./platform/position.ts";
import { createRandom } from "./platform/random.ts";
import { createStoragePersistence } from "./platform/storage-persistence.ts";
import { createTimer } from "./platform/timer.ts";
import { createWakeSignals } from "./platform/wake-signals.ts";
import type { App } from "./screens/app.ts";
import { Root } from "./screens/root.tsx";
import { initialState } from "./sync/initial-state.ts";
import type { Membership } from "./sync/ports.ts";
import type { SyncState } from "./sync/step.ts";

declare const __APP_VERSION__: string;
declare global {
  /** Left by public/first.js; absent where it did not run. */
  var daogangEarly: EarlyRows | undefined;
}

const random = createRandom();
const clock = createClock(random);
const timer = createTimer();
const storage = createStoragePersistence();
// The stores come behind the first drawing; what is tapped or asked before waits for them.
let openStores: () => void = () => {};
const stores = new Promise<void>((resolve) => {
  openStores = resolve;
})
  .then(() => import("./device/open-device.ts"))
  .then(
    ({ openDevice }): Promise<Device> =>
      openDevice({ clock, random, timer, shelf: createEmergencyShelf(), onSendable: () => wake("tap"), onError: report }),
  );
stores.catch(report);
const storeObservers = createObservers();
let opened: Device | null = null;
stores.then((device) => {
  opened = device;
  for (const source of [device.store, device.book]) source.observe(storeObservers.tell);
  storeObservers.tell();
}, report);
const device = createLateDevice(stores);
const { journal } = device;
const { views, afterFirstAnswers } = watchFirstAnswers(device.views, timer);

// Screens show the time the endpoint last told us, carried on by this device's clock (R20).
let offsetMs = 0;
const keepTime = (member: Membership | null): void => {
  offsetMs = member?.anchor == null ? 0 : member.anchor.serverTime - member.anchor.wallTimeThen;
};
const follow = (onMember: (isMember: boolean) => void): (() => void) =>
  views.observe(
    views.membership,
    (member) => {
      keepTime(member);
      onMember(member !== null);
    },
    report,
  );

/** A defect of ours: it must be seen, and must not stop the page. */
function report(error: unknown): void {
  console.error(error);
}

let persisted: boolean | null = null;
const refreshPersisted = (): void => void storage.state().then((state) => (persisted = state.persisted), report);

let syncState: SyncState = initialState;
const background = createBackgroundSync(() => syncState.type === "exchanging");
const syncObservers = createObservers();
const loading: Promise<Engine> = new Promise((resolve, reject) => {
  // Nothing the person can do needs the network.
  afterFirstAnswers(() => {
    Promise.all([import("./device/engine.ts"), stores, stores.then((it) => it.opened)])
      .then(([{ startEngine }, opened]) =>
        startEngine({
          database: opened.database,
          journal: opened.journal,
          clock,
          random,
          timer,
          report: () => ({ persisted, appVersion: __APP_VERSION__ }),
          liveToken: views.liveToken,
          onState: (state) => {
            if (syncState.type === "exchanging" && state.notice !== null) background.request();
            syncState = state;
            syncObservers.tell();
          },
          onError: report,
        }),
      )
      .then(resolve, reject);
  });
});
loading.catch(report);
const wake: App["sync"]["wake"] = (cause) => void loading.then((engine) => engine.wake(cause), report);

const settingsStore = createSettings();
const settingsObservers = createObservers();
let settings: Settings = defaultSettings;
/** Reading and saving give all of them, in the order in which they happened: whatever comes last is what holds. */
function adopt(kept: Settings): Settings {
  settings = kept;
  settingsObservers.tell();
  return kept;
}

let shelf: ReturnType<App["photos"]["shelf"]> | null = null;
let tablet: ReturnType<App["tablet"]> | null = null;
const app: App = {
  views,
  ports: { journal, clock, random, position: createPosition(clock), onRecorded: () => wake("tap") },
  sync: {
    state: () => syncState,
    observe: syncObservers.add,
    wake,
    enrol: async (invite, who) => (await loading).enrol(invite, who),
    redeem: async (code) => (await loading).redeem(code),
  },
  desk: { ask: async (request, schema) => (await loading).desk.ask(request, schema) },
  scanner: createLateScanner(),
  sheets: () => import("./platform/sheet-file.ts").then((it) => it.sheetFiles),
  photos: {
    maker: () => import("./platform/photo.ts").then((it) => it.photoMaker),
    shelf: () => {
      shelf ??= Promise.all([import("./device/photo-shelf.ts"), stores]).then(([{ createPhotoShelf }, opened]) =>
        createPhotoShelf(opened.database, views.liveToken, () => wake("live")),
      );
      return shelf;
    },
  },
  relaying: () => Promise.all([import("./device/relaying.ts"), stores]).then(([it, { database }]) => it.createRelaying(database, clock)),
  tablet: () => {
    tablet ??= Promise.all([import("./device/tablet.ts"), stores]).then(([{ createTablet }, { database }]) =>
      createTablet({ database, journal, clock, random }),
    );
    return tablet;
  },
  feedback: createFeedback(() => settings.sound),
  speech: () => import("./platform/speech.ts").then((it) => it.speech),
  awake: () => import("./platform/wake-lock.ts").then((it) => it.screenAwake),
  storage: {
    ...storage,
    request: async () => {
      const answer = await storage.request();
      refreshPersisted();
      return answer;
    },
  },
  store: {
    trouble: () => opened?.store.trouble() ?? null,
    kept: () => opened?.book.entries() ?? [],
    owner: () => opened?.owner() ?? null,
    past: async () => {
      const [{ askPast }, { readOutboxMark }] = await Promise.all([import("./device/past.ts"), import("./platform/outbox-mark.ts")]);
      const [past, left] = [await askPast(), readOutboxMark()];
      return left === null ? past : { outboxCount: left, at: past?.at ?? null };
    },
    observe: storeObservers.add,
  },
  update: createAppUpdate(afterFirstAnswers, () => stores.then((it) => it.settled(), report)),
  install: createInstall(),
  settings: {
    current: () => settings,
    observe: settingsObservers.add,
    load: settingsStore.load,
    save: async (change) => adopt(await settingsStore.save(change)),
  },
  now: () => clock.now() + offsetMs,
  firstLook: () => firstLook,
  appVersion: __APP_VERSION__,
};

let hasStarted = false;
let firstLook: FirstLook | null = null;
afterFirstAnswers(() => {
  firstLook = null;
});
/** Storage that is slow to open must not hold back the screen that says so. */
const lookAtMostMs = 2_000;
const drawnWithinMs = 200;

async function look(): Promise<void> {
  const seen = await lookFirst(clock.now(), location.pathname === "/", globalThis.daogangEarly ?? null);
  keepTime(seen.membership);
  if (!hasStarted) firstLook = seen;
}
const looked = Promise.race([look().catch(report), new Promise<void>((resolve) => timer.after(lookAtMostMs, resolve))]);

/** A tablet that hides what it holds: before anything is drawn where it was locked, behind the first screen elsewhere. */
const guard = (): Promise<void> => import("./screens/lock/lock.tsx").then((it) => it.startLock(app));

function start(): void {
  const host = document.getElementById("app");
  if (host === null) throw new Error("index.html has lost its #app");
  host.textContent = "";
  hasStarted = true;
  render(<Root app={app} />, host);
  // Once what was drawn is on the glass, which is when the next frame begins: nothing of it needs Dexie. A hidden page draws none.
  timer.after(drawnWithinMs, openStores);
  requestAnimationFrame(() => requestAnimationFrame(openStores));
  createWakeSignals().observe((signal) => {
    wake(signal);
    // Browsers drop the connection of a page that slept: it is looked at before anybody taps.
    if (signal === "visible") void opened?.store.probe();
  });
  refreshPersisted();
  afterFirstAnswers(() => {
    guard().catch(report);
    import("./device/own-age.ts").then(({ isElder }) => {
      const keep = (isOld: boolean | null): void => {
        if (isOld !== null && isOld !== settings.isElder) app.settings.save({ isElder: isOld }).catch(report);
      };
      views.observe(() => views.read((reader) => isElder(reader, app.now())), keep, report);
    }, report);
    import("./device/leading.ts").then(({ isLeading }) => {
      const keep = (leads: boolean): void => {
        if (leads) app.update.keepForLeader();
      };
      views.observe(() => views.read(isLeading), keep, report);
    }, report);
    import("./platform/outbox-mark.ts").then(({ keepOutboxMark }) => {
      const keep = (left: number | null): void => {
        if (left !== null) keepOutboxMark(left);
      };
      const count = async () => ((await views.membership()) === null ? null : (await views.outbox()).unsentCount);
      views.observe(count, keep, report);
    }, report);
    import("./screens/reminder/reminder.tsx").then(({ startReminder }) => startReminder(app), report);
  });
  let wasMember = (firstLook?.membership ?? null) !== null;
  follow((isMember) => {
    // Wiped under the page (F22): the key it signs with is gone too, and only a page that begins anew makes another.
    if (wasMember && !isMember) location.replace("/join");
    wasMember ||= isMember;
    if (isMember && !settings.hasJoined) app.settings.save({ hasJoined: true }).catch(report);
  });
}

/** Says so in the words index.html has ready: without these features nothing could be kept. */
function refuse(sentence: "too-old" | "private"): void {
  document.getElementById("opening")?.remove();
  document.getElementById(sentence)?.removeAttribute("hidden");
}

const support = checkBrowserSupport();
// An insecure origin lacks the same features: there the screens say what is missing.
// Firefox takes its workers away in a private window: nothing else is missing there, and nothing would last (F21).
const isPrivateFirefox = support.missing.join() === "workers" && /Firefox\//.test(navigator.userAgent);
if (support.isSecure && support.missing.length > 0) refuse(isPrivateFirefox ? "private" : "too-old");
else {
  // Theme and language are known before the first paint, or it would flash.
  let locked = Promise.resolve();
  const loaded = settingsStore.load().then((kept) => {
    adopt(kept);
    if (kept.guarded) locked = guard().catch(report);
  });
  // A store that never answers must not keep the page from saying so; one that only took longer is still listened to.
  Promise.race([loaded.catch(report), new Promise<void>((resolve) => timer.after(lookAtMostMs, resolve))])
    .then(() => locked)
    .then(() => looked)
    .then(start);
}
