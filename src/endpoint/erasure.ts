// R40: what must not be kept is erased by itself: raw coordinates after 90 days, photos of people after 30, photos of places when the
// inspection cycle they were taken for is over. Part hashes stay, so that chains stay whole; verdict and band stay in receipts. Knows nothing of who asked for what.

import type { Id } from "../domain/event.ts";
import type { Ledger } from "./ledger.ts";

const dayMs = 86_400_000;
const rawFixMs = 90 * dayMs;
const peopleMs = 30 * dayMs;
const takenBackMs = 7 * dayMs;
/** A yearly inspection, and what is left of the month in which it comes. */
export const usualSitePhotoDays = 400;

/**
 * Fixes that lie in the clear, by when they were received: what is due is found without reading the history. Triggers note them, so that no
 * path of the program can forget to; one that was erased by another way stays noted until it is due.
 */
export const rawFixesMigration = `
  CREATE TABLE raw_fixes (
    ledger INTEGER NOT NULL, received_at INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (ledger, received_at, number)) STRICT, WITHOUT ROWID;
  CREATE TRIGGER fix_kept AFTER INSERT ON parts WHEN NEW.name = 'fix' AND NEW.value IS NOT NULL BEGIN
    INSERT OR IGNORE INTO raw_fixes (ledger, received_at, number)
    SELECT ledger, received_at, number FROM events WHERE ledger = NEW.ledger AND number = NEW.number;
  END;
  CREATE TRIGGER fix_learned AFTER UPDATE ON parts WHEN NEW.name = 'fix' AND NEW.value IS NOT NULL BEGIN
    INSERT OR IGNORE INTO raw_fixes (ledger, received_at, number)
    SELECT ledger, received_at, number FROM events WHERE ledger = NEW.ledger AND number = NEW.number;
  END;
  INSERT INTO raw_fixes (ledger, received_at, number)
  SELECT p.ledger, e.received_at, p.number FROM parts p JOIN events e ON e.ledger = p.ledger AND e.number = p.number
  WHERE p.name = 'fix' AND p.value IS NOT NULL;
  `;

/** Photos that are still named, those of people apart, by when their event was received. As with fixes, triggers note them. */
export const keptPhotosMigration = `
  CREATE TABLE kept_photos (
    ledger INTEGER NOT NULL, has_people INTEGER NOT NULL, received_at INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (ledger, has_people, received_at, number)) STRICT, WITHOUT ROWID;
  CREATE TRIGGER photo_kept AFTER INSERT ON parts WHEN NEW.name = 'photo' AND NEW.value IS NOT NULL BEGIN
    INSERT OR IGNORE INTO kept_photos (ledger, has_people, received_at, number)
    SELECT ledger, event ->> '$.facts.shows' IS 'people', received_at, number FROM events WHERE ledger = NEW.ledger AND number = NEW.number;
  END;
  CREATE TRIGGER photo_learned AFTER UPDATE ON parts WHEN NEW.name = 'photo' AND NEW.value IS NOT NULL BEGIN
    INSERT OR IGNORE INTO kept_photos (ledger, has_people, received_at, number)
    SELECT ledger, event ->> '$.facts.shows' IS 'people', received_at, number FROM events WHERE ledger = NEW.ledger AND number = NEW.number;
  END;
  INSERT INTO kept_photos (ledger, has_people, received_at, number)
  SELECT p.ledger, e.event ->> '$.facts.shows' IS 'people', e.received_at, p.number
  FROM parts p JOIN events e ON e.ledger = p.ledger AND e.number = p.number WHERE p.name = 'photo' AND p.value IS NOT NULL;
  `;

const erase = (ledger: Ledger, numbers: string, ...values: readonly (string | number)[]): number =>
  ledger.database.run(
    `UPDATE parts SET salt = NULL, value = NULL WHERE ledger = ? AND name = 'fix' AND value IS NOT NULL AND number IN (${numbers})`,
    ledger.key,
    ...values,
  );

/** Returns how many parts were erased. */
export function eraseOldFixes(ledger: Ledger, now: number): number {
  const due = now - rawFixMs;
  const erased = erase(ledger, "SELECT number FROM raw_fixes WHERE ledger = ? AND received_at < ?", ledger.key, due);
  ledger.database.run("DELETE FROM raw_fixes WHERE ledger = ? AND received_at < ?", ledger.key, due);
  return erased;
}

/** R39: who withdraws consent takes their raw fixes with it; minutes stay. */
export const eraseFixesOf = (ledger: Ledger, person: Id): number =>
  erase(
    ledger,
    `SELECT e.number FROM raw_fixes f CROSS JOIN events e ON e.ledger = f.ledger AND e.number = f.number
     WHERE f.ledger = ? AND e.event ->> 'author' = ?`,
    ledger.key,
    person,
  );

/** The files go with the next sweep of photos.ts. `siteDays`: how long photos without people are kept. Returns how many parts were erased. */
export function eraseOldPhotos(ledger: Ledger, now: number, siteDays: number = usualSitePhotoDays): number {
  const eraseBefore = (hasPeople: 0 | 1, due: number): number => {
    const old = "FROM kept_photos WHERE ledger = ? AND has_people = ? AND received_at < ?";
    const erased = ledger.database.run(
      `UPDATE parts SET salt = NULL, value = NULL WHERE ledger = ? AND name = 'photo' AND value IS NOT NULL AND number IN (SELECT number ${old})`,
      ledger.key,
      ledger.key,
      hasPeople,
      due,
    );
    ledger.database.run(`DELETE ${old}`, ledger.key, hasPeople, due);
    return erased;
  };
  return eraseBefore(1, now - peopleMs) + eraseBefore(0, now - siteDays * dayMs) + eraseTakenBack(ledger, now - takenBackMs);
}

/** What its author took back was never to be shown. Of the last days alone: who takes something back does so soon. */
const eraseTakenBack = (ledger: Ledger, since: number): number =>
  ledger.database.run(
    `UPDATE parts SET salt = NULL, value = NULL WHERE ledger = ? AND name = 'photo' AND value IS NOT NULL AND number IN (
       SELECT k.number FROM kept_photos k JOIN events e ON e.ledger = k.ledger AND e.number = k.number
       JOIN subjects s ON s.ledger = k.ledger AND s.subject = 'about:' || e.id
       JOIN events b ON b.ledger = s.ledger AND b.number = s.number AND b.type = 'retracted' AND b.event ->> 'author' = e.event ->> 'author'
       JOIN receipts r ON r.ledger = b.ledger AND r.number = b.number AND r.judgement = 'stored'
       WHERE k.ledger = ? AND k.has_people IN (0, 1) AND k.received_at >= ?)`,
    ledger.key,
    ledger.key,
    since,
  );
