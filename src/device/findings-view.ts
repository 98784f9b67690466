// 发现问题 as this device holds them: findings by post with their photos, who said what as far as it may be known, and the posts somebody can
// report at. All from the journal: it works without a network.

import { type Entry, entriesOf, type Hash, type Id } from "../domain/event.ts";
import { type Finding, foldFindings, foldPhotos, type PhotoNote, recentUnits } from "../domain/findings.ts";
import { toPerson } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import type { EventRow } from "./database.ts";
import { postsView } from "./posts-view.ts";
import { entitiesOf, namesOf, type Reader, recordState, toEntries } from "./reading.ts";
import { meView } from "./today-view.ts";

export interface PhotoLine extends PhotoNote {
  /** Null where the photo is withheld from us. */
  readonly photo: Hash | null;
}
export interface FindingLine extends Finding {
  readonly postTitle: string | null;
  readonly teamTitle: string | null;
  readonly note: string | null;
  readonly reporterName: string | null;
  readonly beforePhotos: readonly PhotoLine[];
  readonly closedNote: string | null;
  readonly closerName: string | null;
  readonly afterPhotos: readonly PhotoLine[];
  /** Reporter or leader of the post. */
  readonly mayClose: boolean;
  readonly isUnsent: boolean;
  readonly isRefused: boolean;
}
export interface FindingsView {
  readonly me: Id | null;
  /** Newest first. */
  readonly lines: readonly FindingLine[];
  /** Open ones, by title. */
  readonly posts: readonly { readonly id: Id; readonly title: string; readonly team: string | null; readonly isLed: boolean }[];
  /** 责任单位 named before. */
  readonly units: readonly string[];
}

async function photosOf(reader: Reader, notes: readonly PhotoNote[]): Promise<readonly PhotoLine[]> {
  return Promise.all(notes.map(async (note) => ({ ...note, photo: await reader.text(note.event, "photo") })));
}

/** The reports, and everything about them and about their closings. */
async function findingRows(reader: Reader): Promise<readonly EventRow[]> {
  const aboutEach = async (rows: readonly EventRow[]): Promise<readonly EventRow[]> =>
    rows.length === 0 ? [] : reader.under(...rows.map(({ id }) => subject.about(id)));
  const reports = await reader.within(subject.findings(""));
  const first = await aboutEach(reports);
  const second = await aboutEach(first.filter(({ event }) => event.type === "findingClosed" || event.type === "photoAttached"));
  const third = await aboutEach(second.filter(({ event }) => event.type === "photoAttached"));
  return [...reports, ...first, ...second, ...third];
}

export async function findingsView(reader: Reader, now: number): Promise<FindingsView> {
  const [rows, posts, self] = await Promise.all([findingRows(reader), postsView(reader, now), meView(reader)]);
  const me = self?.person?.id ?? null;
  const findings = foldFindings(toEntries(rows));
  const known = new Map(posts.lines.map((line) => [line.post.id, line]));
  const people = await entitiesOf(
    reader,
    "person",
    findings.flatMap(({ reporter, closed }) => [reporter, closed?.by]),
    toPerson,
  );
  const names = await namesOf(reader, people);
  const ofState = (state: string): ReadonlySet<Id> =>
    new Set(rows.filter((row) => row.link !== null && recordState(row) === state).map(({ id }) => id));
  const [kept, refused] = [ofState("kept"), ofState("refused")];
  const lines = findings.map(async (finding): Promise<FindingLine> => {
    const { id, post, reporter, closed, before } = finding;
    const line = known.get(post);
    const [note, closedNote, beforePhotos, afterPhotos] = await Promise.all([
      reader.text(id, "note"),
      reader.text(closed?.event, "note"),
      photosOf(reader, before),
      photosOf(reader, closed?.after ?? []),
    ]);
    const own = [id, ...(closed === null ? [] : [closed.event]), ...before.map(({ event }) => event)];
    return {
      ...finding,
      postTitle: line?.post.title ?? null,
      teamTitle: line?.team?.title ?? null,
      note,
      reporterName: names.get(reporter ?? "") ?? null,
      beforePhotos,
      closedNote,
      closerName: names.get(closed?.by ?? "") ?? null,
      afterPhotos,
      mayClose: (reporter !== null && reporter === me) || line?.mayEdit === true,
      isUnsent: own.some((event) => kept.has(event)),
      isRefused: own.some((event) => refused.has(event)),
    };
  });
  return {
    me,
    lines: await Promise.all(lines),
    posts: posts.lines
      .filter(({ post }) => !post.closed)
      .map(({ post, team, mayEdit }) => ({ id: post.id, title: post.title, team: team?.title ?? null, isLed: mayEdit }))
      .sort((a, b) => a.title.localeCompare(b.title, "zh-CN")),
    units: recentUnits(findings),
  };
}

export interface OpenFindings {
  readonly open: number;
  readonly closed: number;
}

/** At one post, for a line on its page. */
export async function findingsAt(reader: Reader, post: Id): Promise<OpenFindings> {
  const reports = await reader.under(subject.findings(post));
  const about = reports.length === 0 ? [] : await reader.under(...reports.map(({ id }) => subject.about(id)));
  const back = about.length === 0 ? [] : await reader.under(...about.map(({ id }) => subject.about(id)));
  const findings = foldFindings(toEntries([...reports, ...about, ...back]));
  return { open: findings.filter(({ closed }) => closed === null).length, closed: findings.filter(({ closed }) => closed !== null).length };
}

/** How many wait to be mended at the posts this person leads. */
export async function countOpenFindings(reader: Reader, now: number): Promise<number> {
  const { lines, posts } = await findingsView(reader, now);
  const led = new Set(posts.flatMap(({ id, isLed }) => (isLed ? [id] : [])));
  return lines.filter(({ closed, post }) => closed === null && led.has(post)).length;
}

/** Photos of a closed duty: of whichever 收队 they were taken with. */
export async function dutyPhotos(reader: Reader, shift: Id): Promise<readonly PhotoLine[]> {
  const closings = (await reader.under(subject.duty(shift))).filter(({ event }) => event.type === "dutyClosed");
  if (closings.length === 0) return [];
  const attached = await reader.under(...closings.map(({ id }) => subject.about(id)));
  const photos = attached.filter(({ event }) => event.type === "photoAttached");
  const about = photos.length === 0 ? [] : await reader.under(...photos.map(({ id }) => subject.about(id)));
  const entries: readonly Entry[] = toEntries([...photos, ...about]);
  if (entriesOf(entries, "photoAttached").length === 0) return [];
  return photosOf(reader, [...foldPhotos(entries).values()].flat());
}
