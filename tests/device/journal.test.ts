// The Dexie journal against the journals' contract, over fake-indexeddb: quick, and the same suite as its in-memory twin. What only a
// real browser can show (durability, two tabs, a killed page) is in tests/browser.

import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { openDatabase } from "../../src/device/database.ts";
import { createJournal } from "../../src/device/journal.ts";
import { describeJournal } from "../contract/journal-contract.ts";

let count = 0;

describeJournal("Dexie journal", async ({ clock, random, device, publicKey }) => {
  count += 1;
  const name = `contract-${count}`;
  const open = () => {
    const database = openDatabase(name);
    return { database, journal: createJournal({ database, clock, random }) };
  };
  let now = open();
  // The key is made by WebCrypto in keys.ts; the journal only ever reads whose it is.
  await now.database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
  return {
    journal: now.journal,
    reopen: async () => {
      now.database.close();
      now = open();
      return now.journal;
    },
    close: async () => {
      now.database.close();
      await Dexie.delete(name);
    },
  };
});
