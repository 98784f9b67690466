// The frame of a screen: the red band with its title, the tabs below, and what a screen shows while it cannot show itself.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { Reader } from "../../device/reading.ts";
import { isRoleAt } from "../../domain/roster.ts";
import { useApp } from "../app.ts";
import { useNow, useView } from "../reading.ts";
import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { Icon, type IconName } from "./icon.tsx";

/** `back`: where the arrow leads; without one there is none. */
export function Header({
  title,
  back,
  children,
}: {
  readonly title: string;
  readonly back?: string;
  readonly children?: ComponentChildren;
}) {
  const words = useWords();
  return (
    <header class="band">
      {back === undefined ? null : (
        <a class="band-back" href={back} aria-label={words.back}>
          <Icon name="back" />
        </a>
      )}
      <h1>{title}</h1>
      {children}
    </header>
  );
}

/** 未上传 n, always shown; leads to the list. No number, and no ✓, before the journal was read. */
export function Unsent() {
  const app = useApp();
  const words = useWords();
  const { lastUnsent } = useSession();
  const count = useView(() => app.views.outbox(), []).value?.unsentCount ?? lastUnsent.current;
  lastUnsent.current = count;
  return (
    <a class="unsent" href="/me" data-unsent={count ?? undefined}>
      <Icon name={count === null ? "more" : count > 0 ? "up" : "check"} />
      <span>{words.unsent(count)}</span>
    </a>
  );
}

const reviewHref = "/desk/approvals";

/** How much waits on 审批. What counts it is fetched for leaders alone. */
function Waiting() {
  const app = useApp();
  const [query, setQuery] = useState<((reader: Reader, now: number) => Promise<number>) | null>(null);
  useEffect(() => {
    import("../approvals/sections.ts").then((it) => setQuery(() => it.waitingApprovals), console.error);
  }, []);
  const count =
    useView(() => (query === null ? Promise.resolve(0) : app.views.read((reader) => query(reader, app.now()))), [query]).value ?? 0;
  return count === 0 ? null : <b data-waiting={count}>{count}</b>;
}

export function Tabs() {
  const app = useApp();
  const words = useWords();
  const now = useNow();
  const { path } = useLocation();
  const me = useView(() => app.views.me(), []).value;
  const held = (me?.roles ?? []).filter((role) => isRoleAt(role, now)).map(({ role }) => role);
  const leads = held.includes("squadLeader") || held.includes("branchStaff");
  const tabs: readonly (readonly [IconName, string, string])[] = [
    ["today", "/", words.tabs.today],
    ["shifts", "/shifts", words.tabs.shifts],
    ...(leads
      ? ([
          ["board", "/board", words.tabs.board],
          ["check", reviewHref, words.tabs.review],
        ] as const)
      : []),
    ...(leads || held.includes("corpsStaff") ? [["more", "/desk", words.tabs.more] as const] : []),
    ["me", "/me", words.tabs.me],
  ];
  return (
    <nav class="tabs" aria-label={words.tabs.label}>
      {tabs.map(([icon, href, word]) => (
        <a
          key={href}
          href={href}
          aria-current={path === href || (href === "/desk" && path.startsWith("/desk/") && path !== reviewHref) ? "page" : undefined}
        >
          <Icon name={icon} />
          <span>{word}</span>
          {href === reviewHref ? <Waiting /> : null}
        </a>
      ))}
    </nav>
  );
}

/** In place of what is still being read, or cannot be. */
export function Reading({ isFailing }: { readonly isFailing: boolean }) {
  const words = useWords();
  return (
    <p class="reading" role="status">
      {isFailing ? words.readingFailed : words.reading}
    </p>
  );
}
