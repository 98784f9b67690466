// Small choices of this device, in idb-keyval: nothing here is a record, losing it costs a tap.

import { createStore, get, update } from "idb-keyval";

export interface Settings {
  readonly theme: "auto" | "light" | "dark";
  readonly language: "auto" | "zh-CN" | "en";
  readonly sound: boolean;
  /** 扫码 says its outcomes aloud. */
  readonly speech: boolean;
  /** 大字: everything a quarter larger and nothing beside the one button; `auto`: from 55 on. */
  readonly care: "auto" | "on" | "off";
  /** Born 55 years ago or earlier, as far as this device knows of its own person. */
  readonly isElder: boolean;
  /** The camera chosen for scanning; null: the rear one. */
  readonly camera: string | null;
  /** 练一次 was done to its end. */
  readonly rehearsed: boolean;
  /** Storage persistence has been asked for. */
  readonly persistenceAsked: boolean;
  /** This browser joined once: if it knows nobody now, its data has been cleared. */
  readonly hasJoined: boolean;
  /** This tablet was locked, or has PINs: it is covered before anything is drawn (screens/lock). */
  readonly guarded: boolean;
  /** Asked to join with a squad's link, and not yet let in. */
  readonly asking: Asking | null;
}

/** What is asked again until a leader has decided. */
export interface Asking {
  /** Text of the squad's invite. */
  readonly invite: string;
  readonly name: string;
  readonly lastFour: string;
  /** When the endpoint first took it, ms; null until it has. */
  readonly since: number | null;
}

export const defaultSettings: Settings = {
  theme: "auto",
  language: "auto",
  sound: true,
  speech: false,
  care: "auto",
  isElder: false,
  camera: null,
  rehearsed: false,
  persistenceAsked: false,
  hasJoined: false,
  guarded: false,
  asking: null,
};

export const isCare = ({ care, isElder }: Pick<Settings, "care" | "isElder">): boolean => care === "on" || (care === "auto" && isElder);

export interface SettingsStore {
  load(): Promise<Settings>;
  /** Resolves with all of them once kept. */
  save(change: Partial<Settings>): Promise<Settings>;
}

export function createSettings(name = "daogang-settings"): SettingsStore {
  const store = createStore(name, "settings");
  const load = async (): Promise<Settings> => ({ ...defaultSettings, ...(await get<Partial<Settings>>("settings", store)) });
  return {
    load,
    // In one transaction: two choices made at once are both kept.
    save: async (change) => {
      let kept = defaultSettings;
      await update<Partial<Settings>>(
        "settings",
        (old) => {
          kept = { ...defaultSettings, ...old, ...change };
          return kept;
        },
        store,
      );
      return kept;
    },
  };
}
