// 通知 among the pages of a leader: the same list in the desk's frame. Apart, so that a volunteer's 通知 does not bring the desk along.

import { DeskFrame } from "../desk/desk.tsx";
import { List } from "./notices.tsx";
import { useNoticesWords } from "./words.ts";

export function DeskNotices() {
  return (
    <DeskFrame title={useNoticesWords().title} screen="desk-notices">
      <List />
    </DeskFrame>
  );
}
