// 更正: branch staff decide about a record they have opened: a dispute, a request that waits, or a mistake found after settling (R12).

import { useState } from "preact/hooks";
import type { Attendance } from "../../domain/attendance.ts";
import type { Id } from "../../domain/event.ts";
import type { Shift } from "../../domain/roster.ts";
import { decidingWords } from "../../words/deciding.ts";
import { DecideSheet } from "../disputes/decide-sheet.tsx";
import { Button } from "../parts/button.tsx";
import { useWords } from "../saying.tsx";

export interface CorrectRecordProps {
  readonly shift: Shift;
  readonly attendance: Attendance;
  readonly me: Id;
}

export function CorrectRecord({ shift, attendance, me }: CorrectRecordProps) {
  const words = decidingWords[useWords().language === "en" ? "en" : "zh-CN"];
  const [isOpen, open] = useState(false);
  const isWaiting = attendance.state === "disputed" || attendance.appeal?.answer === "waiting" || attendance.makeup?.answer === "waiting";
  return (
    <section class="card stack" data-correct={isWaiting ? "waiting" : "settled"}>
      <p>{words.correctWhat}</p>
      <Button kind={isWaiting ? "main" : "plain"} wide onPress={() => open(true)}>
        {isWaiting ? words.decide : words.correct}
      </Button>
      {isOpen ? <DecideSheet cases={[{ shift, attendance, name: null }]} me={me} words={words} onClose={() => open(false)} /> : null}
    </section>
  );
}
