// What starts 到岗 at boot on each system: well-formed, and naming only what is there. Where a system's own checker is at hand it judges too.

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readConfig } from "../../src/endpoint/config.ts";
import { readProjectFile } from "../fixtures/source-files.ts";

const repository = join(import.meta.dirname, "..", "..");
const at = (name: string): string => join(repository, "src", "deploy", name);
const read = (name: string): string => readProjectFile(`src/deploy/${name}`);
const folder = mkdtempSync(join(tmpdir(), "daogang-boot-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the tool complains of; nothing where it is not installed. */
function complaints(tool: string, ...args: readonly string[]): string {
  const run = spawnSync(tool, args, { encoding: "utf8" });
  if (run.error !== undefined) return "";
  return run.status === 0 ? "" : `${run.stdout}${run.stderr}` || `exit code ${run.status}`;
}

/** Endpoint and app lie where the build puts them, and the archive keeps that. */
const program = /outDir: "(dist\/server)"/.exec(readProjectFile("vite.config.ts"))?.[1];

function readUnit(name: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of read(name).split("\n")) {
    const title = /^\[(\w+)\]$/.exec(line)?.[1];
    if (title !== undefined) {
      current = new Map();
      sections.set(title, current);
    } else if (line !== "" && !line.startsWith("#")) {
      const [, key = "", value = ""] = /^([A-Z]\w+)=(.+)$/.exec(line) ?? [];
      expect(key, line).not.toBe("");
      current.set(key, value);
    }
  }
  return sections;
}

test("daogang.service: sections, one assignment a line, the program by its name", () => {
  const sections = readUnit("daogang.service");
  const service = sections.get("Service");
  expect([...sections.keys()]).toEqual(["Unit", "Service", "Install"]);
  expect(service?.get("ExecStart")).toBe(`/usr/bin/env node ${program}/main.js`);
  expect(service?.get("Environment")).toBe("DATA_DIR=/var/lib/daogang");
  expect(service?.get("StateDirectory")).toBe("daogang daogang-backup");
  expect(service?.get("Restart")).toBe("on-failure");
  // A wrong setting ends with 2 and would end so again.
  expect(service?.get("RestartPreventExitStatus")).toBe("2");
  expect(service?.get("DynamicUser")).toBe("yes");
  expect(service?.get("ProtectSystem")).toBe("strict");
  // V8 writes what it then executes.
  expect(service?.has("MemoryDenyWriteExecute")).toBe(false);
  expect(sections.get("Install")?.get("WantedBy")).toBe("multi-user.target");
});

test("daogang-backup: every night, by the running server, into the folder it may write", () => {
  const service = readUnit("daogang-backup.service");
  expect(service.get("Unit")?.get("Requisite")).toBe("daogang.service");
  expect(service.get("Service")?.get("ExecStart")).toBe(`/usr/bin/env node ${program}/main.js backup /var/lib/daogang-backup`);
  expect(service.get("Service")?.get("Environment")).toBe(readUnit("daogang.service").get("Service")?.get("Environment"));
  const timer = readUnit("daogang-backup.timer");
  expect(timer.get("Timer")?.get("OnCalendar")).toBe("*-*-* 02:30:00");
  expect(timer.get("Install")?.get("WantedBy")).toBe("timers.target");
});

test("systemd finds nothing to object to in any of them", () => {
  const names = ["daogang.service", "daogang-backup.service", "daogang-backup.timer"];
  for (const name of names) copyFileSync(at(name), join(folder, name));
  expect(complaints("systemd-analyze", "verify", ...names.map((name) => join(folder, name)))).toBe("");
});

test("daogang.plist: every element closed, the start script by its name", () => {
  const text = read("daogang.plist").replace(/<!--[\s\S]*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>/g, "");
  const open: string[] = [];
  for (const [, close, name, alone] of text.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (alone === "/") continue;
    if (close === "/") expect(open.pop()).toBe(name);
    else open.push(name ?? "");
  }
  expect(open).toEqual([]);
  const values = [...text.matchAll(/<key>(\w+)<\/key>\s*<(\w+)/g)].map(([, key, type]) => `${key} ${type}`);
  expect(values).toEqual(expect.arrayContaining(["Label string", "ProgramArguments array", "RunAtLoad true", "KeepAlive dict"]));
  expect(text).toContain("/start.sh</string>");
  expect(complaints("plutil", "-lint", at("daogang.plist"))).toBe("");
});

test("start.sh and start.cmd: the program by its name, each in its own system's lines", () => {
  expect(read("start.sh")).toContain(`"$node" ${program}/main.js "$@"`);
  expect(read("start.sh")).not.toContain("\r");
  expect(complaints("sh", "-n", at("start.sh"))).toBe("");
  const command = read("start.cmd");
  expect(command).toContain(`"%NODE%" "${program}/main.js"`.replaceAll("/", "\\"));
  expect(command).toContain("exit /b %errorlevel%");
  // cmd.exe reads it in the office's own code page.
  expect(/^[\r\n\t -~]*$/.test(command)).toBe(true);
});

test("windows-task.ps1: in ASCII, quotes and brackets paired, the program and its settings by their names", () => {
  const text = read("windows-task.ps1");
  expect(/^[\r\n\t -~]*$/.test(text)).toBe(true);
  expect(text).toContain(`'--env-file=daogang.env ${program}/main.js'`.replaceAll("/main", "\\main").replace("dist/", "dist\\"));
  const code = text.replace(/^#.*$/gm, "").replace(/'[^']*'|"[^"]*"/g, "_");
  expect(code).not.toMatch(/['"]/);
  for (const [open, close] of ["()", "{}", "[]"].map((pair) => [...pair]))
    expect(code.split(open ?? "").length).toBe(code.split(close ?? "").length);
  const parse = `$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile('${at("windows-task.ps1")}', [ref]$null, [ref]$e); if ($e) { $e; exit 1 }`;
  expect(complaints("pwsh", "-NoProfile", "-Command", parse)).toBe("");
});

test("Caddyfile: to the port the endpoint opens by default", () => {
  const config = readConfig({}, [], folder);
  expect(read("Caddyfile")).toContain(`reverse_proxy 127.0.0.1:${config.ok ? config.value.port : "none"} {`);
  const code = read("Caddyfile").replace(/#.*$/gm, "");
  expect(code.split("{").length).toBe(code.split("}").length);
  expect(complaints("caddy", "validate", "--adapter", "caddyfile", "--config", at("Caddyfile"))).toBe("");
});

test("daogang.env: only settings there are, each accepted as it stands there", () => {
  const text = read("daogang.env");
  const named = [...text.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value] as const);
  const known = [...readFileSync(join(repository, "src", "endpoint", "config.ts"), "utf8").matchAll(/\b([A-Z]+(?:_[A-Z]+)*)\b/g)].map(
    ([name]) => name,
  );
  expect(named.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(5);
  const config = readConfig(Object.fromEntries(named), [], folder);
  expect(config).toMatchObject({ ok: true, value: { publicUrl: "https://daogang.example.org", host: "127.0.0.1" } });
  // As a file for Node and for systemd alike: nothing holds until somebody takes the # away.
  expect(text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
});

test("scripts of package.json know no shell: cmd.exe, PowerShell and POSIX run them alike", () => {
  const { scripts } = JSON.parse(readProjectFile("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
  const shelly = Object.entries(scripts).filter(([, command]) => /[&|;<>$`'"\\*?~(){}]|^\w+=/.test(command));
  expect(shelly).toEqual([]);
});
