// A duty that has been closed: what was stated, the summary for the group, and who was heard of only afterwards.

import { dutyPhotos } from "../../device/findings-view.ts";
import type { BoardView } from "../../device/view-types.ts";
import { entriesOf } from "../../domain/event.ts";
import { subject } from "../../domain/subjects.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Photos } from "../findings/photos.tsx";
import { useFindingsWords } from "../findings/words.ts";
import { Button } from "../parts/button.tsx";
import { useCopy } from "../parts/copying.ts";
import { ToastPlace } from "../parts/toast.tsx";
import { useView } from "../reading.ts";
import { clockOf, dayOf } from "../saying.tsx";
import { Counts } from "./counts.tsx";

export function Closed({ view }: { readonly view: BoardView }) {
  const app = useApp();
  const words = useAllWords();
  const photoWords = useFindingsWords();
  const copy = useCopy();
  const { shift, counts } = view.board;
  const entries = useView(() => app.ports.journal.entries([subject.duty(shift.id)]), [shift.id]).value ?? [];
  const photos = useView(() => app.views.read((reader) => dutyPhotos(reader, shift.id)), [shift.id]).value ?? [];
  const closings = entriesOf(entries, "dutyClosed");
  const closing = closings[closings.length - 1]?.event.facts;
  const end = closing?.end ?? shift.end;
  const lateComers = view.tiles.filter((tile) => tile.attendance.flags.includes("afterClose"));
  const work = closing === undefined ? null : words.close.summaryWork(closing.counts.guided ?? 0, closing.counts.cleaned ?? 0);

  const summary = [
    words.close.summary(view.team?.title ?? words.name, dayOf(words, shift.start), words.time.span(clockOf(shift.start), clockOf(end))),
    words.close.summaryPeople(counts.arrived, counts.onLeave, counts.absent, counts.unconfirmed),
    work,
    lateComers.length === 0 ? null : `${words.close.lateComers}: ${lateComers.map((tile) => tile.name ?? words.nobody).join(" ")}`,
  ]
    .filter((line) => line !== null)
    .join("\n");

  return (
    <>
      <p class="box good" role="status">
        <strong>{words.close.done}</strong> {words.close.endAt(clockOf(end))}
      </p>
      <Counts counts={counts} absent={counts.absent} />
      <pre class="card summary">{summary}</pre>
      <Photos what={photoWords.photo.label} photos={photos} />
      {lateComers.length === 0 ? null : (
        <section class="card">
          <h2>{words.close.lateComers}</h2>
          <p>{lateComers.map((tile) => tile.name ?? words.nobody).join(words.close.and)}</p>
        </section>
      )}
      <Button kind="main" wide icon="copy" onPress={() => copy(summary)}>
        {words.close.copy}
      </Button>
      <ToastPlace />
      <a class="button plain wide" href={`/desk/paper/sheet?shift=${shift.id}`}>
        {photoWords.printSheet}
      </a>
      <a class="button plain wide" href={`/board/${shift.id}`}>
        {words.close.toBoard}
      </a>
    </>
  );
}
