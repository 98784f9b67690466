// The one carrier: a contiguous piece of one device's chain, its head signed. It hoists what repeats and omits what can be
// recomputed: device, n, previous and hash of every event, and the wall time where the event's id already tells it.

import type { Anchor, Event, Hash } from "../domain/event.ts";
import type { Bundle, Common, WireEvent } from "./bundle-schema.ts";
import { utf8Length } from "./bytes.ts";
import { isNotCanonical } from "./canonical.ts";
import { type ChainedEvent, chainEvent, isPart, type Part, type PartOrHash, type Parts } from "./chain.ts";
import { timeOfId } from "./id.ts";
import { mostEventBytes } from "./limits.ts";
import { failed, ok, type Result } from "./problems.ts";

export interface CarriedEvent extends ChainedEvent {
  readonly parts: Parts;
  /** The event's canonical form, where it has been made already. */
  readonly text?: string;
}

const bare = (a: Anchor | null): Anchor | null => (a === null ? null : { ...a, elapsedMs: null });
/** Two that say the same in another order of their keys count as different: such an anchor travels with its event. */
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The header fields most events of a list share, read off its first event. */
export const commonOf = (event: Event): Common => ({
  type: event.type,
  author: event.author,
  version: event.version,
  zoneOffset: event.zoneOffset,
  anchor: bare(event.anchor),
});

/** One event without what `common` already says. */
export function packEvent(event: Event, parts: Parts, common: Common): WireEvent {
  const elapsedMs = event.anchor?.elapsedMs ?? null;
  return {
    id: event.id,
    ...(event.type === common.type ? {} : { type: event.type }),
    ...(event.author === common.author ? {} : { author: event.author }),
    ...(event.version === common.version ? {} : { version: event.version }),
    ...(event.zoneOffset === common.zoneOffset ? {} : { zoneOffset: event.zoneOffset }),
    ...(event.wallTime === timeOfId(event.id) ? {} : { wallTime: event.wallTime }),
    ...(same(bare(event.anchor), common.anchor) ? {} : { anchor: bare(event.anchor) }),
    ...(elapsedMs === null ? {} : { elapsedMs }),
    facts: event.facts as unknown as Record<string, unknown>,
    ...(Object.keys(parts).length === 0 ? {} : { parts: parts as Record<string, string | Part> }),
  };
}

/** The event a wire event stands for. Unknown fields of the wire event are not part of an event and are ignored. */
export function unpackEvent(wire: WireEvent, common: Common, device: Hash, n: number): { readonly event: Event; readonly parts: Parts } {
  const base = wire.anchor === undefined ? common.anchor : wire.anchor;
  const event = {
    id: wire.id,
    device,
    n,
    author: wire.author === undefined ? common.author : wire.author,
    type: wire.type ?? common.type,
    version: wire.version ?? common.version,
    wallTime: wire.wallTime ?? timeOfId(wire.id),
    zoneOffset: wire.zoneOffset ?? common.zoneOffset,
    anchor: base === null ? null : { ...base, elapsedMs: wire.elapsedMs ?? null },
    facts: wire.facts,
  } as unknown as Event;
  return { event, parts: (wire.parts ?? {}) as Parts };
}

/** `events`: contiguous (else throws: no endpoint could rebuild the chain), oldest first, at least one. `signature`: over the last one's head message. */
export function packBundle(events: readonly CarriedEvent[], signature: string): Bundle {
  const first = events[0];
  const last = events[events.length - 1];
  if (first === undefined || last === undefined) throw new RangeError("an empty bundle is no bundle");
  for (const [i, link] of events.entries())
    if (i > 0 && link.previous !== events[i - 1]?.hash) throw new RangeError("a bundle is a contiguous piece of a chain");
  const common = commonOf(first.event);
  return {
    device: first.event.device,
    first: first.event.n,
    previous: first.previous,
    common,
    events: events.map(({ event, parts }) => packEvent(event, parts, common)),
    head: { hash: last.hash, signature },
  };
}

/**
 * Rebuilds the chain of a raw bundle (not a schema's output, see `judged`). The caller verifies the signature over the last event's head message. `headMismatch` when the
 * recomputed head is not the signed one (X2: the whole request is refused), `malformed` when something cannot be hashed. `chain`: the same
 * hashes by another library.
 */
export function unpackBundle(bundle: Bundle, chain: typeof chainEvent = chainEvent): Result<readonly CarriedEvent[]> {
  const chained: CarriedEvent[] = [];
  let previous = bundle.previous;
  for (const [i, wire] of bundle.events.entries()) {
    try {
      const { event, parts } = unpackEvent(wire, bundle.common, bundle.device, bundle.first + i);
      const link = { ...chain(previous, event, parts), parts };
      chained.push(link);
      previous = link.hash;
    } catch (error) {
      if (isNotCanonical(error)) return failed("malformed", { at: i });
      throw error;
    }
  }
  return previous === bundle.head.hash ? ok(chained) : failed("headMismatch");
}

/**
 * Bytes of an event as the 8 kB limit counts them: canonical header, facts and parts in the clear. In whatever order the keys stand, they
 * are as many, and JSON.stringify counts them in a tenth of the time.
 */
export const eventBytes = (event: Event, parts: Parts): number =>
  utf8Length(JSON.stringify([event, Object.entries(parts).filter(([, value]: [string, PartOrHash]) => isPart(value))]));
export const isTooBig = (event: Event, parts: Parts): boolean => eventBytes(event, parts) > mostEventBytes;
