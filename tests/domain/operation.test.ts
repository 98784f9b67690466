// What an operator is told to do (SCREENS.md, 状态), line by line.

import { describe, expect, test } from "vitest";
import {
  backupOldMs,
  certificateSoonMs,
  judgeDevices,
  judgeOperation,
  leastFreeBytes,
  type OperationFacts,
} from "../../src/domain/operation.ts";

const now = Date.UTC(2026, 10, 23);
const healthy: OperationFacts = {
  publicUrl: "https://daogang.example",
  certificate: { expiresAt: now + certificateSoonMs, isForAddress: true },
  lastBackup: { at: now - backupOldMs },
  disk: { freeBytes: leastFreeBytes, totalBytes: 2 * leastFreeBytes },
  ledgerBytes: 1,
};

const toDo = (facts: Partial<OperationFacts>): readonly string[] =>
  judgeOperation({ ...healthy, ...facts }, now).flatMap(({ line, state, reason }) =>
    state === "fine" ? [] : [`${line} ${state} ${reason}`],
  );

describe("状态", () => {
  test("nothing to do at the very limits, in the order of the screen", () => {
    expect(toDo({})).toEqual([]);
    expect(judgeOperation(healthy, now).map(({ line }) => line)).toEqual(["address", "certificate", "backup", "disk"]);
    expect(judgeDevices(0)).toEqual({ line: "devices", state: "fine", reason: null });
  });

  for (const [facts, wanted] of [
    [{ publicUrl: "http://localhost:8080" }, "address act addressLocal"],
    [{ publicUrl: "https://127.0.0.1:8443" }, "address act addressLocal"],
    [{ publicUrl: "http://10.0.0.5:8080" }, "address act addressPlain"],
    [{ publicUrl: "https://localhost.example" }, null],
    [{ certificate: null }, "certificate unseen certificateElsewhere"],
    [{ certificate: { expiresAt: now + certificateSoonMs - 1, isForAddress: true } }, "certificate act certificateSoon"],
    [{ certificate: { expiresAt: now, isForAddress: false } }, "certificate act certificateExpired"],
    [{ certificate: { expiresAt: now + 9e9, isForAddress: false } }, "certificate act certificateName"],
    [{ lastBackup: null }, "backup act backupNever"],
    [{ lastBackup: { at: now - backupOldMs - 1 } }, "backup act backupOld"],
    [{ disk: null }, "disk unseen diskUnseen"],
    [{ disk: { freeBytes: leastFreeBytes - 1, totalBytes: 1e12 } }, "disk act diskLow"],
    [{ ledgerBytes: leastFreeBytes + 1 }, "disk act diskLow"],
  ] as const satisfies readonly (readonly [Partial<OperationFacts>, string | null])[])
    test(`${JSON.stringify(facts)} → ${wanted}`, () => {
      expect(toDo(facts)).toEqual(wanted === null ? [] : [wanted]);
    });

  test("without https nobody holds a certificate", () => {
    expect(toDo({ publicUrl: "http://10.0.0.5", certificate: null })).toContain("certificate unseen certificateNone");
  });

  test("X12 a silent device is somebody's to ask", () => {
    expect(judgeDevices(1)).toEqual({ line: "devices", state: "act", reason: "devicesSilent" });
  });
});
