// A script of its own, which the service worker fetches while it is installed and runs only when the browser wakes it to send what waits
// (Background Sync): the worker that answers every page stays small. Classic, in one piece.

import { pushOutbox } from "../device/background-push.ts";
import { clock, random } from "./machine.ts";

declare const __APP_VERSION__: string;
declare const self: ServiceWorkerGlobalScope & { daogangPush?: () => Promise<void> };

self.daogangPush = () => pushOutbox({ clock, random, appVersion: __APP_VERSION__ });
