// 改班次: hours, posts, capacity and name of this shift, or of it and the later ones of its series, each on its own day. Only what was
// changed is recorded.

import { useState } from "preact/hooks";
import { type Patch, patchEntities } from "../../actions/patch.ts";
import type { ShiftView } from "../../device/roster-shift-view.ts";
import { postsFor } from "../../device/roster-view.ts";
import { dayAt } from "../../domain/calendar.ts";
import type { EntityFields } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import type { Shift } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { type Hours, spanOn } from "../../domain/series.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { HoursField } from "./hours-field.tsx";
import { isOfferLacking, type Offer, OfferFields, offerChanges, offerOf } from "./offer-fields.tsx";
import { hoursOfSpan, useRosterWords } from "./saying.ts";
import { CapacityField, PostsField, TitleField } from "./shift-fields.tsx";

interface Wanted {
  readonly hours: Hours;
  readonly posts: readonly Id[];
  readonly capacity: number | null;
  readonly title: string;
  readonly offer: Offer;
}

/** The fields in which the shift differs from what is wanted, and their values before. */
function changesOf(
  shift: Shift,
  { hours, posts, capacity, title, offer }: Wanted,
): { readonly set: EntityFields["shift"]; readonly before: EntityFields["shift"] } | null {
  const span = spanOn(dayAt(shift.start, rules), hours, rules);
  const named = title.trim();
  const set: EntityFields["shift"] = {
    ...(span.start === shift.start ? {} : { start: span.start }),
    ...(span.end === shift.end ? {} : { end: span.end }),
    ...(posts.join() === shift.posts.join() ? {} : { posts }),
    ...(capacity === shift.capacity ? {} : { capacity }),
    // A name can be changed, not taken away: a title is never empty.
    ...(named === "" || named === shift.title ? {} : { title: named }),
    ...offerChanges(offerOf(shift), offer),
  };
  const keys = Object.keys(set) as (keyof typeof set)[];
  return keys.length === 0 ? null : { set, before: Object.fromEntries(keys.map((key) => [key, shift[key as keyof Shift]])) };
}

export function EditSheet({ view, me, onClose }: { readonly view: ShiftView; readonly me: Id; readonly onClose: () => void }) {
  const app = useApp();
  const words = useRosterWords();
  const session = useSession();
  const recording = useRecording();
  const { shift, rest } = view;
  const [hours, setHours] = useState(() => hoursOfSpan(shift));
  const [posts, setPosts] = useState(shift.posts);
  const [capacity, setCapacity] = useState(shift.capacity);
  const [title, setTitle] = useState(shift.title ?? "");
  const [offer, setOffer] = useState(() => offerOf(shift));
  const [isAll, setAll] = useState(false);
  const choices = useView(() => app.views.read((reader) => postsFor(reader, shift.team)), [shift.team]).value ?? [];
  const shown = [...view.posts.filter(({ id }) => !choices.some((one) => one.id === id)), ...choices];
  const isWrong = hours.start === hours.end || posts.length === 0 || isOfferLacking(offer);

  const save = async (): Promise<void> => {
    const changed = (isAll ? rest : rest.filter((one) => one.shift.id === shift.id)).flatMap((one) => {
      const change = changesOf(one.shift, { hours, posts, capacity, title, offer });
      return change === null ? [] : [{ ...one, ...change }];
    });
    onClose();
    if (changed.length === 0) return;
    const patchOf = (id: Id, basis: readonly Id[], set: EntityFields["shift"]): Patch<"shift"> => ({ entity: "shift", id, basis, set });
    const ids = await recording(() =>
      patchEntities(
        app.ports,
        me,
        changed.map((one) => patchOf(one.shift.id, one.basis, one.set)),
      ),
    );
    if (ids === null) return;
    const undo = async (): Promise<void> => {
      const back = changed.map((one, i) => patchOf(one.shift.id, [ids[i] ?? ""], one.before));
      if ((await recording(() => patchEntities(app.ports, me, back))) !== null) session.show(words.undone);
    };
    session.show(words.saved, () => void undo());
  };

  return (
    <Sheet title={words.editTitle} onClose={onClose}>
      <HoursField hours={hours} onChange={setHours} />
      <PostsField posts={shown} chosen={posts} onChange={setPosts} />
      {posts.length === 0 ? <p class="warn">{words.problems.noPosts}</p> : null}
      <CapacityField value={capacity} onChange={setCapacity} />
      <TitleField value={title} onChange={setTitle} />
      <OfferFields value={offer} onChange={setOffer} />
      {rest.length > 1 ? (
        <div class="choice">
          <Button pressed={!isAll} onPress={() => setAll(false)}>
            {words.onlyThis}
          </Button>
          <Button pressed={isAll} onPress={() => setAll(true)}>
            {words.thisAndLater(rest.length)}
          </Button>
        </div>
      ) : null}
      <Button kind="main" wide disabled={isWrong} onPress={() => void save()}>
        {words.save}
      </Button>
    </Sheet>
  );
}
