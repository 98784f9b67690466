// The emergency book's texts, in localStorage: the one store of a browser that does not share IndexedDB's fate (another engine, another
// file, no upgrade, no transaction to hang) and that answers at once. Knows nothing of what they say.

import type { EmergencyShelf } from "../sync/emergency.ts";

const prefix = "daogang-";

/** Null where the browser keeps nothing for us: asking alone may throw. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch (error) {
    console.info("emergency-shelf: refused", error);
    return null;
  }
}

export function createEmergencyShelf(): EmergencyShelf {
  const here = storage();
  return {
    keys: () =>
      Object.keys(here ?? {})
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
    read: (key) => here?.getItem(prefix + key) ?? null,
    write: (key, text) => {
      if (here === null) throw new Error("this browser keeps nothing for us");
      here.setItem(prefix + key, text);
    },
    remove: (key) => here?.removeItem(prefix + key),
    observe: (call) => {
      addEventListener("storage", call);
      return () => removeEventListener("storage", call);
    },
  };
}
