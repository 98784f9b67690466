// M3: what was found at posts, what closed it, and what was taken back, whatever the order in which it is heard.

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/domain/event.ts";
import { countByPost, foldFindings, foldPhotos, isWanted, recentUnits } from "../../src/domain/findings.ts";
import { at, event, idOf, leader, person, unsent } from "../fixtures/domain-facts.ts";

const say = (it: Parameters<typeof unsent>[0]): Entry => unsent(it) as Entry;
const found = (id: string, time: string, over: { post?: string; unit?: string | null; author?: string } = {}): Entry =>
  say(
    event(
      "findingReported",
      at(time),
      { post: idOf(over.post ?? "lane"), shift: null, tag: "posters", unit: over.unit ?? null },
      { id, author: over.author ?? person },
    ),
  );
const closed = (id: string, of: string, time: string, author = leader): Entry =>
  say(event("findingClosed", at(time), { of: idOf(of) }, { id, author }));
const photo = (id: string, of: string, shows: "before" | "after" | "people", time = "08:01", author = person): Entry =>
  say(event("photoAttached", at(time), { of: idOf(of), shows }, { id, author }));
const back = (of: string, author = person): Entry =>
  say(event("retracted", at("09:30"), { of: idOf(of) }, { id: `back ${of} ${author}`, author }));
const one = (...entries: readonly Entry[]) => foldFindings(entries)[0];

describe("M3 findings", () => {
  test("open until somebody says 已整改, open again when that is taken back, and closed by another's word still", () => {
    const report = found("f", "08:00");
    expect(one(report)).toMatchObject({ id: idOf("f"), reporter: person, closed: null });
    const mended = closed("c", "f", "09:00");
    expect(one(report, mended)?.closed).toMatchObject({ event: idOf("c"), by: leader, at: at("09:00") });
    expect(one(report, mended, back("c", leader))?.closed).toBeNull();
    // Taken back once more, it is closed after all.
    const again = back("c", leader);
    expect(
      one(report, mended, again, say(event("retracted", at("09:40"), { of: again.event.id }, { author: leader })))?.closed,
    ).not.toBeNull();
    expect(one(report, mended, closed("d", "f", "09:10", person), back("c", leader))?.closed).toMatchObject({
      event: idOf("d"),
      by: person,
    });
  });

  test("only its own author takes something back", () => {
    const report = found("f", "08:00");
    expect(one(report, closed("c", "f", "09:00"), back("c", person))?.closed).not.toBeNull();
    expect(foldFindings([report, back("f", leader)])).toHaveLength(1);
    expect(foldFindings([report, back("f", person)])).toEqual([]);
  });

  test("photos stand with what they show: before with the finding, after with its mending, people where they were attached", () => {
    const entries = [
      found("f", "08:00"),
      photo("b1", "f", "before"),
      photo("p1", "f", "people", "08:02"),
      photo("b2", "f", "before"),
      back("b2"),
      closed("c", "f", "09:00"),
      photo("a1", "c", "after", "09:00", leader),
      photo("p2", "c", "people", "09:01", leader),
    ];
    const seen = one(...entries);
    expect(seen?.before.map(({ event: id }) => id)).toEqual([idOf("b1"), idOf("p1")]);
    expect(seen?.closed?.after.map(({ event: id }) => id)).toEqual([idOf("a1"), idOf("p2")]);
    expect(
      foldPhotos(entries)
        .get(idOf("c"))
        ?.map(({ shows }) => shows),
    ).toEqual(["after", "people"]);
  });

  test("what was quarantined closes nothing", () => {
    const refused = closed("c", "f", "09:00");
    const receipt = { id: refused.event.id, number: 1, epoch: 1, receivedAt: 0, judgement: "quarantined", problem: "forbidden" } as never;
    expect(one(found("f", "08:00"), { ...refused, receipt })?.closed).toBeNull();
  });

  test("counts by post put most to do first; units once, the latest first; filters take from … to before", () => {
    const findings = foldFindings([
      found("a", "08:00", { post: "lane", unit: "环卫所" }),
      found("b", "08:10", { post: "court", unit: "物业" }),
      found("c", "08:20", { post: "court", unit: "环卫所" }),
      closed("x", "a", "09:00"),
    ]);
    expect(countByPost(findings)).toEqual([
      { post: idOf("court"), open: 2, closed: 0, newestAt: at("08:20") },
      { post: idOf("lane"), open: 0, closed: 1, newestAt: at("08:00") },
    ]);
    expect(recentUnits(findings)).toEqual(["环卫所", "物业"]);
    const wanted = (over: object) =>
      findings.filter((it) => isWanted(it, { post: null, status: "all", from: 0, until: Infinity, ...over })).map(({ id }) => id);
    expect(wanted({ status: "closed" })).toEqual([idOf("a")]);
    expect(wanted({ post: idOf("court"), status: "open" })).toEqual([idOf("c"), idOf("b")]);
    expect(wanted({ from: at("08:10"), until: at("08:20") })).toEqual([idOf("b")]);
  });

  test("R19 neither order nor repetition changes what is open", () => {
    const entries = [
      found("f", "08:00"),
      found("g", "08:00"),
      photo("b1", "f", "before"),
      closed("c", "f", "09:00"),
      closed("d", "f", "09:00", person),
      photo("a1", "c", "after", "09:00", leader),
      back("c", leader),
      closed("e", "g", "09:20"),
    ];
    const expected = foldFindings(entries);
    fc.assert(
      fc.property(fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 }), (shuffled) => {
        expect(foldFindings(shuffled)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
