// M23: what was posted and who has read it.

import { describe, expect, test } from "vitest";
import type { Entry, EventOf, Id } from "../../src/domain/event.ts";
import type { EventType, FactsOf } from "../../src/domain/facts.ts";
import { foldNotices, isUnread } from "../../src/domain/notices.ts";

let n = 0;
const entry = <T extends EventType>(type: T, author: Id, facts: FactsOf[T], wallTime: number): Entry => {
  n += 1;
  const id = n.toString(16).padStart(32, "0");
  const event = {
    id,
    device: "d".repeat(64),
    n,
    author,
    type,
    version: 1,
    wallTime,
    zoneOffset: 480,
    anchor: null,
    facts,
  } as unknown as EventOf<T>;
  return { event, receipt: null } as Entry;
};
const [leader, ann, bob, team] = ["1", "2", "3", "4"].map((digit) => digit.repeat(32)) as [Id, Id, Id, Id];
const first = entry("noticePosted", leader, { team, until: null }, 1000);
const second = entry("noticePosted", leader, { team, until: 5000 }, 2000);
const read = entry("noticeRead", ann, { of: first.event.id }, 3000);
const again = entry("noticeRead", ann, { of: first.event.id }, 2500);
const byAuthor = entry("noticeRead", leader, { of: first.event.id }, 2600);

describe("M23 notices", () => {
  test("M23 newest first; whoever read it is named once, at the first time they said so; its author is no reader", () => {
    const folded = foldNotices([read, second, first, again, byAuthor]);
    expect(folded.map(({ id }) => id)).toEqual([second.event.id, first.event.id]);
    expect([...(folded[1]?.readAt ?? [])]).toEqual([[ann, 2500]]);
  });
  test("M23 R19 order and repetition change nothing", () => {
    const all = [first, second, read, again];
    expect(foldNotices([...all].reverse().concat(all))).toEqual(foldNotices(all));
  });
  test("M23 unread: not by its author, not by who read it, not when it is past", () => {
    const [later, earlier] = foldNotices([first, second, read]);
    if (later === undefined || earlier === undefined) throw new Error("two were posted");
    expect([isUnread(earlier, ann, 3000), isUnread(earlier, bob, 3000), isUnread(earlier, leader, 3000)]).toEqual([false, true, false]);
    expect([isUnread(later, bob, 4999), isUnread(later, bob, 5000)]).toEqual([true, false]);
  });
  test("M23 taken back by its author it was never said; by another it stands; a reading taken back is no reading", () => {
    const gone = entry("retracted", leader, { of: first.event.id }, 4000);
    const stranger = entry("retracted", bob, { of: second.event.id }, 4000);
    const unread = entry("retracted", ann, { of: read.event.id }, 4000);
    expect(foldNotices([first, second, gone, stranger]).map(({ id }) => id)).toEqual([second.event.id]);
    expect(foldNotices([first, read, unread])[0]?.readAt.size).toBe(0);
  });
});
