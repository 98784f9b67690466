// Everything a screen may call, handed down once by main.tsx through a context. Screens draw and call; they decide nothing.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type {
  AppUpdate,
  Feedback,
  Install,
  PhotoMaker,
  Position,
  Scanner,
  ScreenAwake,
  Speech,
  StoragePersistence,
} from "../actions/ports.ts";
import type { ActionPorts } from "../actions/record.ts";
import type { SheetFiles } from "../actions/sheets.ts";
import type { Past } from "../device/past.ts";
import type { PhotoShelf } from "../device/photo-shelf.ts";
import type { Relaying } from "../device/relaying.ts";
import type { Settings, SettingsStore } from "../device/settings.ts";
import type { Tablet } from "../device/tablet.ts";
import type { FirstLook, Views } from "../device/view-types.ts";
import type { Who } from "../protocol/exchange.ts";
import type { EmergencyEntry, StoreTrouble } from "../sync/emergency.ts";
import type { Enrolment, Redeemed } from "../sync/exchange.ts";
import type { Desk } from "../sync/ports.ts";
import type { SyncState, WakeCause } from "../sync/step.ts";

export interface SyncHandle {
  state(): SyncState;
  observe(call: () => void): () => void;
  wake(cause: WakeCause): void;
  /** Joins with the text of an invite, a squad's as somebody; makes the device's key on first use. */
  enrol(invite: string, who?: Who): Promise<Enrolment>;
  /** Six digits for the text of an invite. */
  redeem(code: string): Promise<Redeemed>;
}

export interface App {
  readonly views: Views;
  /** For the functions of actions/: each takes these first. */
  readonly ports: ActionPorts & { readonly position: Position };
  readonly sync: SyncHandle;
  /** For what needs a network by its nature. */
  readonly desk: Desk;
  readonly scanner: Scanner;
  /** Tables in files; fetched when somebody chooses one. */
  readonly sheets: () => Promise<SheetFiles>;
  /** Making them ready to travel, and looking at them; each fetched on first use. */
  readonly photos: { maker(): Promise<PhotoMaker>; shelf(): Promise<PhotoShelf> };
  /** 代传: records on their way without a network; fetched with its screens. */
  readonly relaying: () => Promise<Relaying>;
  /** Handing over and taking over, and whose tablet it is; fetched on first use. */
  readonly tablet: () => Promise<Tablet>;
  readonly feedback: Feedback;
  /** Fetched where somebody scans with both hands full. */
  readonly speech: () => Promise<Speech>;
  /** Fetched where a screen is held out to others. */
  readonly awake: () => Promise<ScreenAwake>;
  readonly storage: StoragePersistence;
  /** What is wrong with the device's own storage, and what waits in the emergency book meanwhile. */
  readonly store: {
    trouble(): StoreTrouble | null;
    kept(): readonly EmergencyEntry[];
    /** Whose device this is, when the journal cannot say; null where nobody is known to have joined. */
    owner(): string | null;
    /** What the endpoint last heard of the device this browser was before it was wiped; null where nothing is known. Never rejects. */
    past(): Promise<Past | null>;
    observe(call: () => void): () => void;
  };
  readonly update: AppUpdate;
  readonly install: Install;
  readonly settings: SettingsStore & { current(): Settings; observe(call: () => void): () => void };
  /** Device time corrected by the last anchor, ms: what screens show as now. */
  readonly now: () => number;
  /** Null once the screens have read for themselves: later it would be old. */
  readonly firstLook: () => FirstLook | null;
  readonly appVersion: string;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error("no app around this screen");
  return app;
}
