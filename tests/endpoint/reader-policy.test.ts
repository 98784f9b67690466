// WebAssembly may be compiled by one worker and by nothing else we serve.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isReader, readerPolicy } from "../../src/endpoint/security-headers.ts";
import { openPeopledCity } from "./city.ts";

test("the reading worker's own policy lets WebAssembly in, no other answer's does", async () => {
  const city = await openPeopledCity();
  const folder = join(city.folder, "client");
  mkdirSync(join(folder, "assets"), { recursive: true });
  for (const name of ["zxing-worker-Bz4ekn_z.js", "first-Bz4ekn_z.js"]) writeFileSync(join(folder, "assets", name), "export {};");
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  const policyOf = async (path: string): Promise<string> =>
    (await city.app.request(path, { headers: { accept: "text/html" } })).headers.get("content-security-policy") ?? "";
  expect(await policyOf("/assets/zxing-worker-Bz4ekn_z.js")).toBe(readerPolicy);
  for (const path of ["/", "/assets/first-Bz4ekn_z.js", "/assets/zxing-worker-Bz4ekn_z.js/x", "/api/status"])
    expect(await policyOf(path), path).not.toContain("wasm");
  await city.close();
});

test("no address a person could make is taken for it", () => {
  for (const path of [
    "/zxing-worker-a.js",
    "/assets/zxing-worker-a.js.html",
    "/assets/x/zxing-worker-a.js",
    "/assets/zxing-worker-..%2fa.js",
  ])
    expect(isReader(path), path).toBe(false);
});
