// Whether the app stands on the home screen, and the browser's own offer to put it there, kept until a screen asks for it.
// Safari and Firefox never offer: there `canPrompt` stays false and the screens explain in words.

import type { Install } from "../actions/ports.ts";
import { createObservers } from "./observers.ts";

/** Chromium's, not in the DOM library. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

const isStandalone = (): boolean =>
  matchMedia("(display-mode: standalone)").matches || (navigator as { readonly standalone?: boolean }).standalone === true;

/** Create it early: the browser offers once, soon after loading. */
export function createInstall(): Install {
  const observers = createObservers();
  let offer: InstallPromptEvent | null = null;
  let wasInstalled = false;

  addEventListener("beforeinstallprompt", (event) => {
    // Otherwise the browser shows its own bar over the sign button.
    event.preventDefault();
    offer = event as InstallPromptEvent;
    observers.tell();
  });
  addEventListener("appinstalled", () => {
    wasInstalled = true;
    offer = null;
    observers.tell();
  });

  return {
    state: () => ({ isInstalled: wasInstalled || isStandalone(), canPrompt: offer !== null }),
    observe: (call) => observers.add(call),
    async prompt() {
      const kept = offer;
      // An offer can be shown only once.
      offer = null;
      observers.tell();
      await kept?.prompt();
    },
  };
}
