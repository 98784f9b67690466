// 接手, on the tablet that takes: its own key where it has not joined, the other's codes or file, nine digits, and a yes to what they hold.

import { useRef, useState } from "preact/hooks";
import type { Handed } from "../../device/handover-take.ts";
import { type HandoverProblem, parseSealed } from "../../protocol/handover.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Header } from "../parts/frame.tsx";
import { useView } from "../reading.ts";
import { Catching } from "./catching.tsx";
import { CodeForm } from "./code-form.tsx";
import { OwnKey } from "./own-key.tsx";
import { Summary } from "./summary.tsx";
import { useHandoverWords } from "./words.ts";
import "../page.css";
import "./handover.css";

type Stage =
  | { readonly type: "catching" }
  | { readonly type: "code"; readonly bytes: Uint8Array }
  | { readonly type: "opening"; readonly bytes: Uint8Array }
  | { readonly type: "asking"; readonly handed: Handed }
  | { readonly type: "taking" }
  | { readonly type: "done"; readonly added: number; readonly shift: string | null };

export function Take() {
  const app = useApp();
  const words = useHandoverWords();
  const member = useView(() => app.views.membership(), []).value;
  const [stage, setStage] = useState<Stage>({ type: "catching" });
  const [problem, setProblem] = useState<HandoverProblem | "failed" | null>(null);
  const isBusy = useRef(false);
  const onBytes = (bytes: Uint8Array): void => {
    // A file is known for what it is before anybody types digits.
    const sealed = parseSealed(bytes);
    setProblem(typeof sealed === "string" ? sealed : null);
    if (typeof sealed !== "string") setStage({ type: "code", bytes });
  };
  const open = async (bytes: Uint8Array, code: string): Promise<void> => {
    if (isBusy.current) return;
    isBusy.current = true;
    setStage({ type: "opening", bytes });
    setProblem(null);
    try {
      const answer = await (await app.tablet()).open(bytes, code);
      if (answer.ok) return setStage({ type: "asking", handed: answer.handed });
      app.feedback.failure();
      setProblem(answer.problem);
      setStage(answer.problem === "wrongCode" ? { type: "code", bytes } : { type: "catching" });
    } catch (error) {
      console.error(error);
      setProblem("failed");
      setStage({ type: "code", bytes });
    } finally {
      isBusy.current = false;
    }
  };
  const take = async (handed: Handed): Promise<void> => {
    setStage({ type: "taking" });
    try {
      const added = await (await app.tablet()).take(handed);
      app.feedback.success();
      setStage({ type: "done", added, shift: handed.handover.lent?.shift ?? null });
      app.sync.wake("tap");
    } catch (error) {
      console.error(error);
      app.feedback.failure();
      setProblem("failed");
      setStage({ type: "asking", handed });
    }
  };
  const said = problem === null ? null : problem === "failed" ? words.take.failed : words.problems[problem];
  return (
    <div class="screen">
      <Header title={words.take.title} back={member === null ? "/join" : "/"} />
      <main class="page handover" data-screen="handover-take" data-stage={stage.type} data-problem={problem ?? "none"}>
        {said === null ? null : (
          <p class="box bad" role="alert">
            {said}
          </p>
        )}
        {stage.type === "catching" ? (
          <>
            <p class="large">{words.take.what}</p>
            {member === null ? <OwnKey /> : null}
            <Catching isSecond={member === null} onBytes={onBytes} />
          </>
        ) : null}
        {stage.type === "code" || stage.type === "opening" ? (
          <CodeForm
            isOpening={stage.type === "opening"}
            onCode={(code) => void open(stage.bytes, code)}
            onAnother={() => {
              setProblem(null);
              setStage({ type: "catching" });
            }}
          />
        ) : null}
        {stage.type === "asking" || stage.type === "taking" ? (
          <Summary
            handed={stage.type === "asking" ? stage.handed : null}
            onYes={(handed) => void take(handed)}
            onNo={() => setStage({ type: "catching" })}
          />
        ) : null}
        {stage.type === "done" ? (
          <>
            <p class="large" role="status">
              {words.take.done(stage.added)}
            </p>
            {/* A new page: whose key this tablet signs with may have changed. */}
            <Button kind="main" wide onPress={() => location.assign(stage.shift === null ? "/board" : `/board/${stage.shift}`)}>
              {words.take.toBoard}
            </Button>
          </>
        ) : null}
      </main>
    </div>
  );
}
