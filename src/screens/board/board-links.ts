// What else a leader does from a board, or a 点长 from their post, as links at its foot: 扫码 and 出示码. Only what there is a screen for.

import type { Id } from "../../domain/event.ts";
import type { AllWords } from "../../words/all-words.ts";
import type { IconName } from "../parts/icon.tsx";

export interface BoardLink {
  readonly icon: IconName;
  readonly path: string;
  readonly word: (words: AllWords) => string;
}

/** Below /board/:shift; `?post=` names the one post of a 点长. */
const links: readonly BoardLink[] = [
  { icon: "scan", path: "scan", word: (words) => words.board.scan },
  { icon: "code", path: "code", word: (words) => words.board.code },
];

export const boardLinks = (shift: Id, post: Id | null): readonly (BoardLink & { readonly href: string })[] =>
  links.map((link) => ({ ...link, href: `/board/${shift}/${link.path}${post === null ? "" : `?post=${post}`}` }));
