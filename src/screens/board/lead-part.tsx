// 点长 on the spot, inside the sheet of one person: the right for the post they stand at, for this shift. Recorded on this device at once; the
// phone of whoever it is has it with the next network, or takes it from this screen without one.

import { useEffect, useState } from "preact/hooks";
import { endPostLead, makePostLead } from "../../actions/place.ts";
import { textToSequence } from "../../device/sequence-bytes.ts";
import type { BoardTile, BoardView } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import type { Post } from "../../domain/roster.ts";
import { createSequence, type QrSequence } from "../../protocol/qr-sequence.ts";
import { postLeadWords } from "../../words/post-lead.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { useRecording } from "../recording.ts";
import { Sequence } from "../relay/sequence.tsx";
import { useSession } from "../session.ts";

export interface LeadPartProps {
  readonly view: BoardView;
  readonly tile: BoardTile;
  readonly post: Post;
  readonly me: Id;
  /** The code has the sheet to itself: it is held out to a phone. */
  readonly isShown: boolean;
  readonly onShow: () => void;
  readonly onClose: () => void;
}

export function LeadPart({ view, tile, post, me, isShown, onShow, onClose }: LeadPartProps) {
  const app = useApp();
  const words = postLeadWords[useLanguage()];
  const name = tile.name ?? useAllWords().nobody;
  const session = useSession();
  const recording = useRecording();
  const { shift } = view.board;
  const held = view.leads.filter((lead) => lead.post === post.id);
  const [isLead, setLead] = useState(held.some(({ person }) => person === tile.person));

  // The role is known once the board has read what was recorded.
  const role = held.find(({ person }) => person === tile.person)?.role;
  const [sequence, setSequence] = useState<QrSequence | "none" | null>(null);
  useEffect(() => {
    if (!isShown || role === undefined) return;
    let isOver = false;
    app
      .tablet()
      .then(({ appointing }) => appointing.make({ shift: shift.id, post: post.id, role }))
      .then(async (text) => (text === null ? ("none" as const) : createSequence("appoint", await textToSequence(text))))
      .then(
        (made) => !isOver && setSequence(made),
        (error: unknown) => console.error(error),
      );
    return () => {
      isOver = true;
    };
  }, [isShown, role]);

  const appoint = async (): Promise<void> => {
    const ids = await recording(() =>
      makePostLead(app.ports, me, shift.team, { shift: shift.id, person: tile.person, post: post.id }, held),
    );
    if (ids === null) return;
    setLead(true);
    onShow();
  };
  const end = async (): Promise<void> => {
    const mine = held.filter(({ person }) => person === tile.person);
    if ((await recording(() => endPostLead(app.ports, me, mine))) === null) return;
    onClose();
    session.show(words.ended(name));
  };
  if (!isLead)
    return (
      <Button wide icon="flag" onPress={() => void appoint()}>
        {words.appoint(post.title)}
      </Button>
    );
  return (
    <section class="rows" data-lead={tile.person}>
      <p class="large">{words.isLead(name, post.title)}</p>
      {isShown ? (
        <>
          <p>{words.how}</p>
          {sequence === null ? null : sequence === "none" ? <p class="box warn">{words.noWord}</p> : <Sequence sequence={sequence} />}
        </>
      ) : (
        <Button wide icon="code" onPress={onShow}>
          {words.show}
        </Button>
      )}
      <Button kind="warn" icon="undo" wide onPress={() => void end()}>
        {words.end}
      </Button>
    </section>
  );
}
