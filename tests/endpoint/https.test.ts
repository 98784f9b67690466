// DESIGN.md section 7, HTTPS_CERT and HTTPS_KEY: the endpoint speaks HTTPS by itself, takes up a renewed certificate without a restart, and
// never lets go of one that works for one that does not.

import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Certificate, readCertificate, watchCertificate } from "../../src/endpoint/certificate.ts";
import { readConfig } from "../../src/endpoint/config.ts";
import { type Server, startServer } from "../../src/endpoint/server.ts";
import { makeCertificate } from "../fixtures/certificate.ts";
import { countedRandom } from "./city.ts";

let folder: string;
let server: Server | null = null;
const lines: string[] = [];
const at = (name: string): string => join(folder, name);
const dayMs = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;
const soon = (days: number): number => now + days * dayMs;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daogang https 证书 "));
  lines.length = 0;
});
afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

function put(host: string, expiresAt: number, name = "a"): void {
  const { cert, key } = makeCertificate(host, expiresAt);
  writeFileSync(at(`${name}.pem`), cert);
  writeFileSync(at(`${name}.key`), key);
}

async function start(env: Record<string, string>): Promise<string | null> {
  const config = readConfig({ PORT: "0", HOST: "127.0.0.1", DATA_DIR: at("data"), ...env }, [], folder);
  if (!config.ok) return config.problem;
  const started = await startServer({
    config: config.value,
    clock: { now: () => Date.now() },
    random: countedRandom(),
    certificateEveryMs: 5,
    say: (line) => lines.push(line),
  });
  if (!started.ok) return started.problem;
  server = started.value;
  return null;
}

/** The certificate shown and the status of /readyz, over one fresh connection. */
const ask = (port: number): Promise<{ readonly validTo: number; readonly status: string }> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", servername: "daogang.test", rejectUnauthorized: false }, () => {
      const validTo = Date.parse(socket.getPeerCertificate().valid_to);
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk.toString();
      });
      socket.on("end", () => resolve({ validTo, status: text.split("\r\n")[0] ?? "" }));
      socket.write("GET /readyz HTTP/1.1\r\nHost: daogang.test\r\nConnection: close\r\n\r\n");
    });
    socket.on("error", reject);
  });

test("with a certificate it serves HTTPS, and prints an https address and link", async () => {
  put("localhost", soon(40));
  expect(await start({ HTTPS_CERT: at("a.pem"), HTTPS_KEY: at("a.key") })).toBeNull();
  expect(server?.url).toMatch(/^https:\/\/localhost:\d+$/);
  expect(lines[0]).toBe(`到岗 daogang: ${server?.url}`);
  expect(lines[1]).toMatch(/^administrator: https:\/\/localhost:\d+\/join#/);
  expect(lines).toHaveLength(2);
  expect(await ask(Number(new URL(server?.url ?? "").port))).toEqual({ validTo: soon(40), status: "HTTP/1.1 200 OK" });
});

test("a renewed certificate is shown to the next who connects, without a restart", async () => {
  put("localhost", soon(1));
  await start({ HTTPS_CERT: at("a.pem"), HTTPS_KEY: at("a.key") });
  const port = Number(new URL(server?.url ?? "").port);
  expect((await ask(port)).validTo).toBe(soon(1));
  put("localhost", soon(90));
  await expect.poll(async () => (await ask(port)).validTo).toBe(soon(90));
  expect(lines.filter((line) => line.includes("renewed"))).toHaveLength(1);
});

test("a certificate for another name, or an expired one, is said and served", async () => {
  put("elsewhere.test", soon(-1));
  expect(await start({ HTTPS_CERT: at("a.pem"), HTTPS_KEY: at("a.key"), PUBLIC_URL: "https://daogang.test" })).toBeNull();
  expect(lines.filter((line) => line.includes("not for daogang.test"))).toHaveLength(1);
  expect(lines.filter((line) => line.includes("has expired"))).toHaveLength(1);
});

test("what cannot be served is one sentence that names the setting", async () => {
  put("localhost", soon(1), "a");
  put("localhost", soon(1), "b");
  writeFileSync(at("text"), "no certificate");
  for (const [cert, key, word] of [
    ["a.pem", null, "HTTPS_KEY is missing"],
    [null, "a.key", "HTTPS_CERT is missing"],
    ["none", "a.key", "HTTPS_CERT cannot be read"],
    ["a.pem", "none", "HTTPS_KEY cannot be read"],
    ["a.pem", "b.key", "HTTPS_CERT and"],
    ["text", "a.key", "HTTPS_CERT and"],
    ["a.pem", "text", "HTTPS_CERT and"],
  ] as const) {
    const problem = await start({ ...(cert && { HTTPS_CERT: at(cert) }), ...(key && { HTTPS_KEY: at(key) }) });
    expect(problem, `${cert} ${key}`).toContain(word.replace("HTTPS_CERT and", "HTTPS_CERT 和 HTTPS_KEY 不能用"));
    expect(problem?.split("\n"), `${cert} ${key}`).toHaveLength(1);
  }
});

test("a renewal is taken up when both files fit; until then, and when it is broken, the old one stays", async () => {
  put("localhost", soon(1));
  const files = { cert: at("a.pem"), key: at("a.key") };
  const first = readCertificate(files);
  if (!first.ok) throw new Error(first.problem);
  const renewed: Certificate[] = [];
  const problems: string[] = [];
  const watch = watchCertificate({
    files,
    first: first.value,
    everyMs: 5,
    onRenewed: (certificate) => renewed.push(certificate),
    onProblem: (problem) => problems.push(problem),
  });
  put("localhost", soon(60), "b");
  renameSync(at("b.pem"), at("a.pem"));
  await expect.poll(() => problems.length).toBe(1);
  expect(watch.current()).toBe(first.value);
  renameSync(at("b.key"), at("a.key"));
  await expect.poll(() => renewed.length).toBe(1);
  expect(watch.current().expiresAt).toBe(soon(60));
  rmSync(at("a.pem"));
  await expect.poll(() => problems.length).toBe(2);
  expect(watch.current().expiresAt).toBe(soon(60));
  watch.close();
});
