// Years of a city's check-ins, written straight into the tables of a new ledger: real ledgers of ten million events take years to grow.
// Rows are as the endpoint leaves them (ids in the order of time, fixes older than 90 days erased), but nobody made these taps: hashes and
// seals are chance, and no patch or placing stands behind them.

import Libsql from "libsql";

const dutiesOfShift = 15;
const squads = 1_000;
const people = squads * dutiesOfShift;
const years = 3;
const dutiesOfChunk = 100_000;
/** Events of a duty: check-in, its fix, check-out; each with two audience rows. */
const eventsOfDuty = 3;
const numbersOfDuty = 9;

const hexOf = (bytes: number): string => `lower(hex(randomblob(${bytes})))`;

const header = (part: string): string =>
  `printf('{"anchor":{"elapsedMs":null,"roundTripMs":84,"run":"%s","serverTime":%d,"wallTimeThen":%d},"author":"%s","device":"%s","facts":${part},"id":"%s","n":%d,"type":"%s","version":1,"wallTime":%d,"zoneOffset":480}'`;

/** One row a duty of the chunk; then one row an event of it. */
const chunk = `
  INSERT INTO temp.duties
  SELECT k, at, printf('%012x', at) || ${hexOf(10)}, printf('%012x', at + 5000) || ${hexOf(10)}, printf('%012x', at + 3600000) || ${hexOf(10)},
    s.id, p.person, p.device, p.team, 3 * (k / ${people}), :base + k * ${numbersOfDuty}
  FROM (SELECT value AS k, :begin + CAST(value * :step AS INTEGER) AS at FROM generate) JOIN temp.people p ON p.i = k % ${people}
  JOIN temp.shifts s ON s.i = k / ${dutiesOfShift};
`;

export interface History {
  readonly events: number;
  /** Rows of every table together. */
  readonly rows: number;
}

/** Into the file of a ledger nobody has open and nothing has been written to. Returns how much it wrote. */
export function writeHistory(path: string, events: number, now: number): History {
  const duties = Math.ceil(events / eventsOfDuty);
  const database = new Libsql(path);
  const exec = (sql: string): void => void database.exec(sql);
  // Nobody else has it, and a half-made one is thrown away.
  for (const pragma of ["journal_mode=OFF", "synchronous=OFF", "cache_size=-3000000", "temp_store=MEMORY"]) database.pragma(pragma);
  const begin = now - years * 365 * 86_400_000;
  const step = (now - 86_400_000 - begin) / duties;
  const rawSince = now - 90 * 86_400_000;
  const run = (sql: string): void => exec(sql.replace(/:begin/g, String(begin)).replace(/:step/g, String(step)));

  exec("BEGIN");
  exec(`CREATE TEMP TABLE people (i INTEGER PRIMARY KEY, person TEXT, device TEXT, team TEXT);
    CREATE TEMP TABLE teams (i INTEGER PRIMARY KEY, team TEXT);
    CREATE TEMP TABLE shifts (i INTEGER PRIMARY KEY, id TEXT);
    CREATE TEMP TABLE duties (k INTEGER PRIMARY KEY, at INTEGER, checked_in TEXT, fixed TEXT, checked_out TEXT, shift TEXT, person TEXT,
      device TEXT, team TEXT, n INTEGER, number INTEGER);
    WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < ${squads}) INSERT INTO teams SELECT i, ${hexOf(16)} FROM c;
    WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < ${people})
      INSERT INTO people SELECT c.i, ${hexOf(16)}, ${hexOf(32)}, t.team FROM c JOIN teams t ON t.i = c.i / ${dutiesOfShift};
    WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < ${Math.ceil(duties / dutiesOfShift)})
      INSERT INTO shifts SELECT i, ${hexOf(16)} FROM c;
    INSERT INTO devices (ledger, device, public_key, persons, head_n, head_hash)
      SELECT 1, device, '04' || ${hexOf(64)}, json_array(person), ${3 * Math.ceil(duties / people)}, ${hexOf(32)} FROM people;`);
  for (let from = 0; from < duties; from += dutiesOfChunk) {
    const until = Math.min(duties, from + dutiesOfChunk);
    exec("DELETE FROM duties");
    run(
      chunk
        .replace(
          "generate",
          `(WITH RECURSIVE c(value) AS (SELECT ${from} UNION ALL SELECT value + 1 FROM c WHERE value + 1 < ${until}) SELECT value FROM c)`,
        )
        .replace(":base", "0"),
    );
    const each = `FROM duties d CROSS JOIN (SELECT 0 AS j UNION ALL SELECT 1 UNION ALL SELECT 2) ORDER BY d.k, j`;
    const id = "CASE j WHEN 0 THEN checked_in WHEN 1 THEN fixed ELSE checked_out END";
    const type = "CASE j WHEN 0 THEN 'checkedIn' WHEN 1 THEN 'positionFixed' ELSE 'checkedOut' END";
    const common = `shift, at, at, person, device`;
    exec(`INSERT INTO events (ledger, number, id, device, n, type, event, previous, hash, details_hash, received_at)
      SELECT 1, number + 3 * j + 1, ${id}, device, n + j + 1, ${type},
        CASE j WHEN 1 THEN ${header('{"accuracyDm":150,"band":"inside","distanceDm":112,"of":"%s","postVersion":"%s"}')}, ${common}, checked_in, shift, fixed, n + 2, 'positionFixed', at + 5000)
        ELSE ${header('{"post":"%s","shift":"%s"}')}, ${common}, shift, shift, ${id}, n + j + 1, ${type}, at) END,
        ${hexOf(32)}, ${hexOf(32)}, ${hexOf(32)}, at + 3700000 ${each}`);
    exec(`INSERT INTO parts (ledger, number, name, hash, salt, value) SELECT 1, number + 4, 'fix', ${hexOf(32)},
        CASE WHEN at >= ${rawSince} THEN ${hexOf(16)} END,
        CASE WHEN at >= ${rawSince} THEN printf('{"accuracyDm":150,"at":%d,"latE7":345800070,"lngE7":1057200100}', at) END FROM duties ORDER BY k`);
    exec(`INSERT INTO receipts (ledger, number, epoch, received_at, judgement, verdict, revision, mac)
      SELECT 1, number + 3 * j + 1, 1, at + 3700000, 'stored',
        '{"strength":"strong","band":"inside","distanceDm":112,"postVersion":"' || shift || '","freshness":null}', 0, ${hexOf(16)} ${each}`);
    exec(`INSERT INTO subjects (ledger, subject, number)
      SELECT 1, CASE j WHEN 1 THEN 'about:' || checked_in ELSE 'duty:' || shift || '/' || person END, number + 3 * j + 1 ${each}`);
    for (const [kind, offset] of [
      ["'person:' || person", 2],
      ["'staff:' || team", 3],
    ] as const)
      exec(
        `INSERT INTO audience_rows (ledger, audience, row, number) SELECT 1, ${kind}, number + 3 * j + ${offset}, number + 3 * j + 1 ${each}`,
      );
    exec(`INSERT INTO attendance (ledger, shift, person, state, minutes, class, strength, band, checked_in_at, checked_out_at, start, "end", flags, as_of)
      SELECT 1, shift, person, 'present', 60, 'verified', 'strong', 'inside', at, at + 3600000, at, at + 3600000, '[]', at + 3700000 FROM duties`);
  }
  exec(`UPDATE ledgers SET counter = ${duties * numbersOfDuty} WHERE ledger = 1; COMMIT`);
  const tables = ["devices", "events", "parts", "receipts", "subjects", "audience_rows", "attendance"];
  const rows = tables.reduce((sum, table) => {
    const { n } = database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { readonly n: number };
    return sum + n;
  }, 0);
  database.close();
  return { events: duties * eventsOfDuty, rows };
}
