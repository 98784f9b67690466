// The package by camera, frame after frame in any order, or out of a file.

import { useRef, useState } from "preact/hooks";
import { createCollector } from "../../protocol/qr-sequence.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Viewfinder } from "../scan/viewfinder.tsx";
import { FileField } from "./file-field.tsx";
import { useHandoverWords } from "./words.ts";

export function Catching({ isSecond, onBytes }: { readonly isSecond: boolean; readonly onBytes: (bytes: Uint8Array) => void }) {
  const app = useApp();
  const words = useHandoverWords();
  const [state, setState] = useState<"closed" | "open" | "refused">("closed");
  const [read, setRead] = useState<{ readonly have: number; readonly of: number } | null>(null);
  const collector = useRef(createCollector());
  const onText = (text: string): void => {
    const taken = collector.current.take(text);
    if (taken.type === "strange" || taken.kind !== "handover") return;
    if (taken.type === "corrupt") setRead(null);
    if (taken.type === "partial" && taken.isNew) {
      setRead({ have: taken.have, of: taken.of });
      app.feedback.tick();
    }
    if (taken.type !== "whole") return;
    app.feedback.success();
    onBytes(taken.bytes);
  };
  return (
    <section class="card" data-scanning={state} data-read={read === null ? "0" : `${read.have}/${read.of}`}>
      {isSecond ? <h2>{words.take.afterwards}</h2> : null}
      {state === "open" ? (
        <>
          <Viewfinder onText={onText} onFailure={() => setState("refused")} aim={words.take.aim} />
          {read === null ? null : (
            <>
              <progress class="handover-progress" max={read.of} value={read.have} aria-label={words.take.progress(read.have, read.of)} />
              <p class="large">
                {words.take.progress(read.have, read.of)} {words.take.reading}
              </p>
            </>
          )}
          <Button wide onPress={() => setState("closed")}>
            {words.take.stop}
          </Button>
        </>
      ) : (
        <Button kind="main" wide icon="scan" onPress={() => setState("open")}>
          {words.take.scan}
        </Button>
      )}
      <p role="status">{state === "refused" ? words.take.refused : null}</p>
      <FileField id="handover-file" label={words.take.file} onBytes={onBytes} />
    </section>
  );
}
