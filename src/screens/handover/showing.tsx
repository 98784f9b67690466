// The code large enough to be read across a table, and the package it opens.

import { useMemo, useState } from "preact/hooks";
import { dateText } from "../../domain/clock.ts";
import { rules } from "../../domain/rules.ts";
import { groupedCode } from "../../protocol/handover.ts";
import { createSequence, mostSequenceBytes } from "../../protocol/qr-sequence.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sequence } from "../relay/sequence.tsx";
import { saveBytes } from "./files.ts";
import type { Given } from "./shift-text.ts";
import { useHandoverWords } from "./words.ts";

export function Showing({ given: { bytes, code }, onDone }: { readonly given: Given; readonly onDone: () => void }) {
  const app = useApp();
  const words = useHandoverWords();
  const [isSaved, setSaved] = useState(false);
  const sequence = useMemo(() => (bytes.length > mostSequenceBytes ? null : createSequence("handover", bytes)), [bytes]);
  return (
    <div class="handover-two">
      <div>
        <section class="card handover-code" aria-label={words.giving.code}>
          <h2>{words.giving.code}</h2>
          <p class="handover-digits" data-code={code}>
            {groupedCode(code)}
          </p>
          <p>{words.giving.codeHow}</p>
        </section>
        <ol class="handover-steps">
          {words.giving.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <Button
          wide
          onPress={() => {
            saveBytes(words.giving.fileName(dateText(app.now(), rules)), bytes);
            setSaved(true);
          }}
        >
          {words.giving.file}
        </Button>
        <p role="status">{isSaved ? words.giving.fileSaved : null}</p>
        <Button kind="main" wide onPress={onDone}>
          {words.giving.done}
        </Button>
      </div>
      <div>{sequence === null ? <p class="box warn">{words.giving.tooLong}</p> : <Sequence sequence={sequence} />}</div>
    </div>
  );
}
