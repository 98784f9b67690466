// The exact command for each thing an operator has to do, in the shell of the server's system: PowerShell on Windows, else POSIX. Pure;
// what the command is for stands in the words.

import type { OperationReason } from "../../domain/operation.ts";
import type { Status } from "../../protocol/status.ts";

type Where = Pick<Status, "publicUrl" | "platform" | "program" | "dataDir" | "lastBackup">;

/** A path or value as one word, whatever stands in it. */
const quoteFor = (isWindows: boolean) => (text: string) => {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return isWindows ? `'${text.replace(/'/g, "''")}'` : `'${text.replace(/'/g, "'\\''")}'`;
};

/** Null where no command helps. */
export function commandFor(reason: OperationReason, where: Where): string | null {
  const isWindows = where.platform === "win32";
  const quote = quoteFor(isWindows);
  // What only the service's own account may read, an administrator reads through sudo.
  const sudo = /^\/(var|opt|srv)\//.test(where.dataDir) ? "sudo " : "";
  const withSetting = (name: string, value: string, command: string): string =>
    // PowerShell would take a bare word there for a command.
    isWindows ? `$env:${name}='${value.replace(/'/g, "''")}'; ${command}` : `${sudo}${name}=${quote(value)} ${command}`;
  const host = where.publicUrl.replace(/^https?:\/\//, "").replace(/:\d+$/, "");
  switch (reason) {
    case "addressLocal":
    case "addressPlain": {
      const wanted = `https://${reason === "addressPlain" && !/^[\d.]+$|:/.test(host) ? host : "daogang.example.org"}`;
      return withSetting("PUBLIC_URL", wanted, `node ${quote(where.program)}`);
    }
    case "certificateElsewhere":
      return `${isWindows ? "curl.exe" : "curl"} -sSvo ${isWindows ? "NUL" : "/dev/null"} ${quote(where.publicUrl)}/healthz`;
    case "certificateName":
      return `${isWindows ? "" : "sudo "}certbot certonly -d ${quote(host)}`;
    case "certificateExpired":
    case "certificateSoon":
      return `${isWindows ? "" : "sudo "}certbot renew`;
    case "backupNever":
    case "backupOld": {
      // The running server writes it: as a service it may write to its own two folders only.
      const usual = isWindows
        ? "D:\\daogang-backup"
        : where.dataDir === "/var/lib/daogang"
          ? "/var/lib/daogang-backup"
          : "/mnt/backup/daogang";
      const folder = where.lastBackup?.directory ?? usual;
      return withSetting("DATA_DIR", where.dataDir, `node ${quote(where.program)} backup ${quote(folder)}`);
    }
    case "diskLow":
      return isWindows ? `Get-Volume -FilePath ${quote(where.dataDir)}` : `df -h ${quote(where.dataDir)}`;
    case "certificateNone":
    case "diskUnseen":
    case "devicesSilent":
      return null;
  }
}
