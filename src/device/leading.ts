// Whether this device is one that leads: then it keeps the leaders' pieces too. A post lead's is not: what they use is on every device.

import type { Reader } from "./reading.ts";
import { meView } from "./today-view.ts";

/** False before it has joined. */
export async function isLeading(reader: Reader): Promise<boolean> {
  const member = await reader.state("member");
  if (member === undefined) return false;
  if (member.lent !== undefined) return true;
  return (await meView(reader))?.roles.some(({ role }) => role !== "postLead") === true;
}
