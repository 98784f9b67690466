// What every scanned badge must be worth, worked out plainly from the ledger's rows: whether the endpoint heard of the scan or of its cancelling
// first changes nothing (R16, R19). Reads the verdicts, judges nobody.

import { correctedTime } from "../../src/domain/clock.ts";
import { type Entry, entriesOf, type Id } from "../../src/domain/event.ts";
import type { Ledger } from "../../src/endpoint/ledger.ts";
import { badgeMessage } from "../../src/protocol/badge.ts";

export function checkBadges(
  ledger: Ledger,
  entries: readonly Entry[],
  broken: (promise: string, what: string) => void,
  count: (what: string) => void,
): void {
  const stored = entries.filter(({ receipt }) => receipt?.judgement === "stored");
  const retractions = entriesOf(stored, "retracted");
  const isLiving = (id: Id): boolean => !retractions.some(({ event }) => event.facts.of === id && isLiving(event.id));
  const revoked = entriesOf(stored, "badgeRevoked").filter(({ event }) => isLiving(event.id));
  for (const { event, receipt } of entriesOf(stored, "badgeSeen")) {
    const { person, expires, signature } = event.facts;
    const at = correctedTime(event);
    const isCancelled = revoked.some(
      ({ event: one }) => one.facts.person === person && one.facts.until >= expires && correctedTime(one) <= at,
    );
    const isTrue = ledger.keys.isSigned(ledger.publicKey, badgeMessage(ledger.id, person, expires), signature);
    const worth = !isTrue ? "none" : at >= expires || isCancelled ? "weak" : "strong";
    const said = receipt?.verdict?.strength ?? "nothing";
    count(`badges ${worth}`);
    if (said !== worth) broken("a badge is worth what it was when it was scanned", `${event.id}: ${said} is not ${worth}`);
  }
}
