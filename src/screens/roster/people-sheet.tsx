// 加人: the team's people who are not on the shift yet, found by characters or initials of the name or the end of the phone. One tap places one
// person at the post chosen above; who is on another shift at that time is refused with that reason (R6).

import { useState } from "preact/hooks";
import { acceptClaims, takeBackAcceptance } from "../../actions/claim.ts";
import { place, release } from "../../actions/place.ts";
import type { Candidate, ShiftView } from "../../device/roster-shift-view.ts";
import { dayAt } from "../../domain/calendar.ts";
import { refuseAge } from "../../domain/claiming.ts";
import type { Id } from "../../domain/event.ts";
import { isFound } from "../../domain/name-search.ts";
import { rules } from "../../domain/rules.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { useOfferWords } from "./offer-fields.tsx";
import { dateOf, hoursOf, useRosterWords } from "./saying.ts";

const tailDigits = 4;
const mostShown = 60;

export function PeopleSheet({ view, me, onClose }: { readonly view: ShiftView; readonly me: Id; readonly onClose: () => void }) {
  const app = useApp();
  const words = useRosterWords();
  const offers = useOfferWords();
  const session = useSession();
  const recording = useRecording();
  const { shift, candidates } = view;
  const people = view.people.filter(({ isAway }) => !isAway);
  const posts = view.posts.filter(({ id }) => shift.posts.includes(id));
  const [text, setText] = useState("");
  const [post, setPost] = useState<Id | null>(posts[0]?.id ?? null);
  const [refused, setRefused] = useState<string | null>(null);
  const found = candidates.filter((one) => isFound(one, text));

  const add = async (one: Candidate): Promise<void> => {
    const { person, name, conflict, claim } = one;
    if (conflict !== null) {
      app.feedback.failure();
      setRefused(words.refused(name ?? "?", dateOf(words, dayAt(conflict.start, rules)), hoursOf(words, conflict)));
      return;
    }
    // R41
    const tooYoung = refuseAge(one, posts, post, rules);
    if (tooYoung !== null) {
      app.feedback.failure();
      setRefused(`${name ?? "?"}: ${offers.tooYoung[tooYoung]}`);
      return;
    }
    setRefused(null);
    if (claim !== null) {
      const accepted = await recording(() => acceptClaims(app.ports, me, [{ claim, shift: shift.id, person, post }]));
      if (accepted === null) return;
      const back = async (): Promise<void> => {
        if ((await recording(() => takeBackAcceptance(app.ports, me, accepted))) !== null) session.show(words.unplaced(name ?? "?"));
      };
      session.show(words.placed(name ?? "?"), () => void back());
      return;
    }
    const ids = await recording(() => place(app.ports, me, [{ shift: shift.id, person, post }]));
    if (ids === null) return;
    const undo = async (): Promise<void> => {
      if ((await recording(() => release(app.ports, me, { shift: shift.id, person, of: ids, leads: [] }))) !== null)
        session.show(words.unplaced(name ?? "?"));
    };
    session.show(words.placed(name ?? "?"), () => void undo());
  };

  return (
    <Sheet title={words.addPeople} onClose={onClose}>
      <p data-count={people.length}>
        {words.count(people.length, shift.capacity)}
        {shift.capacity !== null && people.length >= shift.capacity
          ? ` · ${people.length > shift.capacity ? words.over(people.length - shift.capacity) : words.full}`
          : ""}
      </p>
      {posts.length < 2 ? null : (
        <fieldset>
          <legend>{words.toPost}</legend>
          <div class="roster-posts">
            {posts.map(({ id, title }) => (
              <Button key={id} pressed={id === post} onPress={() => setPost(id)}>
                {title} {people.filter((one) => one.post === id).length}
              </Button>
            ))}
          </div>
        </fieldset>
      )}
      <label class="field">
        {words.search} <small>{words.searchHow}</small>
        <input type="search" value={text} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <div role="alert" class="roster-refused">
        {refused === null ? null : <p class="warn">{refused}</p>}
      </div>
      {candidates.length === 0 ? <p>{people.length === 0 ? words.noMembers : words.noneLeft}</p> : null}
      {candidates.length > 0 && found.length === 0 ? <p>{words.noneFound}</p> : null}
      <ul class="roster-found">
        {found.slice(0, mostShown).map((one) => (
          <li key={one.person}>
            <button type="button" class="button plain wide" data-person={one.person} onClick={() => void add(one)}>
              <span>
                {one.name ?? "?"} {one.claim === null ? null : <b>{offers.hasClaimed} </b>}
                <small>{one.phone === null ? "" : words.tail(one.phone.slice(-tailDigits))}</small>
                {one.conflict === null ? null : (
                  <small class="conflict">
                    {words.conflict(dateOf(words, dayAt(one.conflict.start, rules)), hoursOf(words, one.conflict))}
                  </small>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
