// The commands an operator is told to run: each fits the server's own shell, whatever stands in its paths.

import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { OperationReason } from "../../src/domain/operation.ts";
import { commandFor } from "../../src/screens/status/commands.ts";
import { statusWords } from "../../src/words/status.ts";

const linux = {
  publicUrl: "https://daogang.example",
  platform: "linux",
  program: "/opt/daogang/dist/server/main.js",
  dataDir: "/var/lib/daogang",
  lastBackup: null,
};
const windows = { ...linux, platform: "win32", program: "C:\\到 岗\\dist\\server\\main.js", dataDir: "C:\\ProgramData\\daogang" };

describe("状态", () => {
  for (const [reason, where, command] of [
    ["addressLocal", linux, "sudo PUBLIC_URL=https://daogang.example.org node /opt/daogang/dist/server/main.js"],
    [
      "addressPlain",
      { ...linux, publicUrl: "http://daogang.lan:8080", dataDir: "/home/a/data" },
      "PUBLIC_URL=https://daogang.lan node /opt/daogang/dist/server/main.js",
    ],
    [
      "addressPlain",
      { ...windows, publicUrl: "http://10.0.0.5:8080" },
      "$env:PUBLIC_URL='https://daogang.example.org'; node 'C:\\到 岗\\dist\\server\\main.js'",
    ],
    ["certificateElsewhere", linux, "curl -sSvo /dev/null https://daogang.example/healthz"],
    ["certificateName", linux, "sudo certbot certonly -d daogang.example"],
    ["certificateSoon", windows, "certbot renew"],
    ["certificateExpired", linux, "sudo certbot renew"],
    ["backupNever", linux, "sudo DATA_DIR=/var/lib/daogang node /opt/daogang/dist/server/main.js backup /var/lib/daogang-backup"],
    [
      "backupNever",
      { ...linux, dataDir: "/home/a/data" },
      "DATA_DIR=/home/a/data node /opt/daogang/dist/server/main.js backup /mnt/backup/daogang",
    ],
    [
      "backupOld",
      { ...windows, lastBackup: { at: 1, number: 1, directory: "E:\\it's" } },
      "$env:DATA_DIR='C:\\ProgramData\\daogang'; node 'C:\\到 岗\\dist\\server\\main.js' backup 'E:\\it''s'",
    ],
    ["diskLow", { ...linux, dataDir: "/srv/到岗" }, "df -h '/srv/到岗'"],
    ["diskLow", windows, "Get-Volume -FilePath 'C:\\ProgramData\\daogang'"],
    ["certificateNone", linux, null],
    ["diskUnseen", linux, null],
    ["devicesSilent", linux, null],
  ] as const)
    test(`${reason} on ${where.platform}: ${command}`, () => {
      expect(commandFor(reason, where)).toBe(command);
    });

  test("a reason whose sentence ends with a colon has a command, and no other has", () => {
    for (const words of Object.values(statusWords))
      for (const [reason, sentence] of Object.entries(words.reasons))
        expect(/[::]$/.test(sentence), sentence).toBe(reason === "devicesSilent" || commandFor(reason as OperationReason, linux) !== null);
  });

  test("a POSIX shell reads back what was put in, quotes and dollars too", () => {
    const folder = "/tmp/it's $HOME `x` 到岗";
    const command = commandFor("diskLow", { ...linux, dataDir: folder }) ?? "";
    const run = spawnSync("sh", ["-c", command.replace("df -h", "printf %s")], { encoding: "utf8" });
    expect(run.stdout).toBe(folder);
  });
});
