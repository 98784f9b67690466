// The way to 通知, with how many wait to be read.

import { unreadNotices } from "../../device/unread-notices.ts";
import { useApp } from "../app.ts";
import { Icon } from "../parts/icon.tsx";
import { useView } from "../reading.ts";
import { useNoticesWords } from "./words.ts";

export function NoticesLink() {
  const app = useApp();
  const words = useNoticesWords();
  const unread = useView(() => app.views.read((reader) => unreadNotices(reader, app.now())), []).value ?? 0;
  return (
    <a class="button wide" href="/notices" data-unread={unread}>
      <Icon name="bell" />
      <span>
        {words.title}
        {unread === 0 ? null : ` ${words.unread(unread)}`}
      </span>
    </a>
  );
}
