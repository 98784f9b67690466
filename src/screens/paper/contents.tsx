// 打印: the papers there are, by right: a corps holds no names to print.

import { DeskFrame, mayOpen, useRoles } from "../desk/desk.tsx";
import { deskPages } from "../desk/pages.ts";
import { usePaperWords } from "./frame.tsx";

export function Contents() {
  const words = usePaperWords();
  const papers = [
    ["signs", words.signs],
    ["badges", words.badges],
    ["sheet", words.sheet],
    ["wall", words.wall],
  ] as const;
  const roles = useRoles() ?? [];
  const open = papers.filter(([name]) => deskPages.some((page) => page.path === `/paper/${name}` && mayOpen(page, roles)));
  return (
    <DeskFrame title={words.title} screen="paper">
      <p>{words.what}</p>
      <ul class="desk-contents spaced">
        {open.map(([name, { title, about }]) => (
          <li key={name}>
            <a class="card" href={`/desk/paper/${name}`}>
              <b>{title}</b>
              <span>{about}</span>
            </a>
          </li>
        ))}
      </ul>
    </DeskFrame>
  );
}
