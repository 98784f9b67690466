// Receipts on the wire: without what the reply around them says, and without the commonest values.

import type { Event, Receipt, Verdict } from "../domain/event.ts";
import type { WireReceipt } from "./exchange.ts";

const packVerdict = ({ flags, ...verdict }: Verdict): NonNullable<WireReceipt["verdict"]> => ({
  ...verdict,
  ...(flags === undefined ? {} : { flags: [...flags] }),
});

export function packReceipt(receipt: Receipt, reply: { readonly receivedAt: number; readonly epoch: number }): WireReceipt {
  return {
    number: receipt.number,
    ...(receipt.receivedAt === reply.receivedAt ? {} : { receivedAt: receipt.receivedAt }),
    ...(receipt.epoch === reply.epoch ? {} : { epoch: receipt.epoch }),
    ...(receipt.judgement === "stored" ? {} : { judgement: receipt.judgement }),
    ...(receipt.problem === null ? {} : { problem: receipt.problem }),
    ...(receipt.verdict === null ? {} : { verdict: packVerdict(receipt.verdict) }),
    ...(receipt.revision === 0 ? {} : { revision: receipt.revision }),
    mac: receipt.mac,
  };
}

/** A receipt that travels without a reply around it says everything itself. */
export const alone = { receivedAt: -1, epoch: -1 } as const;

export const unpackReceipt = (
  event: Event["id"],
  wire: WireReceipt,
  reply: { readonly receivedAt: number; readonly epoch: number },
): Receipt => ({
  id: event,
  number: wire.number,
  epoch: wire.epoch ?? reply.epoch,
  receivedAt: wire.receivedAt ?? reply.receivedAt,
  judgement: wire.judgement ?? "stored",
  problem: wire.problem ?? null,
  verdict: wire.verdict ?? null,
  revision: wire.revision ?? 0,
  mac: wire.mac,
});
