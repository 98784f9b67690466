// The page before and the page after, below a list that comes page by page; nothing where one page is all there is.

import { pagingWords } from "../../words/paging.ts";
import { useWords } from "../saying.tsx";
import { Button } from "./button.tsx";

/** Pages of a list of so many lines; an empty one has one, too. */
export const pagesOf = (total: number, pageSize: number): number => Math.max(1, Math.ceil(total / pageSize));

export interface PagerProps {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** While the next one is on its way, nobody turns over twice. */
  readonly isAsking?: boolean;
  readonly onTurn: (page: number) => void;
}

export function Pager({ page, pages, isAsking = false, onTurn }: PagerProps) {
  const words = pagingWords[useWords().language === "en" ? "en" : "zh-CN"];
  if (pages < 2) return null;
  return (
    <div class="pair pager">
      <Button disabled={page <= 1 || isAsking} onPress={() => onTurn(page - 1)}>
        {words.before}
      </Button>
      <Button disabled={page >= pages || isAsking} onPress={() => onTurn(page + 1)}>
        {words.after}
      </Button>
      <p>{words.page(page, pages)}</p>
    </div>
  );
}
