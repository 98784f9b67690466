// /desk: the frame around everything a leader or a desk does beside the board, and its own small router. Whoever holds no role sees why it
// is empty.

import type { ComponentChildren, ComponentType } from "preact";
import { Route, Router } from "preact-iso/router";
import { isRoleAt, type Role } from "../../domain/roster.ts";
import { deskWords } from "../../words/desk.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { piece } from "../piece.tsx";
import { useNow, useView } from "../reading.ts";
import { type DeskPage, deskPages } from "./pages.ts";
import "../page.css";
import "./desk.css";

export const useDeskWords = () => deskWords[useLanguage()];

/** Roles held now; undefined while they are being read. */
export function useRoles(): readonly Role[] | undefined {
  const app = useApp();
  const now = useNow();
  const me = useView(() => app.views.me(), []).value;
  return me === undefined ? undefined : (me?.roles ?? []).filter((role) => isRoleAt(role, now));
}

export const mayOpen = (page: DeskPage, roles: readonly Role[]): boolean => roles.some(({ role }) => page.roles.includes(role));

/** A page of the desk. `wide`: as wide as the window, for tables. */
export function DeskFrame({
  title,
  back = "/desk",
  wide = false,
  screen,
  children,
}: {
  readonly title: string;
  readonly back?: string | undefined;
  readonly wide?: boolean;
  /** Names the screen for tests and pictures. */
  readonly screen: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="screen">
      <Header title={title} {...(back === "" ? {} : { back })}>
        <Unsent />
      </Header>
      <main class={wide ? "page desk wide" : "page desk"} data-screen={screen}>
        <ToastPlace />
        {children}
      </main>
      <Tabs />
    </div>
  );
}

function guarded({ name, load, roles }: DeskPage): ComponentType {
  const Page = piece(load);
  return function Guarded() {
    const words = useDeskWords();
    const held = useRoles();
    if (held === undefined) return <Reading isFailing={false} />;
    if (held.some(({ role }) => roles.includes(role))) return <Page />;
    return (
      <DeskFrame title={words.pages[name]} screen="desk-no-right">
        <p class="large">{words.noRight}</p>
      </DeskFrame>
    );
  };
}

const pages = deskPages.map((page) => ({ path: page.path, component: guarded(page) }));

export function Desk() {
  return (
    <Router>
      {pages.map(({ path, component }) => (
        <Route key={path} path={path} component={component} />
      ))}
      <Route default component={pages[0]?.component ?? (() => null)} />
    </Router>
  );
}
