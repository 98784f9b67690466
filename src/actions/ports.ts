// What screens and actions need from a page's browser, as interfaces: platform/ implements them, main.tsx hands them down.

import type { Fix } from "../domain/facts.ts";

/** refused: permission denied · unavailable: no receiver or insecure origin · silent: no answer within the time. */
export type PositionFailure = "refused" | "unavailable" | "silent";
export type PositionAnswer = { readonly type: "fixed"; readonly fix: Fix } | { readonly type: PositionFailure };

export interface Position {
  /** One fix for one tap (R39): the best one within `withinMs`, at once when it is accurate enough. Asks the browser for permission. */
  locate(withinMs: number): Promise<PositionAnswer>;
  /**
   * 采点: fix after fix from where somebody stands on purpose, each at least a second after the one before, until the returned function
   * is called. A failure may be followed by fixes, except `refused`. It surveys a post and never a person: nothing else may call it.
   */
  survey(onFix: (fix: Fix) => void, onFailure: (failure: PositionFailure) => void): () => void;
}

/** An element of the page, by its id: this room compiles without the DOM. */
export interface Surface {
  readonly id: string;
}
export type ScanFailure = "refused" | "noCamera" | "failed";
export interface Scan {
  /** Releases the camera; safe to call twice. */
  stop(): Promise<void>;
  /** Whether the running camera has a light of its own. */
  hasTorch(): boolean;
  /** Resolves with whether it did as told. */
  setTorch(isOn: boolean): Promise<boolean>;
  /** The other cameras of this device, by the browser's ids; empty where it does not tell. */
  cameras(): Promise<readonly { readonly id: string; readonly label: string }[]>;
}
export interface Scanner {
  /**
   * Shows the live picture inside the element and calls back with every text it reads: once while it stays in the picture, again when it
   * has been away for a second or after three. So one person after another can be read without a tap. Loads its decoder on first use.
   */
  start(
    element: Surface,
    onText: (text: string) => void,
    /** A camera's id; null or one that is gone: the rear one. */
    camera?: string | null,
  ): Promise<{ readonly type: "scanning"; readonly scan: Scan } | { readonly type: ScanFailure }>;
  /** The text of the code in a photo: `input` is a file input that has just been filled. Null: none found. */
  readPhoto(input: Surface): Promise<string | null>;
  /** With a network: fetches the better reader (0.4 MB), once, so that it is there without one. Resolves with whether it is. */
  prepare(): Promise<boolean>;
}

/** broken: no picture a browser can draw · tooLarge: will not fit however small. */
export type PhotoAnswer =
  | { readonly type: "photo"; readonly bytes: Uint8Array }
  | { readonly type: "broken" }
  | { readonly type: "tooLarge" };
export interface PhotoMaker {
  /** `file`: as a file field gives it. A JPEG of at most 200 kB, upright, without metadata. Never rejects for what a file may hold. */
  prepare(file: { readonly size: number }): Promise<PhotoAnswer>;
}

export interface Feedback {
  success(): void;
  failure(): void;
  /** Nothing went wrong, but somebody should look: between the other two in pitch. */
  look(): void;
  /** A short answer to a press. */
  tick(): void;
}

/** Says a sentence aloud. */
export interface Speech {
  /** A Chinese voice that needs no network is on this device. */
  isPossible(): Promise<boolean>;
  say(text: string): void;
}

/** Keeps the screen lit until the returned function is called; calls back with whether it is, as far as the browser says. */
export interface ScreenAwake {
  keep(onHeld: (isHeld: boolean) => void): () => void;
}

export interface StorageState {
  /** Null where the browser cannot say. */
  readonly persisted: boolean | null;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
}
export interface StoragePersistence {
  state(): Promise<StorageState>;
  /** Asks the browser to keep our storage; the answer, or null where it cannot. */
  request(): Promise<boolean | null>;
  /** A private window forgets everything when it is closed. Null: this browser never tells. */
  isPrivate(): Promise<boolean | null>;
}

export interface AppUpdateState {
  /** Everything a volunteer needs without a network is on the device. */
  readonly isOfflineReady: boolean;
  /** And what only leaders use. */
  readonly isLeaderReady: boolean;
  /** A newer version waits; nothing happens until the person says so. */
  readonly isWaiting: boolean;
}
export interface AppUpdate {
  state(): AppUpdateState;
  observe(call: () => void): () => void;
  apply(): void;
  /** From now on this device keeps what only leaders use; called again it does nothing. */
  keepForLeader(): void;
}

export type WakeSignal = "open" | "visible" | "online";
export interface WakeSignals {
  observe(call: (signal: WakeSignal) => void): () => void;
}

export interface InstallState {
  readonly isInstalled: boolean;
  /** The browser offers its own install prompt. */
  readonly canPrompt: boolean;
}
export interface Install {
  state(): InstallState;
  observe(call: () => void): () => void;
  prompt(): Promise<void>;
}
