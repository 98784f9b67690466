// One person on a shift: to another post, 点长 of the one they stand at, or off the shift again. Each with its 撤销.

import { endPostLead, makePostLead, movePerson, placeAgain, release } from "../../actions/place.ts";
import type { ShiftView, StandingPerson } from "../../device/roster-shift-view.ts";
import type { Id } from "../../domain/event.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { useOfferWords } from "./offer-fields.tsx";
import { useRosterWords } from "./saying.ts";

export function PersonSheet({
  view,
  of,
  me,
  onSwap,
  onClose,
}: {
  readonly view: ShiftView;
  readonly of: StandingPerson;
  readonly me: Id;
  readonly onSwap: (how: "swap" | "substitute") => void;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useRosterWords();
  const offers = useOfferWords();
  const session = useSession();
  const recording = useRecording();
  const { shift, posts } = view;
  const { person, post, leads } = of;
  const name = of.name ?? "?";
  const titleOf = (id: Id | null): string => posts.find((one) => one.id === id)?.title ?? words.unassigned;
  const at = { shift: shift.id, person };

  const act = async (
    record: () => Promise<readonly Id[]>,
    said: string,
    undo: ((ids: readonly Id[]) => Promise<unknown>) | null,
  ): Promise<void> => {
    const ids = await recording(record);
    onClose();
    if (ids === null) return;
    const takeBack = async (): Promise<void> => {
      if (undo !== null && (await recording(() => undo(ids))) !== null) session.show(words.undone);
    };
    if (undo === null) session.show(said);
    else session.show(said, () => void takeBack());
  };
  const takeOff = (): Promise<void> =>
    act(
      () => release(app.ports, me, { ...at, of: of.events, leads }),
      words.unplaced(name),
      () => placeAgain(app.ports, me, shift.team, { ...at, post }, of.isLead),
    );
  const move = (to: Id): Promise<void> =>
    act(
      () => movePerson(app.ports, me, { ...at, post: to, of: of.events, leads }),
      words.moved(name, titleOf(to)),
      // The second draft is the new placement.
      ([, placed = ""]) => movePerson(app.ports, me, { ...at, post, of: [placed], leads: [] }),
    );
  const lead = (of: Id): Promise<void> => {
    const before = view.people.flatMap((one) => one.leads.filter((held) => held.post === of));
    return act(() => makePostLead(app.ports, me, shift.team, { ...at, post: of }, before), words.leadMade(name, titleOf(of)), null);
  };

  return (
    <Sheet title={name} onClose={onClose}>
      <p>{titleOf(post)}</p>
      {post === null ? null : of.isLead ? (
        <Button wide onPress={() => void act(() => endPostLead(app.ports, me, leads), words.leadEnded(name), null)}>
          {words.endLead}
        </Button>
      ) : (
        <>
          <Button wide onPress={() => void lead(post)}>
            {words.makeLead}
          </Button>
          <p class="muted">{words.leadHow}</p>
        </>
      )}
      {posts
        .filter(({ id }) => id !== post && shift.posts.includes(id))
        .map(({ id, title }) => (
          <Button key={id} wide onPress={() => void move(id)}>
            {words.move} {title}
          </Button>
        ))}
      <Button wide onPress={() => onSwap("swap")}>
        {offers.swap}
      </Button>
      <Button wide onPress={() => onSwap("substitute")}>
        {offers.substitute}
      </Button>
      <Button kind="warn" wide onPress={() => void takeOff()}>
        {words.release}
      </Button>
    </Sheet>
  );
}
