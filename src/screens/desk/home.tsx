// The desk's first page: what there is to do here, by right. (总览)

import { DeskFrame, mayOpen, useDeskWords, useRoles } from "./desk.tsx";
import { deskPages } from "./pages.ts";

export function Home() {
  const words = useDeskWords();
  const roles = useRoles() ?? [];
  const open = deskPages.filter((page) => page.isInner !== true && mayOpen(page, roles));
  return (
    <DeskFrame title={words.title} back="" screen="desk">
      <nav aria-label={words.label}>
        <ul class="desk-contents">
          {open.map(({ name, path }) => (
            <li key={name}>
              <a class="card" href={`/desk${path}`}>
                <b>{words.pages[name]}</b>
                <span>{words.about[name]}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </DeskFrame>
  );
}
