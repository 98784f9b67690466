// The worker of the least app: precaches it, as the app's own worker does.

import { type PrecacheEntry, precacheAndRoute } from "workbox-precaching";

declare const self: { readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[] };

precacheAndRoute([...self.__WB_MANIFEST]);
