// backup, restore and verify as an operator calls them: beside a running server, with none, and wrongly.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { trustNobody } from "../../src/endpoint/client-address.ts";
import { commandOf, type Ended } from "../../src/endpoint/commands.ts";
import { openDatabase } from "../../src/endpoint/database.ts";
import { type Server, startServer } from "../../src/endpoint/server.ts";
import { countedRandom, idOf, start } from "./city.ts";

let folder: string;
let server: Server | null = null;
const clock = { at: start, now: () => clock.at };
const data = (name = "data"): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daogang-commands-"));
  clock.at = start;
});
afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

async function serve(dataDir = data()): Promise<Server> {
  const started = await startServer({
    config: {
      port: 0,
      host: "127.0.0.1",
      dataDir,
      publicUrl: null,
      https: null,
      trustProxy: trustNobody,
      mapTiles: null,
      clientDir: join(folder, "client"),
      isDemo: false,
      wantsAdminLink: false,
      metricsToken: null,
      logLevel: "silent",
      sitePhotoDays: 400,
    },
    clock,
    random: countedRandom(`server ${clock.at}`),
    appVersion: "test",
  });
  if (!started.ok) throw new Error(started.problem);
  server = started.value;
  return started.value;
}
async function stop(): Promise<void> {
  await server?.close();
  server = null;
}

async function run(args: readonly string[], dataDir = data()): Promise<Ended & { readonly said: string }> {
  const command = commandOf({ DATA_DIR: dataDir }, args);
  if (command === null) throw new Error("no command");
  const said: string[] = [];
  const ended = await command({ clock, random: countedRandom("command"), say: (line) => said.push(line) });
  return { ...ended, said: said.join("\n") };
}

test("backup asks the running server, notes it, and restores into an empty folder; verify finds both sound", async () => {
  const running = await serve();
  expect(await run(["backup", data("saved")])).toMatchObject({ code: 0, said: expect.stringMatching(/[1-9]\d* events/) });
  const noted = JSON.parse(readFileSync(join(data(), "last-backup.json"), "utf8")) as object;
  expect(noted).toMatchObject({ at: clock.at, directory: data("saved"), number: expect.any(Number) });
  expect(await run(["verify"])).toMatchObject({ code: 0, said: expect.stringContaining("attendance") });
  // The running server's own file was never touched, and the copy it handed out is gone.
  expect(readdirSync(data()).filter((name) => name.startsWith("snapshot"))).toEqual([]);
  expect(await run(["verify", data("saved")])).toMatchObject({ code: 0 });
  expect(await run(["restore", data("saved")], data("again"))).toMatchObject({ code: 0, said: expect.stringMatching(/[1-9]\d* events/) });
  expect(readdirSync(data("again"))).toEqual(["ledger.db"]);
  expect(await run(["verify"], data("again"))).toMatchObject({ code: 0 });
  const { id } = running.ledger;
  await stop();
  const second = await serve(data("again"));
  expect(second.ledger.id).toBe(id);
});

test("with no server running, backup and verify open the ledger themselves, and give it back", async () => {
  await serve();
  await stop();
  expect(await run(["backup", data("saved")])).toMatchObject({ code: 0 });
  expect(await run(["backup", data("saved")])).toMatchObject({ code: 0, said: expect.stringContaining("0 events") });
  expect(await run(["verify"])).toMatchObject({ code: 0 });
  await serve();
});

test("export writes every event with its receipt beside a running server, no detail and no MAC, and never over a file", async () => {
  const running = await serve();
  const { count = 0 } = running.ledger.database.get<{ count: number }>("SELECT count(*) AS count FROM events") ?? {};
  expect(await run(["export", data("events.jsonl")])).toMatchObject({ code: 0, said: expect.stringContaining(`${count} events`) });
  const text = readFileSync(data("events.jsonl"), "utf8");
  const [head, ...lines] = text.trim().split("\n");
  expect(JSON.parse(head ?? "")).toMatchObject({ format: 1, ledger: running.ledger.id, exportedAt: clock.at });
  expect(lines.map((line) => (JSON.parse(line) as { number: number }).number)).toHaveLength(count);
  expect(Object.keys(JSON.parse(lines[0] ?? "") as object)).toEqual(["number", "event", "receipt"]);
  expect(text).not.toMatch(/"mac"|"salt"/);
  expect(await run(["export", data("events.jsonl")])).toMatchObject({ code: 2, problem: expect.stringContaining("is there already") });
  expect(readFileSync(data("events.jsonl"), "utf8")).toBe(text);
});

test("verify ends with 1 and names what differs", async () => {
  await serve();
  await stop();
  const opened = openDatabase(join(data(), "ledger.db"));
  if (!opened.ok) throw new Error(opened.problem);
  opened.value.run("UPDATE entities SET person = ? WHERE kind = 'role'", idOf("somebody"));
  opened.value.close();
  expect(await run(["verify"])).toMatchObject({
    code: 1,
    said: expect.stringMatching(/!! {2}entities: \d checked, 1 wrong\n.*role .* a fold makes/),
  });
});

test("wrong use is one sentence and code 2, and changes nothing", async () => {
  const sentence = { code: 2, problem: expect.stringMatching(/^[^\n]+\.$/) };
  expect(await run(["backup"])).toMatchObject(sentence);
  expect(await run(["backup", "a", "b"])).toMatchObject(sentence);
  expect(await run(["backup", data("saved")])).toMatchObject(sentence);
  expect(await run(["restore"])).toMatchObject(sentence);
  expect(await run(["restore", data("nowhere")])).toMatchObject(sentence);
  expect(await run(["verify", "a", "b"])).toMatchObject(sentence);
  expect(await run(["export"])).toMatchObject(sentence);
  expect(await run(["export", data("events.jsonl")])).toMatchObject(sentence);
  expect(await run(["verify"])).toMatchObject(sentence);
  expect(await run(["frobnicate"])).toMatchObject({ ...sentence, problem: expect.stringContaining("frobnicate") });
  expect(existsSync(data())).toBe(false);
  expect(commandOf({}, ["--demo"])).toBeNull();
  expect(commandOf({}, [])).toBeNull();
});

test("restore never overwrites, and leaves nothing of a damaged backup behind", async () => {
  await serve();
  await run(["backup", data("saved")]);
  mkdirSync(data("used"));
  writeFileSync(join(data("used"), "letter.txt"), "mine");
  expect(await run(["restore", data("saved")], data("used"))).toMatchObject({ code: 2, problem: expect.stringContaining("not empty") });
  const segment = join(data("saved"), "segment-000001.jsonl.gz");
  writeFileSync(segment, readFileSync(segment).subarray(9));
  expect(await run(["restore", data("saved")], data("again"))).toMatchObject({ code: 2, problem: expect.stringContaining("checksum") });
  expect(readdirSync(data("again"))).toEqual([]);
  expect(await run(["verify", data("saved")])).toMatchObject({ code: 2, problem: expect.stringContaining("checksum") });
});

test("X7: a ledger older than its own last backup notices at its start that it was rolled back", async () => {
  await serve();
  await stop();
  const early = readFileSync(join(data(), "ledger.db"));
  const running = await serve();
  const { epoch, id } = running.ledger;
  await running.ledger.submit(0, (turn) => void turn.next());
  await run(["backup", data("saved")]);
  await stop();
  writeFileSync(join(data(), "ledger.db"), early);
  const later = await serve();
  expect(later.ledger.id).toBe(id);
  expect(later.ledger.epoch).toBeGreaterThan(epoch);
});
