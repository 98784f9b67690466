// 取消班次: asked once, with what it means for those who are on it; this one, or the rest of its series.

import type { ShiftView } from "../../device/roster-shift-view.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useRosterWords } from "./saying.ts";

export function CancelSheet({
  view,
  onCancel,
  onClose,
}: {
  readonly view: ShiftView;
  readonly onCancel: (all: ShiftView["rest"]) => void;
  readonly onClose: () => void;
}) {
  const words = useRosterWords();
  const { people, rest, signedIn } = view;
  const own = rest.filter(({ shift }) => shift.id === view.shift.id);
  return (
    <Sheet title={words.cancelTitle} onClose={onClose}>
      {people.length === 0 ? null : <p>{words.cancelPeople(people.length)}</p>}
      {signedIn === 0 ? null : <p class="warn">{words.cancelSignedIn(signedIn)}</p>}
      <Button kind="main" wide onPress={() => onCancel(own)}>
        {rest.length > 1 ? words.cancelOne : words.cancelShift}
      </Button>
      {rest.length > 1 ? (
        <Button wide onPress={() => onCancel(rest)}>
          {words.cancelRest(rest.length)}
        </Button>
      ) : null}
      <Button wide onPress={onClose}>
        {words.keepShift}
      </Button>
    </Sheet>
  );
}
