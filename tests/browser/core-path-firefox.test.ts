// The core path in Firefox, its own receiver told where it stands. tests/run.mjs leaves this file out, and says so, where there is none.

import { afterAll, beforeAll, expect, it } from "vitest";
import { allWords } from "../../src/words/all-words.ts";
import { chinese } from "../../src/words/words.ts";
import { placeOfPost, tellCorePath } from "./support/core-path.ts";
import { openFirefox } from "./support/firefox.ts";
import { type StaticServer, startStaticServer } from "./support/static-server.ts";

tellCorePath({ words: allWords(chinese), open: () => openFirefox(placeOfPost), isPlaceTold: true });

let server: StaticServer;
beforeAll(async () => {
  server = await startStaticServer();
});
afterAll(() => server?.stop());

it("F21: a private window is told from an ordinary one, and says what it forgets before anybody joins", async () => {
  const firefox = await openFirefox(placeOfPost, { "browser.privatebrowsing.autostart": true });
  try {
    await firefox.goto(`${server.origin}/join`);
    await firefox.untilSaid("这是无痕(隐私)窗口");
  } finally {
    await firefox.close();
  }
  const ordinary = await openFirefox(placeOfPost);
  try {
    await ordinary.goto(`${server.origin}/join`);
    await ordinary.until('[data-screen="join"]');
    expect(await ordinary.read<string>("return document.body.innerText;")).not.toContain("无痕");
  } finally {
    await ordinary.close();
  }
});
