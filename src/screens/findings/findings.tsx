// /findings and below: its own small router. The list of what was found, by post and status.

import { useState } from "preact/hooks";
import { Route, Router, useRoute } from "preact-iso/router";
import { findingsView } from "../../device/findings-view.ts";
import { type FindingStatus, isWanted } from "../../domain/findings.ts";
import { useApp } from "../app.ts";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useView } from "../reading.ts";
import { Filters } from "./filters.tsx";
import { FindingHead } from "./finding-head.tsx";
import { NewFinding } from "./new-finding.tsx";
import { OneFinding } from "./one-finding.tsx";
import { Photos } from "./photos.tsx";
import { useFindingsWords } from "./words.ts";
import "../page.css";
import "./findings.css";

export function Findings() {
  return (
    <Router>
      <Route path="/new" component={NewFinding} />
      <Route path="/:finding" component={OneFinding} />
      <Route default component={List} />
    </Router>
  );
}

function List() {
  const app = useApp();
  const words = useFindingsWords();
  const now = useNow();
  const { query } = useRoute();
  const [post, setPost] = useState(query.post ?? "");
  const [status, setStatus] = useState<FindingStatus>("all");
  const seen = useView(() => app.views.read((reader) => findingsView(reader, app.now())), [now]);
  const lines = seen.value?.lines ?? [];
  const atPost = lines.filter((line) => post === "" || line.post === post);
  const shown = atPost.filter((line) => isWanted(line, { post: null, status, from: 0, until: Number.POSITIVE_INFINITY }));
  const titles = new Map(lines.map((line) => [line.post, line.postTitle ?? ""]));
  const open = atPost.filter(({ closed }) => closed === null).length;
  return (
    <div class="screen">
      <Header title={words.title} back="/me">
        <Unsent />
      </Header>
      <main class="page" data-screen="findings" data-open={open}>
        <ToastPlace />
        <NotRecorded />
        <p>{words.what}</p>
        <a class="button main wide" href={post === "" ? "/findings/new" : `/findings/new?post=${post}`}>
          {words.report}
        </a>
        {seen.value === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {seen.value !== undefined && lines.length === 0 ? <p class="large">{words.none}</p> : null}
        {lines.length === 0 ? null : (
          <>
            <div class="finding-filters">
              <Filters titles={titles} post={post} status={status} onPost={setPost} onStatus={setStatus} />
            </div>
            <p role="status">{words.counts(open, atPost.length - open)}</p>
            {shown.length === 0 ? <p class="large">{words.noneSuch}</p> : null}
            <ul class="rows">
              {shown.map((line) => (
                <li key={line.id} class="card" data-finding={line.id} data-closed={line.closed !== null}>
                  <a class="finding" href={`/findings/${line.id}`}>
                    <FindingHead line={line} now={now} />
                  </a>
                  <Photos what={words.before} photos={line.beforePhotos} />
                  <Photos what={words.after} photos={line.afterPhotos} />
                </li>
              ))}
            </ul>
          </>
        )}
      </main>
      <Tabs />
    </div>
  );
}
