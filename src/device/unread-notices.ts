// How many notices this person has not read: all that 今日 asks. Apart, because the first screen needs nothing else of them.

import { foldNotices, isUnread, type Notice } from "../domain/notices.ts";
import { subject } from "../domain/subjects.ts";
import { type Reader, rowsAbout, toEntries } from "./reading.ts";

/** Every living notice this device holds, newest first. */
export async function noticesHeld(reader: Reader): Promise<readonly Notice[]> {
  const rows = await reader.within(subject.notices(""));
  return rows.length === 0 ? [] : foldNotices(toEntries([...rows, ...(await rowsAbout(reader, rows))]));
}

export async function unreadNotices(reader: Reader, now: number): Promise<number> {
  const [notices, member] = await Promise.all([noticesHeld(reader), reader.state("member")]);
  return member === undefined ? 0 : notices.filter((notice) => isUnread(notice, member.person, now)).length;
}
