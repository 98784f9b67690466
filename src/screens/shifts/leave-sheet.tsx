// 请假: never refused, so it asks for nothing. Whoever has found somebody to stand there may say who.

import { useState } from "preact/hooks";
import { takeLeave } from "../../actions/leave.ts";
import { retract } from "../../actions/retract.ts";
import type { Duty } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useRecording } from "../recording.ts";
import { nearDayOf, spanOf } from "../saying.tsx";
import { useSession } from "../session.ts";
import { useClaimWords } from "./open-shifts.tsx";

const mostReason = 200;

/** Takes a leave back, and says so. */
export function useLeaveBack(me: Id): (leave: Id) => Promise<void> {
  const app = useApp();
  const words = useClaimWords();
  const session = useSession();
  const recording = useRecording();
  return async (leave) => {
    if ((await recording(() => retract(app.ports, me, [leave]))) !== null) session.show(words.leaveTakenBack);
  };
}

export function LeaveSheet({
  duty,
  me,
  now,
  onClose,
}: {
  readonly duty: Duty;
  readonly me: Id;
  readonly now: number;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useClaimWords();
  const all = useAllWords();
  const session = useSession();
  const recording = useRecording();
  const takeBack = useLeaveBack(me);
  const [reason, setReason] = useState("");
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const { shift } = duty;
  const take = async (seeks: boolean): Promise<void> => {
    onClose();
    const leave = await recording(() => takeLeave(app.ports, me, shift.id, seeks, { reason, ...(seeks ? { name, phone } : {}) }));
    if (leave !== null) session.show(seeks ? words.leaveSought : words.leaveTaken, () => void takeBack(leave));
  };
  return (
    <Sheet title={`${words.leaveTitle} ${nearDayOf(all, shift.start, now)} ${spanOf(all, shift)}`} onClose={onClose}>
      <p>{words.leaveWhat}</p>
      <div class="sheet-choices">
        {words.reasons.map((one) => (
          <Button key={one} pressed={reason === one} onPress={() => setReason(reason === one ? "" : one)}>
            {one}
          </Button>
        ))}
      </div>
      <label class="field">
        {words.reason}
        <input type="text" maxLength={mostReason} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <Button kind="main" wide onPress={() => void take(false)}>
        {words.onlyLeave}
      </Button>
      <p class="muted">{words.seekWhat}</p>
      <label class="field">
        {words.foundName}
        <input type="text" maxLength={40} autocomplete="off" value={name} onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <label class="field">
        {words.foundPhone}
        <input type="tel" maxLength={20} autocomplete="off" value={phone} onInput={(event) => setPhone(event.currentTarget.value)} />
      </label>
      <Button wide onPress={() => void take(true)}>
        {words.leaveAndSeek}
      </Button>
      <Button wide onPress={onClose}>
        {all.cancel}
      </Button>
    </Sheet>
  );
}
