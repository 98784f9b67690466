// The live picture of the rear camera. It is let go whenever the page is hidden and taken again when somebody comes back.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ScanFailure } from "../../actions/ports.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";

export interface ViewfinderProps {
  readonly onText: (text: string) => void;
  readonly onFailure: (failure: ScanFailure) => void;
}

export function Viewfinder(props: ViewfinderProps) {
  const app = useApp();
  const words = useAllWords();
  const latest = useRef(props);
  latest.current = props;
  const [isLive, setLive] = useState(false);
  const [visit, setVisit] = useState(0);

  useEffect(() => {
    const onVisible = (): void => {
      if (document.visibilityState === "visible") setVisit((n) => n + 1);
      else setLive(false);
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => document.removeEventListener("visibilitychange", onVisible);
  }, []);

  useEffect(() => {
    if (document.visibilityState === "hidden") return;
    let isOver = false;
    const starting = app.scanner.start({ id: "viewfinder" }, (text) => !isOver && latest.current.onText(text));
    void starting.then((started) => {
      if (isOver) return;
      if (started.type === "scanning") setLive(true);
      else latest.current.onFailure(started.type);
    });
    return () => {
      isOver = true;
      void starting.then((started) => (started.type === "scanning" ? started.scan.stop() : undefined));
    };
  }, [app, visit]);

  return (
    <>
      <div id="viewfinder" class="viewfinder" data-live={isLive} />
      <p role="status">{isLive ? words.scan.aim : words.scan.starting}</p>
    </>
  );
}
