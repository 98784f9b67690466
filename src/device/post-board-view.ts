// 我这个点: the board of one post as its 点长 sees it on a volunteer's phone, which holds the people of that post and nobody else (R25).

import { countTiles } from "../domain/board.ts";
import type { Id } from "../domain/event.ts";
import { mayLeadAt } from "../domain/post-lead.ts";
import type { Post } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { ledPost } from "./appointment.ts";
import { boardView } from "./board-view.ts";
import type { Reader } from "./reading.ts";
import type { BoardView } from "./view-types.ts";

export interface PostBoard {
  readonly view: BoardView;
  readonly post: Post;
  /** The right holds now: from an hour before the shift until 72 h after. */
  readonly isOpen: boolean;
}

/** Only the tiles of one post, counted by themselves. */
export function atPost(view: BoardView, post: Id): BoardView {
  const tiles = view.tiles.filter(({ attendance }) => attendance.post === post);
  return {
    ...view,
    posts: view.posts.filter(({ id }) => id === post),
    leads: view.leads.filter((lead) => lead.post === post),
    tiles,
    board: { ...view.board, tiles, counts: countTiles(tiles) },
  };
}

/** Null: no post of this shift is theirs. */
export async function postBoard(reader: Reader, shift: Id, now: number): Promise<PostBoard | null> {
  const member = await reader.state("member");
  if (member === undefined) return null;
  const led = await ledPost(reader, member.person, shift);
  const whole = led === null ? null : await boardView(reader, shift, now);
  const post = whole?.posts.find(({ id }) => id === led?.post);
  if (whole === null || post === undefined) return null;
  return { view: atPost(whole, post.id), post, isOpen: mayLeadAt(whole.board.shift, now, rules) };
}
