// A post's edit and its undoing, as the events they record.

import { describe, expect, test } from "vitest";
import { editPost, type PostFields } from "../../src/actions/edit-post.ts";
import type { Draft } from "../../src/sync/ports.ts";
import { at, idOf } from "../fixtures/domain-facts.ts";

describe("an edit", () => {
  const drafts: Draft[] = [];
  let made = 0;
  const count = (): number => {
    made += 1;
    return made;
  };
  const ports = {
    journal: {
      record: async (all: readonly Draft[]) => {
        drafts.push(...all);
        return all.map(({ id }) => id);
      },
    },
    clock: { now: () => at("07:00"), elapsed: () => 0, zoneOffset: () => 480, run: idOf("run") },
    random: { bytes: (length: number) => new Uint8Array(length).fill(count()), fraction: () => 0 },
    onRecorded: () => undefined,
  } as unknown as Parameters<typeof editPost>[0];
  const setOf = (i: number): PostFields => (drafts[i]?.facts as { readonly set: PostFields }).set;

  test("is taken back by saying what was there, in sight of itself; first settings become nothing again, a new post is closed", async () => {
    const line = {
      type: "line",
      path: [
        [1, 1],
        [2, 2],
      ],
    } as const;
    const edit = { id: idOf("post"), basis: [idOf("before")], set: { title: "新", geometry: line, from: "甲" }, before: { title: "旧" } };
    const done = await editPost(ports, idOf("leader"), edit);
    await done.undo();
    expect(setOf(0)).toEqual(edit.set);
    expect(setOf(1)).toEqual({ title: "旧", geometry: null, from: null });
    expect(drafts[1]?.facts).toMatchObject({ entity: "post", id: idOf("post"), basis: [done.made, idOf("before")] });
    const fresh = await editPost(ports, idOf("leader"), { id: idOf("new"), basis: [], set: { title: "新" }, before: null });
    await fresh.undo();
    expect(setOf(3)).toEqual({ closed: true });
  });
});
