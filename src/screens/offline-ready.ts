// Whether everything this device's person uses would open without a network: for whoever leads, the leaders' pieces too.

import { isLeading } from "../device/leading.ts";
import { useApp } from "./app.ts";
import { useUpdate, useView } from "./reading.ts";

/** False until it is known who this is. */
export function useOfflineReady(): boolean {
  const app = useApp();
  const { isOfflineReady, isLeaderReady } = useUpdate();
  const leads = useView(() => app.views.read(isLeading), []).value;
  return isOfflineReady && (isLeaderReady || leads === false);
}
