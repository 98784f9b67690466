// Every known-bad part there is: first those of the promises as they were written down, then those a reviewer would think of.

import { asideForStranger } from "./sabotage/aside-for-stranger.ts";
import { carriedCopiesStay } from "./sabotage/carried-copies-stay.ts";
import { carriedDroppedOn4xx } from "./sabotage/carried-dropped-on-4xx.ts";
import { carriedLifeForgotten } from "./sabotage/carried-life-forgotten.ts";
import { carriedReceiptsForOwn } from "./sabotage/carried-receipts-for-own.ts";
import { carriedStoredTwice } from "./sabotage/carried-stored-twice.ts";
import { cursorBeforeNews } from "./sabotage/cursor-before-news.ts";
import { detailsToAll } from "./sabotage/details-to-all.ts";
import { droppedOn4xx } from "./sabotage/dropped-on-4xx.ts";
import { earlierLifeKept } from "./sabotage/earlier-life-kept.ts";
import { failedCommitIsSuccess } from "./sabotage/failed-commit-is-success.ts";
import { idRemadeOnRetry } from "./sabotage/id-remade-on-retry.ts";
import { lastWriteWins } from "./sabotage/last-write-wins.ts";
import { laterReplyWins } from "./sabotage/later-reply-wins.ts";
import { numbersOutside } from "./sabotage/numbers-outside.ts";
import { outboxPurgedOnMove } from "./sabotage/outbox-purged-on-move.ts";
import { pendingNeverJudged } from "./sabotage/pending-never-judged.ts";
import { pulledOverOwn } from "./sabotage/pulled-over-own.ts";
import { receiptRecomputed } from "./sabotage/receipt-recomputed.ts";
import { receiptsByPlace } from "./sabotage/receipts-by-place.ts";
import { receiptsNotShownAgain } from "./sabotage/receipts-not-shown-again.ts";
import { replyBeforeCommit } from "./sabotage/reply-before-commit.ts";
import { rollbackRemembered } from "./sabotage/rollback-remembered.ts";
import { scopeLeak } from "./sabotage/scope-leak.ts";
import { sentBeforeReply } from "./sabotage/sent-before-reply.ts";
import type { Sabotage } from "./sabotage.ts";

export const sabotages: readonly Sabotage[] = [
  sentBeforeReply,
  cursorBeforeNews,
  idRemadeOnRetry,
  replyBeforeCommit,
  numbersOutside,
  droppedOn4xx,
  outboxPurgedOnMove,
  scopeLeak,
  lastWriteWins,
  receiptRecomputed,
  pendingNeverJudged,
  detailsToAll,
  receiptsByPlace,
  pulledOverOwn,
  laterReplyWins,
  receiptsNotShownAgain,
  failedCommitIsSuccess,
  rollbackRemembered,
  asideForStranger,
  earlierLifeKept,
  carriedReceiptsForOwn,
  carriedDroppedOn4xx,
  carriedStoredTwice,
  carriedCopiesStay,
  carriedLifeForgotten,
];
