// 打印: the four papers there are.

import { DeskFrame } from "../desk/desk.tsx";
import { usePaperWords } from "./frame.tsx";

export function Contents() {
  const words = usePaperWords();
  const papers = [
    ["signs", words.signs],
    ["badges", words.badges],
    ["sheet", words.sheet],
    ["wall", words.wall],
  ] as const;
  return (
    <DeskFrame title={words.title} screen="paper">
      <p>{words.what}</p>
      <ul class="desk-contents">
        {papers.map(([name, { title, about }]) => (
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
