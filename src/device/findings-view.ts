// 发现问题 as this device holds them: findings by post with their photos, who said what as far as it may be known, and the posts somebody can
// report at. All from the journal: it works without a network.

import type { Hash, Id } from "../domain/event.ts";
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

/** These, what is about them, what is about that, and so on. */
async function withAbout(reader: Reader, rows: readonly EventRow[]): Promise<readonly EventRow[]> {
  const all = new Map<Id, EventRow>();
  for (let next = rows; next.length > 0; ) {
    for (const row of next) all.set(row.id, row);
    const about = await reader.under(...next.map(({ id }) => subject.about(id)));
    next = about.filter(({ id }) => !all.has(id));
  }
  return [...all.values()];
}

const findingRows = async (reader: Reader): Promise<readonly EventRow[]> => withAbout(reader, await reader.within(subject.findings("")));

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
  const findings = foldFindings(toEntries(await withAbout(reader, await reader.under(subject.findings(post)))));
  return { open: findings.filter(({ closed }) => closed === null).length, closed: findings.filter(({ closed }) => closed !== null).length };
}

/** Photos of a closed duty: of whichever 收队 they were taken with. */
export async function dutyPhotos(reader: Reader, shift: Id): Promise<readonly PhotoLine[]> {
  const closings = (await reader.under(subject.duty(shift))).filter(({ event }) => event.type === "dutyClosed");
  const about = await withAbout(reader, closings);
  return photosOf(reader, [...foldPhotos(toEntries(about)).values()].flat());
}
