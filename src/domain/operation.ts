// What an operator has to do: each line of 状态 judged from what the endpoint says about itself. Thresholds and reasons only; the
// sentences are the words' business, the commands the screen's.

export interface OperationFacts {
  /** Goes into links, signs and codes. */
  readonly publicUrl: string;
  /** The endpoint's own; null when a proxy holds it or nobody does. */
  readonly certificate: { readonly expiresAt: number; readonly isForAddress: boolean } | null;
  readonly lastBackup: { readonly at: number } | null;
  /** Where the ledger lies; null where the system does not say. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  readonly ledgerBytes: number;
}

export type OperationReason =
  | "addressLocal"
  | "addressPlain"
  | "certificateNone"
  | "certificateElsewhere"
  | "certificateName"
  | "certificateExpired"
  | "certificateSoon"
  | "backupNever"
  | "backupOld"
  | "diskUnseen"
  | "diskLow"
  | "devicesSilent";

export interface Finding {
  readonly line: "address" | "certificate" | "backup" | "disk" | "devices";
  /** unseen: the endpoint cannot know. */
  readonly state: "fine" | "act" | "unseen";
  readonly reason: OperationReason | null;
}

const dayMs = 86_400_000;
/** Whoever renews by hand needs a working week and its weekend. */
export const certificateSoonMs = 14 * dayMs;
/** A nightly one may be late by half a day. */
export const backupOldMs = 1.5 * dayMs;
export const leastFreeBytes = 1_000_000_000;

const isLocal = (url: string): boolean => /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(url);

const found = (line: Finding["line"], state: Finding["state"], reason: OperationReason): Finding => ({ line, state, reason });
const fine = (line: Finding["line"]): Finding => ({ line, state: "fine", reason: null });

function judgeAddress({ publicUrl }: OperationFacts): Finding {
  if (isLocal(publicUrl)) return found("address", "act", "addressLocal");
  return publicUrl.startsWith("https:") ? fine("address") : found("address", "act", "addressPlain");
}

function judgeCertificate({ publicUrl, certificate }: OperationFacts, now: number): Finding {
  const line = "certificate";
  if (certificate === null) return found(line, "unseen", publicUrl.startsWith("https:") ? "certificateElsewhere" : "certificateNone");
  if (certificate.expiresAt <= now) return found(line, "act", "certificateExpired");
  if (!certificate.isForAddress) return found(line, "act", "certificateName");
  return certificate.expiresAt - now < certificateSoonMs ? found(line, "act", "certificateSoon") : fine(line);
}

function judgeBackup({ lastBackup }: OperationFacts, now: number): Finding {
  if (lastBackup === null) return found("backup", "act", "backupNever");
  return now - lastBackup.at > backupOldMs ? found("backup", "act", "backupOld") : fine("backup");
}

function judgeDisk({ disk, ledgerBytes }: OperationFacts): Finding {
  if (disk === null) return found("disk", "unseen", "diskUnseen");
  // As much again as the ledger has: a backup or a repair beside it must fit.
  return disk.freeBytes < Math.max(leastFreeBytes, ledgerBytes) ? found("disk", "act", "diskLow") : fine("disk");
}

export const judgeDevices = (silentCount: number): Finding =>
  silentCount > 0 ? found("devices", "act", "devicesSilent") : fine("devices");

/** In the order of the screen; the devices are judged apart, because more people may see them. */
export const judgeOperation = (facts: OperationFacts, now: number): readonly Finding[] => [
  judgeAddress(facts),
  judgeCertificate(facts, now),
  judgeBackup(facts, now),
  judgeDisk(facts),
];
