// 审批: everything that waits for this leader or branch, one section a kind (sections.ts). Nothing here is urgent enough to be hidden behind
// a second tap, and leave is never refused: service is voluntary.

import { approvalsWords } from "../../words/approvals.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { piece } from "../piece.tsx";
import { useNow, useView } from "../reading.ts";
import { useSession } from "../session.ts";
import { approvalSections, countsOf } from "./sections.ts";
import "../page.css";
import "./approvals.css";

const lists = approvalSections.map(({ name, load }) => ({ name, List: piece(load) }));

export function Approvals() {
  const app = useApp();
  const session = useSession();
  const title = useDeskWords().pages.approvals;
  const words = approvalsWords[useLanguage()];
  const now = useNow();
  const seen = useView(() => app.views.read((reader) => countsOf(reader, app.now())), [now]);
  const counts = seen.value;
  const waiting = counts?.reduce((sum, count) => sum + count, 0);
  return (
    <DeskFrame title={title} screen="approvals">
      {session.failure() === null ? null : <NotRecorded />}
      {counts === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {waiting === 0 ? (
        <>
          <p class="large">{words.none}</p>
          <p>{words.noneWhat}</p>
        </>
      ) : null}
      {lists.map(({ name, List }, i) => {
        const count = counts?.[i] ?? 0;
        return count === 0 ? null : (
          <section key={name} data-section={name} data-waiting={count}>
            <List />
          </section>
        );
      })}
    </DeskFrame>
  );
}
