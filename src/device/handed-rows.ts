// Rows of the journal as news for another device, told by this one: names in the clear, phones never, receipts without their seal.

import { commonOf, packEvent } from "../protocol/bundle.ts";
import type { Handover } from "../protocol/handover.ts";
import { packReceipt } from "../protocol/receipts.ts";
import type { EventRow } from "./database.ts";
import type { Reader } from "./reading.ts";

type HandedNews = Handover["news"];

/** `stamp`: what the receipts leave out because the package says it. */
export async function handedNews(
  reader: Reader,
  rows: readonly EventRow[],
  stamp: { readonly receivedAt: number; readonly epoch: number },
): Promise<HandedNews> {
  const devices = [...new Set(rows.map(({ device }) => device))];
  const common = rows[0] === undefined ? null : commonOf(rows[0].event);
  const packed = rows.map(async (row): Promise<HandedNews["rows"][number]> => {
    const { mac: _, ...receipt } = row.receipt === null ? { mac: "" } : packReceipt(row.receipt, stamp);
    const name = row.event.type === "patched" ? await reader.text(row.id, "name") : null;
    return {
      d: devices.indexOf(row.device),
      n: row.n,
      event: packEvent(row.event, {}, common ?? commonOf(row.event)),
      receipt: row.receipt === null ? null : (receipt as HandedNews["rows"][number]["receipt"]),
      ...(name === null ? {} : { name }),
    };
  });
  return { devices, common, rows: await Promise.all(packed) };
}
