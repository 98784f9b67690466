// 我的: who I am to the team, what has not been uploaded yet and why, whether this phone keeps its promises, and my choices.

import { hoursLinkWords } from "../../words/record-link.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { FindingsLink } from "../findings/findings-link.tsx";
import { LockLink } from "../lock/lock-link.tsx";
import { NoticesLink } from "../notices/notices-link.tsx";
import { Header, Tabs, Unsent } from "../parts/frame.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useView } from "../reading.ts";
import { Choices } from "./choices.tsx";
import { Device } from "./device.tsx";
import { LooseTaps } from "./loose-taps.tsx";
import { Outbox } from "./outbox.tsx";
import "../page.css";

export function Me() {
  const app = useApp();
  const words = useAllWords();
  const me = useView(() => app.views.me(), []).value;
  return (
    <div class="screen">
      <Header title={words.me.title}>
        <Unsent />
      </Header>
      <main class="page" data-screen="me">
        <section class="card">
          <h2 class="large">{me?.name ?? words.nobody}</h2>
          <p>{me?.team?.title}</p>
          {me?.person?.volunteerNumber == null ? null : <p>{words.me.number(me.person.volunteerNumber)}</p>}
        </section>
        <a class="button main wide" href="/code">
          {words.today.myCode}
        </a>
        <a class="button plain wide" href="/hours">
          {hoursLinkWords[words.language === "en" ? "en" : "zh-CN"]}
        </a>
        <ToastPlace />
        <NoticesLink />
        <FindingsLink />
        <Outbox />
        <LooseTaps />
        <LockLink />
        <Device />
        <Choices />
      </main>
      <Tabs />
    </div>
  );
}
