// What only the endpoint can give, asked for when the page opens: the answer, or why there is none and a way to ask again.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Schema } from "../../protocol/schemas.ts";
import type { DeskAnswer } from "../../sync/ports.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { usePaperWords } from "./frame.tsx";

/** Null: nothing to ask for yet. */
export function useAsked<T>(path: string | null, schema: Schema<T>): { readonly answer: DeskAnswer<T> | null; readonly again: () => void } {
  const app = useApp();
  const [answer, setAnswer] = useState<DeskAnswer<T> | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    setAnswer(null);
    if (path !== null) void app.desk.ask({ method: "GET", path }, schema).then((given) => !isOver && setAnswer(given));
    return () => {
      isOver = true;
    };
  }, [app, path, turn]);
  return { answer, again: () => setTurn((n) => n + 1) };
}

export function Asked<T>({
  asked: { answer, again },
  children,
}: {
  readonly asked: { readonly answer: DeskAnswer<T> | null; readonly again: () => void };
  readonly children: (value: T) => ComponentChildren;
}) {
  const words = usePaperWords();
  if (answer === null) return <p role="status">{words.asking}</p>;
  if (answer.ok) return <>{children(answer.value)}</>;
  return (
    <div class="box warn" role="alert">
      <p>{answer.problem === "forbidden" ? words.forbidden : words.offline}</p>
      <Button onPress={again}>{words.again}</Button>
    </div>
  );
}
