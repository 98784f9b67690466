// 互换: whoever stands somewhere else on the team's roster is chosen, and both change places in one go; 换人: somebody who does not yet stands
// there instead. A reason, if one is given, is read by those concerned.

import { useState } from "preact/hooks";
import { type Standing, substitute, swapPlaces } from "../../actions/swap.ts";
import type { Candidate, ShiftView, StandingPerson } from "../../device/roster-shift-view.ts";
import { type SwapCandidate, swapView } from "../../device/swap-view.ts";
import { dayAt } from "../../domain/calendar.ts";
import { refuseAge } from "../../domain/claiming.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { useOfferWords } from "./offer-fields.tsx";
import { dateOf, hoursOf, useRosterWords } from "./saying.ts";

interface Props {
  readonly view: ShiftView;
  readonly of: StandingPerson;
  readonly me: Id;
  readonly how: "swap" | "substitute";
  readonly onClose: () => void;
}

const mostReason = 200;

export function SwapSheet({ view, of, me, how, onClose }: Props) {
  const app = useApp();
  const words = useOfferWords();
  const roster = useRosterWords();
  const session = useSession();
  const recording = useRecording();
  const [text, setText] = useState("");
  const { shift } = view;
  const seen = useView(
    () => app.views.read((reader) => swapView(reader, { shift, person: of.person, post: of.post }, app.now())),
    [of.person],
  );
  const name = of.name ?? "?";
  const standing: Standing = { shift: shift.id, person: of.person, post: of.post, of: of.events };
  const reason = text.trim() === "" ? null : text.trim();

  const swap = async (other: SwapCandidate): Promise<void> => {
    onClose();
    const theirs: Standing = { shift: other.shift.id, person: other.person, post: other.post, of: other.of };
    const after = await recording(() => swapPlaces(app.ports, me, standing, theirs, reason));
    if (after === null) return;
    const undo = async (): Promise<void> => {
      if ((await recording(() => swapPlaces(app.ports, me, after[0], after[1], null))) !== null) session.show(words.undone);
    };
    session.show(words.swapped(name, other.name ?? "?"), () => void undo());
  };
  const replace = async (other: Candidate): Promise<void> => {
    onClose();
    const after = await recording(() => substitute(app.ports, me, standing, other.person, reason));
    if (after === null) return;
    const undo = async (): Promise<void> => {
      if ((await recording(() => substitute(app.ports, me, after, of.person, null))) !== null) session.show(words.undone);
    };
    session.show(words.substituted(name, other.name ?? "?"), () => void undo());
  };

  const swaps = seen.value ?? [];
  /** Why this one cannot stand there (R6, R41), or null. */
  const whyNot = (one: Candidate): string | null => {
    if (one.conflict !== null) return roster.conflict(dateOf(roster, dayAt(one.conflict.start, rules)), hoursOf(roster, one.conflict));
    const posts = of.post === null ? view.posts.filter(({ id }) => shift.posts.includes(id)) : view.posts;
    const tooYoung = refuseAge(one, posts, of.post, rules);
    return tooYoung === null ? null : words.tooYoung[tooYoung];
  };
  return (
    <Sheet title={how === "swap" ? words.swapTitle(name) : words.substituteTitle(name)} onClose={onClose}>
      <label class="field">
        {words.reason}
        <input type="text" maxLength={mostReason} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      {how === "swap" && seen.value === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {(how === "swap" && seen.value?.length === 0) || (how === "substitute" && view.candidates.length === 0) ? (
        <p>{words.swapNone}</p>
      ) : null}
      <ul class="roster-found">
        {how === "substitute"
          ? view.candidates.map((one) => (
              <li key={one.person} data-person={one.person}>
                <Button wide disabled={whyNot(one) !== null} onPress={() => void replace(one)}>
                  {one.name ?? "?"}
                  {whyNot(one) === null ? "" : ` · ${whyNot(one)}`}
                </Button>
              </li>
            ))
          : swaps.map((one) => (
              <li key={`${one.shift.id}/${one.person}`} data-person={one.person}>
                <Button wide disabled={one.isBusy || one.tooYoung !== null} onPress={() => void swap(one)}>
                  {one.name ?? "?"} ·{" "}
                  {one.shift.id === shift.id ? "" : `${dateOf(roster, dayAt(one.shift.start, rules))} ${hoursOf(roster, one.shift)} `}
                  {one.postTitle ?? roster.unassigned}
                  {one.isBusy ? ` · ${words.swapBusy}` : ""}
                  {one.tooYoung === null ? "" : ` · ${one.tooYoung.name ?? "?"}: ${words.tooYoung[one.tooYoung.problem]}`}
                </Button>
              </li>
            ))}
      </ul>
    </Sheet>
  );
}
