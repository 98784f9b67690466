// Asks the endpoint what it last heard of the device this browser was, before its storage was wiped (F22): the answer lies in a cookie that
// no script can read. Anything but an answer of ours means that nothing is known.

export interface Past {
  readonly outboxCount: number;
  /** When the endpoint last heard so, ms; null where only this browser knows. */
  readonly at: number | null;
}

const isCount = (it: unknown): it is number => typeof it === "number" && Number.isSafeInteger(it) && it >= 0;

export async function askPast(base = ""): Promise<Past | null> {
  try {
    const reply = await fetch(`${base}/api/past`, { cache: "no-store", credentials: "same-origin" });
    const { type, past } = (await reply.json()) as { readonly type?: unknown; readonly past?: Partial<Past> | null };
    return type === "past" && isCount(past?.outboxCount) && isCount(past.at) ? { outboxCount: past.outboxCount, at: past.at } : null;
  } catch (error) {
    console.info("past: no answer", error);
    return null;
  }
}
