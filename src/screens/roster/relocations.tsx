// 临时换点 on a shift's page: which posts lie elsewhere that day, and the sheet that says so. Fetched after the page itself.

import { useState } from "preact/hooks";
import { relocate } from "../../actions/relocate.ts";
import { retract } from "../../actions/retract.ts";
import { type RelocationLine, relocationsView } from "../../device/relocations-view.ts";
import type { ShiftView } from "../../device/roster-shift-view.ts";
import type { Id } from "../../domain/event.ts";
import { startDrawing, toGeometry } from "../../domain/post-shape.ts";
import { evidenceWords } from "../../words/evidence.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { TextField } from "../people/fields.tsx";
import { type Place, PlaceEditor } from "../posts/place.tsx";
import { useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import "../posts/posts.css";

export interface RelocationsProps {
  readonly view: ShiftView;
  readonly me: Id;
}

const useEvidenceWords = () => evidenceWords[useLanguage()].moved;

export function Relocations({ view, me }: RelocationsProps) {
  const app = useApp();
  const words = useEvidenceWords();
  const session = useSession();
  const recording = useRecording();
  const [isOpen, setOpen] = useState(false);
  const { shift, posts } = view;
  const moved = useView(() => app.views.read((reader) => relocationsView(reader, shift.id)), [shift.id]).value;
  const takeBack = async (id: Id): Promise<void> => {
    if ((await recording(() => retract(app.ports, me, [id]))) !== null) session.show(words.undone);
  };
  const titleOf = (post: Id): string => posts.find(({ id }) => id === post)?.title ?? words.post;
  const lines: readonly RelocationLine[] = moved === undefined ? [] : [...moved.values()];
  return (
    <>
      {lines.map((line) => (
        <section class="card" key={line.event} data-relocated={line.post}>
          <p class="warn">
            {words.card} · {words.line(titleOf(line.post), line.reason ?? "")}
          </p>
          {line.geometry === null ? <p>{words.lineUnknown}</p> : null}
          {line.author === me ? (
            <Button icon="undo" onPress={() => void takeBack(line.event)}>
              {words.undo}
            </Button>
          ) : (
            <p class="muted">{words.byOther}</p>
          )}
        </section>
      ))}
      {posts.length === 0 ? null : (
        <Button icon="pin" onPress={() => setOpen(true)}>
          {words.open}
        </Button>
      )}
      {isOpen ? (
        <RelocateSheet
          view={view}
          onClose={() => setOpen(false)}
          onSave={async (moving) => {
            const id = await recording(() => relocate(app.ports, me, { shift: shift.id, ...moving }));
            if (id === null) return;
            setOpen(false);
            session.show(words.done(titleOf(moving.post)), () => void takeBack(id));
          }}
        />
      ) : null}
    </>
  );
}

type Moved = Omit<Parameters<typeof relocate>[2], "shift">;
const nowhere: Place = { drawing: startDrawing("point", null), accuracyDm: null, sourceDatum: "wgs84" };

function RelocateSheet({
  view,
  onSave,
  onClose,
}: {
  readonly view: ShiftView;
  readonly onSave: (moving: Moved) => Promise<void>;
  readonly onClose: () => void;
}) {
  const words = useEvidenceWords();
  const { posts } = view;
  const [post, setPost] = useState(posts[0]?.id ?? "");
  const [isKnown, setKnown] = useState(true);
  const [place, setPlace] = useState<Place>(nowhere);
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const geometry = toGeometry(place.drawing.type, place.drawing.points);
  const why = reason.trim();
  const lacks = why === "" ? words.reasonMissing : isKnown && geometry === null ? words.placeMissing : null;
  const kind = posts.find(({ id }) => id === post)?.kind ?? "crossing";
  return (
    <Sheet title={words.title} onClose={onClose}>
      <div class="rows" data-relocate>
        <p>{words.about}</p>
        {posts.length < 2 ? null : (
          <fieldset>
            <legend>{words.post}</legend>
            <div class="choice">
              {posts.map(({ id, title }) => (
                <Button key={id} pressed={id === post} onPress={() => setPost(id)}>
                  {title}
                </Button>
              ))}
            </div>
          </fieldset>
        )}
        <TextField label={words.reason} value={reason} hint={words.reasonHint} onChange={setReason} />
        <div class="choice">
          <Button pressed={isKnown} onPress={() => setKnown(true)}>
            {words.known}
          </Button>
          <Button pressed={!isKnown} onPress={() => setKnown(false)}>
            {words.unknown}
          </Button>
        </div>
        {isKnown ? <PlaceEditor kind={kind} place={place} neighbours={posts} onChange={setPlace} /> : <p>{words.unknownAbout}</p>}
        {isAsked && lacks !== null ? (
          <p class="warn" role="alert">
            {lacks}
          </p>
        ) : null}
        <Button
          kind="main"
          wide
          onPress={() => {
            setAsked(true);
            if (lacks === null) void onSave({ post, geometry: isKnown ? geometry : null, reason: why });
          }}
        >
          {words.save}
        </Button>
        <Button wide onPress={onClose}>
          {words.close}
        </Button>
      </div>
    </Sheet>
  );
}
