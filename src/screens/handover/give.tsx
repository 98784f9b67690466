// 交接, on the tablet that gives: today's shifts of one squad for another tablet, which has joined or is lent one of them; the code large, the
// package as QR codes or as a file.

import { useState } from "preact/hooks";
import { delegate, lentUntil } from "../../actions/delegate.ts";
import { ledShifts } from "../../device/board-view.ts";
import { shiftsBySquad } from "../../device/handover-make.ts";
import { startOfDay } from "../../domain/clock.ts";
import type { Shift } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { createHandoverCode, type Handover } from "../../protocol/handover.ts";
import { useApp } from "../app.ts";
import { pickShift } from "../board/board.tsx";
import { DeskFrame } from "../desk/desk.tsx";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { momentOf, useWords } from "../saying.tsx";
import { Lending } from "./lending.tsx";
import { LentList } from "./lent-list.tsx";
import { type Given, type Key, shiftText } from "./shift-text.ts";
import { Showing } from "./showing.tsx";
import { useHandoverWords } from "./words.ts";
import "./handover.css";

type Stage =
  | { readonly type: "asking" }
  | { readonly type: "lending" }
  | { readonly type: "making" }
  | { readonly type: "failed"; readonly why: "failed" | "noCredential" }
  | { readonly type: "shown"; readonly given: Given };

export function Give() {
  const app = useApp();
  const words = useHandoverWords();
  const all = useWords();
  const record = useRecording();
  const now = useNow();
  const seen = useView(() => app.views.read((reader) => ledShifts(reader, app.now())), [startOfDay(now, rules)]);
  const member = useView(() => app.views.membership(), []).value;
  const [stage, setStage] = useState<Stage>({ type: "asking" });
  const [squad, setSquad] = useState(0);
  const squads = seen.value === undefined ? undefined : shiftsBySquad(seen.value);
  const shifts = squads?.[squad] ?? squads?.[0] ?? [];

  const make = async (lent: Handover["lent"]): Promise<void> => {
    setStage({ type: "making" });
    try {
      const code = createHandoverCode(app.ports.random.bytes);
      const bytes = await (await app.tablet()).make(shifts, lent, code);
      setStage(bytes === null ? { type: "failed", why: "noCredential" } : { type: "shown", given: { bytes, code } });
    } catch (error) {
      console.error(error);
      setStage({ type: "failed", why: "failed" });
    }
  };
  const lend = async (shift: Shift, key: Key): Promise<void> => {
    if (member == null) return;
    const id = await record(() => delegate(app.ports, member.person, shift, key));
    if (id === null) return setStage({ type: "asking" });
    await make({ device: key.device, shift: shift.id, until: lentUntil(shift) });
  };
  const until = (at: number): string => momentOf(all, at, now);
  return (
    <DeskFrame title={words.title} screen="handover-give" wide={stage.type === "shown"}>
      <div data-stage={stage.type} class="handover">
        <NotRecorded />
        {squads === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {squads?.length === 0 ? <p class="large">{words.none}</p> : null}
        {stage.type === "making" ? (
          <p class="large" role="status">
            {words.giving.making}
          </p>
        ) : null}
        {stage.type === "failed" ? (
          <p class="box warn" role="alert">
            {words.giving[stage.why]}
          </p>
        ) : null}
        {stage.type === "shown" ? <Showing given={stage.given} onDone={() => setStage({ type: "asking" })} /> : null}
        {stage.type === "lending" ? (
          <Lending
            shifts={shifts}
            first={pickShift(shifts, now)}
            until={(shift) => until(lentUntil(shift))}
            onKey={(shift, key) => void lend(shift, key)}
            onClose={() => setStage({ type: "asking" })}
          />
        ) : null}
        {shifts.length > 0 && (stage.type === "asking" || stage.type === "failed") ? (
          <>
            <p class="large">{words.what}</p>
            {(squads?.length ?? 0) > 1 ? (
              <fieldset class="choices">
                <legend>{words.squad}</legend>
                {squads?.map((of, i) => (
                  <Button key={of[0]?.team} pressed={i === squad} onPress={() => setSquad(i)}>
                    {of.map((shift) => shiftText(words, shift)).join("、")}
                  </Button>
                ))}
              </fieldset>
            ) : (
              <ul class="handover-shifts">
                {shifts.map((shift) => (
                  <li key={shift.id}>{shiftText(words, shift)}</li>
                ))}
              </ul>
            )}
            <p>{words.contents(shifts.length)}</p>
            <Button kind="main" wide onPress={() => void make(null)}>
              {words.give}
            </Button>
            <Button wide onPress={() => setStage({ type: "lending" })}>
              {words.lend}
            </Button>
            {member == null ? null : <LentList me={member.person} until={until} />}
          </>
        ) : null}
        {stage.type === "asking" || stage.type === "failed" ? (
          <a class="button plain wide" href="/take">
            {words.take.here}
          </a>
        ) : null}
      </div>
    </DeskFrame>
  );
}
