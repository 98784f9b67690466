// Choosing a file and reading it without holding the page: the register in steps, teams at once.

import { useRef, useState } from "preact/hooks";
import { isRegister, type RegisterReading, readRegisterInSteps } from "../../domain/register.ts";
import type { Cells } from "../../domain/sheet.ts";
import { readTeams, type TeamReading } from "../../domain/team-sheet.ts";
import type { ImportWords } from "../../words/import.ts";
import type { RegisterWords } from "../../words/register.ts";
import { useApp } from "../app.ts";

export interface Chosen {
  readonly fileName: string;
  readonly sheet: string | null;
  readonly register: RegisterReading | null;
  readonly teams: TeamReading | null;
}
type Step =
  | { readonly type: "none" }
  | { readonly type: "reading"; readonly percent: number }
  | { readonly type: "failed"; readonly why: string };

/** Long enough for the page to draw and answer a tap in between. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function readPeople(cells: Cells, asOf: number, tell: (percent: number) => void): Promise<RegisterReading> {
  const steps = readRegisterInSteps(cells, { asOf });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    tell(50 + Math.floor((50 * step.value) / Math.max(1, cells.length)));
    await breathe();
  }
}

export function FileChoice({
  kind,
  words,
  said,
  isFirst,
  onChosen,
}: {
  readonly kind: "register" | "teams";
  readonly words: ImportWords;
  readonly said: RegisterWords;
  readonly isFirst: boolean;
  readonly onChosen: (chosen: Chosen | null) => void;
}) {
  const app = useApp();
  const input = useRef<HTMLInputElement>(null);
  const [step, setStep] = useState<Step>({ type: "none" });
  const read = async (file: File): Promise<void> => {
    onChosen(null);
    const tell = (percent: number): void => setStep({ type: "reading", percent });
    tell(0);
    const sheets = await app.sheets();
    const isWanted = kind === "register" ? isRegister : (cells: Cells) => readTeams(cells).rows.length > 0;
    const answer = await sheets.read(file, isWanted, (share) => tell(Math.floor(share * 50)));
    if (answer.type !== "read") return setStep({ type: "failed", why: said.sheets[answer.type] });
    const register = kind === "register" ? await readPeople(answer.cells, app.now(), tell) : null;
    setStep({ type: "none" });
    onChosen({ fileName: file.name, sheet: answer.sheet, register, teams: kind === "teams" ? readTeams(answer.cells) : null });
  };
  const start = (file: File | undefined): void => {
    if (file === undefined) return;
    read(file).catch((error: unknown) => {
      console.error(error);
      setStep({ type: "failed", why: said.sheets.broken });
    });
  };
  const isReading = step.type === "reading";
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv,.txt,.xls,.xlsm"
        onChange={(event) => {
          start(event.currentTarget.files?.[0]);
          // The same file once more is a change too.
          event.currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class={isFirst ? "button main wide big" : "button wide"}
        disabled={isReading}
        onClick={() => input.current?.click()}
      >
        {isFirst ? words.choose : words.other}
      </button>
      <div role="status">
        {step.type === "reading" ? (
          <>
            <p>{words.reading(step.percent)}</p>
            <progress class="progress" max={100} value={step.percent} aria-label={words.reading(step.percent)} />
          </>
        ) : null}
        {step.type === "failed" ? <p class="box bad">{step.why}</p> : null}
      </div>
    </>
  );
}
