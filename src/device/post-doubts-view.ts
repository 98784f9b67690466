// Which posts the first ten check-ins contradict: few, and only on devices of those who may put it right. Cheap enough for the board.

import { entriesOf } from "../domain/event.ts";
import { type Post, toPost } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { entitiesOf, type Reader, toEntries } from "./reading.ts";

/** Doubted as they are drawn now; by title. */
export async function doubtedPosts(reader: Reader): Promise<readonly Post[]> {
  const doubts = entriesOf(toEntries(await reader.within(subject.doubtsOf(""))), "postDoubted");
  const versions = new Set(doubts.map(({ event }) => event.facts.postVersion));
  const posts = await entitiesOf(
    reader,
    "post",
    doubts.map(({ event }) => event.facts.post),
    toPost,
  );
  return [...posts.values()]
    .filter(({ shape, closed }) => !closed && shape !== null && versions.has(shape.version))
    .sort((a, b) => a.title.localeCompare(b.title, "zh-CN"));
}

export const countDoubtedPosts = async (reader: Reader): Promise<number> => (await doubtedPosts(reader)).length;
