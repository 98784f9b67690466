// 补签 and 申诉 being written: times that default to the plan, and the reason. Recorded at once, without a network too.

import { useState } from "preact/hooks";
import { appeal } from "../../actions/appeal.ts";
import { askMakeup } from "../../actions/ask-makeup.ts";
import type { Attendance } from "../../domain/attendance.ts";
import type { Id } from "../../domain/event.ts";
import type { Shift } from "../../domain/roster.ts";
import type { RequestWords } from "../../words/requests.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { TimeStepper } from "../parts/stepper.tsx";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { ReasonField, useReason } from "./reasoned.tsx";

interface SheetProps {
  readonly shift: Shift;
  readonly me: Id;
  readonly words: RequestWords;
  readonly onClose: () => void;
  readonly onTakeBack: (id: Id) => Promise<void>;
}

export function MakeupSheet({ shift, attendance, me, words, onClose, onTakeBack }: SheetProps & { readonly attendance: Attendance }) {
  const app = useApp();
  const session = useSession();
  const recording = useRecording();
  const reason = useReason(words);
  const [start, setStart] = useState(shift.start);
  const [end, setEnd] = useState(shift.end);
  const send = async (): Promise<void> => {
    const why = reason.take();
    if (why === null) return;
    const { person, post } = attendance;
    const id = await recording(() => askMakeup(app.ports, me, { shift: shift.id, person, post, start, end, reason: why }));
    onClose();
    if (id !== null) session.show(words.asked, () => void onTakeBack(id));
  };
  return (
    <Sheet title={words.makeup} onClose={onClose}>
      <p class="large">{words.from}</p>
      <TimeStepper label={words.from} value={start} least={shift.start} most={end - 60_000} onChange={setStart} />
      <p class="large">{words.to}</p>
      <TimeStepper label={words.to} value={end} least={start + 60_000} most={shift.end} onChange={setEnd} />
      <ReasonField reason={reason} words={words} hint={words.reasonHint} />
      <Button kind="main" wide onPress={() => void send()}>
        {words.send}
      </Button>
      <Button wide onPress={onClose}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}

export function AppealSheet({ shift, me, words, onClose, onTakeBack }: SheetProps) {
  const app = useApp();
  const session = useSession();
  const recording = useRecording();
  const reason = useReason(words);
  const send = async (): Promise<void> => {
    const why = reason.take();
    if (why === null) return;
    const id = await recording(() => appeal(app.ports, me, shift.id, why));
    onClose();
    if (id !== null) session.show(words.appealed, () => void onTakeBack(id));
  };
  return (
    <Sheet title={words.appeal} onClose={onClose}>
      <p>{words.appealWhat}</p>
      <ReasonField reason={reason} words={words} hint={words.appealHint} />
      <Button kind="main" wide onPress={() => void send()}>
        {words.send}
      </Button>
      <Button wide onPress={onClose}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}
