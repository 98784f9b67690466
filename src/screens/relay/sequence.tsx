// A sequence of QR codes in a loop, large, with the screen kept lit: for any camera that holds still before it. Knows nothing of what travels
// in it; 代传, 交接 and 点长 show theirs with this.

import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import { encode } from "uqr";
import type { QrSequence } from "../../protocol/qr-sequence.ts";
import { useAwake } from "../parts/awake.ts";
import { Button } from "../parts/button.tsx";
import { useRelayWords } from "./words.ts";
import "../parts/qr.css";
import "./relay.css";

/** Slow enough that a camera of ten looks a second sees each of them twice. */
const frameMs = 250;

/** Dark modules as one path, drawn anew several times a second: no element a module. */
function pathOf(text: string): { readonly path: string; readonly size: number } {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const rows = data.map((row, y) => {
    let path = "";
    for (let x = 0; x < size; x += 1) {
      if (row[x] !== true) continue;
      const from = x;
      while (row[x + 1] === true) x += 1;
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
    }
    return path;
  });
  return { path: rows.join(""), size };
}

export function Sequence({ sequence }: { readonly sequence: QrSequence }) {
  const words = useRelayWords();
  const [at, setAt] = useState(0);
  const [isPaused, setPaused] = useState(false);
  const isAwake = useAwake() ?? true;
  const isLone = sequence.count === 1;
  useLayoutEffect(() => setAt(0), [sequence]);
  useLayoutEffect(() => {
    if (isPaused || isLone) return;
    const timer = setInterval(() => setAt((i) => (i + 1) % 1_000_000), frameMs);
    return () => clearInterval(timer);
  }, [isPaused, isLone, sequence]);
  // In the order of their coming; after the first round each is a mixture of several, and any of them helps.
  const { path, size } = useMemo(() => pathOf(sequence.frame(at)), [sequence, at]);
  return (
    <div class="sequence" data-sequence={sequence.id} data-frames={sequence.count}>
      <svg class="sequence-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={words.code} shape-rendering="crispEdges">
        <path class="qr-paper" d={`M0 0h${size}v${size}H0z`} />
        <path class="qr-ink" d={path} />
      </svg>
      {isLone ? null : (
        <div class="sequence-turn">
          <p>
            <b>{words.frame((at % sequence.count) + 1, sequence.count)}</b> {isAwake ? words.moving : words.movingMayDim}
          </p>
          <Button pressed={isPaused} onPress={() => setPaused(!isPaused)}>
            {isPaused ? words.goOn : words.stop}
          </Button>
        </div>
      )}
    </div>
  );
}
