// Journal and views before they are loaded: every call waits for them, and none is lost. Once they are there calls go straight
// through, as Dexie's live queries need it: they lose sight of what is asked after a foreign wait.

import type { Journal } from "../sync/ports.ts";
import type { Device } from "./open-device.ts";
import type { Views } from "./view-types.ts";

type Asking = Omit<Views, "observe">;
type Ask<T> = (...values: never[]) => Promise<T>;

const journalNames: Readonly<Record<keyof Journal, true>> = {
  record: true,
  outbox: true,
  start: true,
  absorb: true,
  keepNonce: true,
  rewind: true,
  setAside: true,
  takeIn: true,
  carriage: true,
  carriageCount: true,
  refuseCarriage: true,
  enrol: true,
  membership: true,
  entries: true,
  entriesWithin: true,
};
const viewNames: Readonly<Record<keyof Asking, true>> = {
  membership: true,
  me: true,
  today: true,
  duties: true,
  outbox: true,
  liveToken: true,
  read: true,
};

/** `now`: the loaded thing, or null while it is not. */
function late<T extends object>(names: Readonly<Record<keyof T, true>>, loading: Promise<T>, now: () => T | null): T {
  const ask =
    (name: keyof T): Ask<unknown> =>
    (...values) => {
      const call = (on: T): Promise<unknown> => (on[name] as Ask<unknown>)(...values);
      const loaded = now();
      return loaded === null ? loading.then(call) : call(loaded);
    };
  return Object.fromEntries(Object.keys(names).map((name) => [name, ask(name as keyof T)])) as T;
}

export function createLateDevice(loading: Promise<Device>): { readonly journal: Journal; readonly views: Views } {
  let device: Device | null = null;
  const known = loading.then((opened) => {
    device = opened;
    return opened;
  });
  const journal = late<Journal>(
    journalNames,
    known.then((opened) => opened.journal),
    () => device?.journal ?? null,
  );
  const asking = late<Asking>(
    viewNames,
    known.then((opened) => opened.views),
    () => device?.views ?? null,
  );
  const observe: Views["observe"] = (query, onValue, onError) => {
    let isStopped = false;
    let stop = (): void => {
      isStopped = true;
    };
    known.then((opened) => {
      if (!isStopped) stop = opened.views.observe(query, onValue, onError);
    }, onError);
    return () => stop();
  };
  return { journal, views: { ...asking, observe } };
}
