// The shapes screens draw: folded state joined with names, one interface a screen. Types only.

import type { Attendance } from "../domain/attendance.ts";
import type { Board, Tile } from "../domain/board.ts";
import type { Id } from "../domain/event.ts";
import type { Person, Post, Role, Shift, Team } from "../domain/roster.ts";
import type { Membership } from "../sync/ports.ts";
import type { Reader } from "./reading.ts";

/** How far a record has come, in the words of SCREENS.md: 已存本机 · 已上传 · 没通过 · 放在一边. */
export type RecordState = "kept" | "uploaded" | "waiting" | "refused" | "aside";

export interface Contact {
  readonly person: Id;
  readonly name: string | null;
  readonly phone: string | null;
}

export interface Duty {
  readonly shift: Shift;
  readonly team: Team | null;
  readonly post: Post | null;
  /** Post lead of this post if there is one, else the squad leader: whoever of them this device has a number of. */
  readonly contact: Contact | null;
  /** Whose device this is leads the post. */
  readonly isLead: boolean;
  readonly attendance: Attendance;
  /** The least advanced of this person's own records of the shift; null before the first. */
  readonly record: RecordState | null;
  /** A problem code when a record was refused. */
  readonly problem: string | null;
}

export interface MeView {
  readonly person: Person | null;
  readonly name: string | null;
  readonly team: Team | null;
  readonly roles: readonly Role[];
}

export interface TodayView {
  readonly team: Team | null;
  /** Today's and still running duties, by start. */
  readonly duties: readonly Duty[];
  /** Today's duties that were cancelled: a tap made there is kept and counts nothing. */
  readonly cancelled: readonly Duty[];
  /** The next one after today, if any is known. */
  readonly next: Duty | null;
  /** Yesterday's, without a check-out. */
  readonly forgotten: Duty | null;
  readonly hasConsent: boolean;
}

export interface BoardTile extends Tile {
  readonly name: string | null;
  /** 支援: of another team than the shift's (R23). */
  readonly isGuest: boolean;
  /** Everything about this person stands under their own id and names this shift: the tile can be read afresh by itself. */
  readonly isAlone: boolean;
  /** The latest mark or tap shown here has no receipt yet: 未上传. */
  readonly isUnsent: boolean;
  readonly isRefused: boolean;
}

/** A 点长 of one post; `basis`: the heads of the role, for ending it. */
export interface BoardLead {
  readonly role: Id;
  readonly basis: readonly Id[];
  readonly person: Id;
  readonly post: Id;
}

export interface BoardView {
  readonly board: Board;
  readonly team: Team | null;
  readonly posts: readonly Post[];
  readonly tiles: readonly BoardTile[];
  readonly leads: readonly BoardLead[];
  /** Server time of the last exchange: the roster's age. */
  readonly syncedAt: number | null;
}

export interface OutboxItem {
  readonly id: Id;
  readonly type: string;
  readonly at: number;
  readonly state: RecordState;
  readonly problem: string | null;
  /** Two events may claim one id: this is the one on this device. */
  readonly hash: string | null;
}
export interface OutboxView {
  /** Photos among them. */
  readonly unsentCount: number;
  /** Photos still on this device alone. */
  readonly photoCount: number;
  readonly oldestAt: number | null;
  readonly syncedAt: number | null;
  /** Unsent, refused, waiting and set-aside ones, newest first. */
  readonly items: readonly OutboxItem[];
}

/** What was read while the page was opening, so that the first drawing is a whole screen and not three one after another. */
export interface FirstLook {
  readonly membership: Membership | null;
  /** Undefined when another screen than 今日 was opened. */
  readonly today: TodayView | null | undefined;
}

export interface Views {
  membership(): Promise<Membership | null>;
  me(): Promise<MeView | null>;
  today(now: number): Promise<TodayView | null>;
  /** Own duties from `from` on, by start. */
  duties(from: number, now: number): Promise<readonly Duty[]>;
  outbox(): Promise<OutboxView>;
  liveToken(): Promise<string | null>;
  /** Any other view, brought by the screen that needs it: what only a desk reads must not be fetched with the first screen. */
  read<V>(view: (reader: Reader) => Promise<V>): Promise<V>;
  /** Calls back with the query's answer now and whenever something it read has changed. Returns how to stop. */
  observe<V>(query: () => Promise<V>, onValue: (value: V) => void, onError: (error: unknown) => void): () => void;
}
