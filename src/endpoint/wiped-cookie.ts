// What tells a phone whose storage was wiped that it had been somebody's: a cookie that scripts cannot read, with a mark of the device (eight
// digits of its public name, no secret, nothing follows from it) and how much had not been sent. Browsers that clear what scripts store, after a
// week or for want of space, leave it. It opens nothing and is asked for nothing but that one sentence.

import type { Hash } from "../domain/event.ts";

const name = "daogang-past";
const keptSeconds = 400 * 86_400;
const refreshMs = 7 * 86_400_000;

export interface Past {
  readonly mark: string;
  readonly outboxCount: number;
  /** When the endpoint last heard so; ms. */
  readonly at: number;
}

/** Null where there is none, or it is none of ours. */
export function parsePast(cookies: string | undefined): Past | null {
  const found = new RegExp(`(?:^|;\\s*)${name}=([0-9a-f]{8})\\.(\\d{1,7})\\.(\\d{1,11})(?:;|$)`).exec(cookies ?? "");
  if (found === null) return null;
  return { mark: found[1] ?? "", outboxCount: Number(found[2]), at: Number(found[3]) * 1000 };
}

/** The `Set-Cookie` of an exchange's reply; null where the device brought the same one along, which is nearly always. */
export function pastCookie(
  cookies: string | undefined,
  {
    device,
    outboxCount,
    now,
    isSecure,
  }: { readonly device: Hash; readonly outboxCount: number; readonly now: number; readonly isSecure: boolean },
): string | null {
  const before = parsePast(cookies);
  const mark = device.slice(0, 8);
  if (before?.mark === mark && before.outboxCount === outboxCount && now - before.at < refreshMs) return null;
  const value = `${mark}.${Math.min(outboxCount, 9_999_999)}.${Math.floor(now / 1000)}`;
  return `${name}=${value}; Path=/api; Max-Age=${keptSeconds}; HttpOnly; SameSite=Strict${isSecure ? "; Secure" : ""}`;
}
