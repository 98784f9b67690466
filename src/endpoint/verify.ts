// `verify`: whether a ledger still is what it says: chains, parts, receipts, keys, counter, and every projection against a fresh fold in a
// scratch copy. Reads the ledger, writes only the copy; mends nothing.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hash, Receipt } from "../domain/event.ts";
import { chainStart, detailsHash, eventHash, partHash } from "../protocol/chain.ts";
import { type Credential, credentialMessage, deviceOfKey, headMessage, receiptMessage } from "../protocol/signing.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { readPhoto } from "./photo-files.ts";
import { foldDuty } from "./projections.ts";
import { recordsAfter } from "./records.ts";
import { refold } from "./refold.ts";

export interface Check {
  readonly name: string;
  /** How many things were looked at. */
  readonly count: number;
  /** The first ones, a sentence each, and how many there were. */
  readonly differences: readonly string[];
  readonly wrong: number;
}

const mostShown = 10;
const sliceOf = 1000;

interface Tally {
  readonly check: () => Check;
  readonly see: (isRight: boolean, difference: () => string) => void;
}

function tally(name: string): Tally {
  let [count, wrong] = [0, 0];
  const differences: string[] = [];
  return {
    check: () => ({ name, count, wrong, differences }),
    see: (isRight, difference) => {
      count += 1;
      if (isRight) return;
      wrong += 1;
      if (differences.length < mostShown) differences.push(difference());
    },
  };
}

function checkEvents(ledger: Ledger): readonly Check[] {
  const { database, key } = ledger;
  const [hashes, links, parts, receipts] = [tally("hashes"), tally("links"), tally("parts"), tally("receipts")];
  const isLinked = (device: Hash, n: number, hash: Hash): boolean =>
    database.get(
      "SELECT 1 FROM events INDEXED BY events_by_chain WHERE ledger = ? AND device = ? AND n = ? AND hash = ?",
      key,
      device,
      n,
      hash,
    ) !== null || database.get("SELECT 1 FROM conflicts WHERE ledger = ? AND device = ? AND hash = ?", key, device, hash) !== null;
  const seeReceipt = (hash: Hash, { mac, ...bare }: Receipt): void =>
    receipts.see(ledger.mac(receiptMessage(ledger.id, hash, bare)) === mac, () => `receipt ${bare.number} does not carry our seal`);

  for (let after = 0; ; ) {
    const records = recordsAfter(database, key, after, sliceOf);
    for (const { number, event, previous, hash, receipt } of records) {
      after = number;
      const rows = database.all<{ name: string; hash: Hash; salt: string | null; value: string | null }>(
        "SELECT name, hash, salt, value FROM parts WHERE ledger = ? AND number = ?",
        key,
        number,
      );
      for (const { name, hash: of, salt, value } of rows)
        if (salt !== null && value !== null)
          parts.see(
            partHash(name, { salt, value: JSON.parse(value) as unknown }) === of,
            () => `part ${name} of ${number} is not what was said`,
          );
      const columns = database.get<{ id: string; device: Hash; n: number; type: string; details_hash: Hash; flaw: string | null }>(
        "SELECT id, device, n, type, details_hash, flaw FROM events WHERE ledger = ? AND number = ?",
        key,
        number,
      );
      const details = detailsHash(Object.fromEntries(rows.map((part) => [part.name, part.hash])));
      const isItself =
        columns !== null &&
        columns.id === event.id &&
        columns.device === event.device &&
        columns.n === event.n &&
        columns.type === event.type;
      hashes.see(
        isItself && columns.details_hash === details && eventHash(previous, event, details) === hash,
        () => `event ${number} is not what its hash says`,
      );
      links.see(
        columns?.flaw != null || (event.n === 1 ? previous === chainStart : isLinked(event.device, event.n - 1, previous)),
        () => `event ${number} (${event.device.slice(0, 8)} ${event.n}) does not follow the one before`,
      );
      seeReceipt(hash, receipt);
    }
    if (records.length < sliceOf) break;
  }
  for (const row of database.all<{ hash: Hash; receipt: string }>("SELECT hash, receipt FROM conflicts WHERE ledger = ?", key))
    seeReceipt(row.hash, JSON.parse(row.receipt) as Receipt);
  for (const { number } of database.all<{ number: number }>(
    "SELECT number FROM events e WHERE ledger = ? AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.ledger = e.ledger AND r.number = e.number)",
    key,
  ))
    receipts.see(false, () => `event ${number} has no receipt`);
  for (const { number } of database.all<{ number: number }>(
    `SELECT number FROM receipts r WHERE ledger = ? AND NOT EXISTS (SELECT 1 FROM events e WHERE e.ledger = r.ledger AND e.number = r.number)`,
    key,
  ))
    receipts.see(false, () => `receipt ${number} answers no event`);
  return [hashes.check(), links.check(), parts.check(), receipts.check()];
}

function checkKeys(ledger: Ledger): Check {
  const keys = tally("keys");
  const probe = headMessage(ledger.device, 0, chainStart);
  keys.see(
    deviceOfKey(ledger.publicKey) === ledger.device &&
      ledger.keys.isSigned(ledger.publicKey, probe, ledger.keys.sign(ledger.privateJwk, probe)),
    () => "the ledger's own keys do not belong together",
  );
  const devices = ledger.database.all<{ device: Hash; public_key: string; credential: string | null }>(
    "SELECT device, public_key, credential FROM devices WHERE ledger = ? ORDER BY device",
    ledger.key,
  );
  for (const { device, public_key, credential } of devices) {
    keys.see(deviceOfKey(public_key) === device, () => `device ${device.slice(0, 8)} is not named after its key`);
    if (credential === null) continue;
    const issued = JSON.parse(credential) as Credential;
    keys.see(
      issued.device === device && ledger.keys.isSigned(ledger.publicKey, credentialMessage(issued), issued.signature),
      () => `the credential of device ${device.slice(0, 8)} does not carry our signature`,
    );
  }
  return keys.check();
}

function checkCounter(ledger: Ledger): Check {
  const counter = tally("counter");
  const most = (sql: string): number => ledger.database.get<{ most: number | null }>(sql, ledger.key)?.most ?? 0;
  const now = most("SELECT counter AS most FROM ledgers WHERE ledger = ?");
  const highest: readonly (readonly [string, number])[] = [
    ["event", most("SELECT max(number) AS most FROM events WHERE ledger = ?")],
    ["audience row", most("SELECT max(row) AS most FROM audience_rows WHERE ledger = ?")],
    ["set-aside event", most("SELECT max(receipt ->> 'number') AS most FROM conflicts WHERE ledger = ?")],
  ];
  for (const [what, number] of highest) counter.see(number <= now, () => `${what} ${number} is beyond the counter ${now}`);
  return counter.check();
}

type Rows = ReadonlyMap<string, string>;

/** Rows by their key, as text. */
const rowsOf = (ledger: Ledger, sql: string): Rows =>
  new Map(ledger.database.all<{ key: string; row: string }>(sql, ledger.key).map(({ key, row }) => [key, row]));

function compare(name: string, sql: string, ledger: Ledger, fresh: Ledger, isExcused: (key: string) => boolean = () => false): Check {
  const seen = tally(name);
  const [kept, folded] = [rowsOf(ledger, sql), rowsOf(fresh, sql)];
  for (const [key, row] of kept)
    if (!folded.has(key)) seen.see(isExcused(key), () => `${key} is kept, and no fold makes it`);
    else seen.see(folded.get(key) === row, () => `${key} is kept as ${row}, and a fold makes ${folded.get(key)}`);
  for (const key of folded.keys()) if (!kept.has(key)) seen.see(false, () => `${key} is missing`);
  return seen.check();
}

function checkAttendance(ledger: Ledger, fresh: Ledger): Check {
  const seen = tally("attendance");
  const rows = (of: Ledger) =>
    of.database.all<{ shift: string; person: string; as_of: number; row: string }>(
      `SELECT shift, person, as_of, json_array(state, minutes, class, strength, band, checked_in_at, checked_out_at, start, "end", json(flags), settled)
         AS row FROM attendance WHERE ledger = ? ORDER BY shift, person`,
      of.key,
    );
  const kept = rows(ledger);
  const pairs = new Set(kept.map(({ shift, person }) => `${shift} ${person}`));
  for (const { shift: id, person, as_of, row } of kept) {
    const shift = fresh.world.shift(id);
    // As of the moment it was kept: an attendance also changes by itself when time passes.
    const folded = shift === null ? null : foldDuty(fresh, shift, person, as_of);
    const text =
      folded === null
        ? "nothing"
        : JSON.stringify([
            folded.state,
            folded.minutes,
            folded.class,
            folded.strength,
            folded.band,
            folded.checkedInAt,
            folded.checkedOutAt,
            folded.start,
            folded.end,
            folded.flags,
            folded.settled?.event ?? null,
          ]);
    seen.see(text === row, () => `${id} ${person} is kept as ${row}, and a fold makes ${text}`);
  }
  for (const { shift, person } of rows(fresh)) if (!pairs.has(`${shift} ${person}`)) seen.see(false, () => `${shift} ${person} is missing`);
  return seen.check();
}

function checkProjections(ledger: Ledger, fresh: Ledger): readonly Check[] {
  /** Judged more than once, at moments when others led the team: seen by more than one moment explains. */
  const revised = new Set(
    ledger.database
      .all<{ number: number }>("SELECT number FROM receipts WHERE ledger = ? AND revision > 0", ledger.key)
      .map(({ number }) => String(number)),
  );
  return [
    compare("subjects", "SELECT subject || ' ' || number AS key, '' AS row FROM subjects WHERE ledger = ?", ledger, fresh),
    compare(
      "entities",
      "SELECT kind || ' ' || id AS key, json_array(person, team, start, json(entity)) AS row FROM entities WHERE ledger = ?",
      ledger,
      fresh,
    ),
    compare(
      "people",
      `SELECT person AS key, json_array(team, name, phone, volunteer_number, closed, merged_into) AS row FROM people WHERE ledger = ?1
       UNION ALL SELECT person || ' ' || key, '' FROM register_keys WHERE ledger = ?1`,
      ledger,
      fresh,
    ),
    compare(
      "devices",
      "SELECT device AS key, json_array(public_key, json(persons), head_n, head_hash) AS row FROM devices WHERE ledger = ?",
      ledger,
      fresh,
    ),
    compare(
      "audiences",
      "SELECT DISTINCT audience || ' ' || number AS key, '' AS row FROM audience_rows WHERE ledger = ? AND audience NOT LIKE 'device:%'",
      ledger,
      fresh,
      (key) => revised.has(key.slice(key.lastIndexOf(" ") + 1)),
    ),
    compare("waiting", "SELECT key || ' ' || number AS key, '' AS row FROM waiting WHERE ledger = ?", ledger, fresh),
    compare("flaws", "SELECT CAST(number AS TEXT) AS key, flaw AS row FROM events WHERE ledger = ? AND flaw IS NOT NULL", ledger, fresh),
    checkAttendance(ledger, fresh),
  ];
}

function checkPhotos(ledger: Ledger, folder: string): Check {
  const seen = tally("photos");
  const rows = ledger.database.all<{ photo: string; bytes: number }>(
    "SELECT photo, bytes FROM photos WHERE ledger = ? AND bytes IS NOT NULL ORDER BY photo",
    ledger.key,
  );
  for (const { photo, bytes } of rows)
    seen.see(readPhoto(folder, photo)?.length === bytes, () => `photo ${photo} is missing or not what its name says`);
  return seen.check();
}

/** Every check; the ledger is to itself while it runs. `photos`: where they lie. */
export async function verify(ledger: Ledger, photos: string | null = null): Promise<readonly Check[]> {
  const folder = mkdtempSync(join(tmpdir(), "daogang-verify-"));
  try {
    const path = join(folder, "scratch.db");
    ledger.database.run("VACUUM INTO ?", path);
    const opened = openLedger({ path, isDemo: false, clock: ledger.clock, random: ledger.random });
    if (!opened.ok) throw new Error(opened.problem);
    const fresh = opened.value;
    try {
      await fresh.submit(0, (turn) => refold(fresh, turn));
      return [
        ...checkEvents(ledger),
        checkKeys(ledger),
        checkCounter(ledger),
        ...checkProjections(ledger, fresh),
        ...(photos === null ? [] : [checkPhotos(ledger, photos)]),
      ];
    } finally {
      fresh.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
