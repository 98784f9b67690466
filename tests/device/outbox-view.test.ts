// 我的 over the real journal: every own record that does not count is listed with its reason, and what the branch says of it is read by the
// record's hash; what was accepted is told to whoever made it, and to nobody else.

import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../src/device/database.ts";
import { acceptedOwn, decisionsAbout } from "../../src/device/decisions-view.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import { createJournal } from "../../src/device/journal.ts";
import { createViews } from "../../src/device/views.ts";
import type { Hash, Id } from "../../src/domain/event.ts";
import type { QuarantineDecision } from "../../src/domain/facts.ts";
import { draft, exchanged, hex, newsOf, openEach, own, staff, start } from "../contract/journal-harness.ts";
import { createChain } from "../fixtures/wire-facts.ts";

let count = 0;
let database = openDatabase("outbox-view-0");

describe("我的", () => {
  const it = openEach(async ({ clock, random, device, publicKey }) => {
    count += 1;
    const name = `outbox-view-${count}`;
    database = openDatabase(name);
    await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
    const journal = createJournal({ database, clock, random });
    return {
      journal,
      reopen: async () => journal,
      close: async () => {
        database.close();
        await Dexie.delete(name);
      },
    };
  });
  const outbox = async () =>
    (await createViews(database).outbox()).items
      .map(({ state, problem }) => [state, problem])
      .sort((a, b) => String(a[0]).localeCompare(String(b[0])));
  const decisionOf = (of: Id, hash: Hash, decision: QuarantineDecision, via: readonly string[]) => {
    const chain = createChain(hex());
    chain.add({
      type: "quarantineDecided",
      facts: { of, hash, decision },
      wallTime: start,
      parts: { note: `${decision} because` },
      over: { device: hex(32) },
    });
    return chain.links.map(({ event, parts }) => ({ event, parts, via }));
  };

  test("X3 refused and waiting ones are listed with their reason until they count", async () => {
    await it.joined();
    await it.journal().record([draft(), draft(), draft()]);
    const sent = await it.outbox();
    await it.answer(sent, {}, [
      { judgement: "pending", problem: "missingReference" },
      { judgement: "quarantined", problem: "tooLate" },
      {},
    ]);
    expect(await outbox()).toEqual([
      ["refused", "tooLate"],
      ["waiting", "missingReference"],
    ]);
    expect((await createViews(database).outbox()).unsentCount).toBe(0);
    await it.answer(sent.slice(0, 2), {}, [
      { judgement: "stored", revision: 1 },
      { judgement: "stored", revision: 1 },
    ]);
    expect(await outbox()).toEqual([]);
  });

  test("X2 what the branch says is found by the record's hash: of two that claim one id only by the one it is about", async () => {
    await it.joined();
    await it.journal().record([draft()]);
    const [mine] = await it.outbox();
    if (mine === undefined) throw new Error("nothing was recorded");
    const other = "ab".repeat(32);
    await it.answer([], {
      news: newsOf([
        ...decisionOf(mine.event.id, mine.hash, "explained", [own]),
        ...decisionOf(mine.event.id, other, "explained", [staff]),
      ]),
    });
    const said = await decisionsAbout(createReader(database), [mine.event.id]);
    expect([...said.keys()].sort()).toEqual([mine.hash, other].sort());
    expect(said.get(mine.hash)).toMatchObject([{ decision: "explained", note: "explained because", state: "uploaded" }]);
  });

  test("R13 what was accepted of one's own is told; what staff hold of others, explanations and old ones are not", async () => {
    await it.joined();
    const about = (name: string) => [hex(), name.repeat(64)] as const;
    const news = newsOf([
      ...decisionOf(...about("a"), "released", [own]),
      ...decisionOf(...about("b"), "released", [staff]),
      ...decisionOf(...about("c"), "explained", [own]),
    ]);
    await it.journal().absorb({
      from: await it.from(),
      reply: exchanged({ news }),
      sent: [],
      anchor: { serverTime: start, wallTimeThen: start, roundTripMs: 0, run: hex(), elapsedMs: 0 },
    });
    const reader = createReader(database);
    expect((await acceptedOwn(reader, start)).map(({ hash, note }) => [hash, note])).toEqual([["a".repeat(64), "released because"]]);
    expect(await acceptedOwn(createReader(database), start + 1)).toEqual([]);
  });
});
