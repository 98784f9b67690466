// Above every screen while the device's own storage fails: what happened, which taps wait in the emergency book, what to do. Fetched when
// it is needed. Where the journal cannot even be read it offers 签到 and 签退 without a shift: the leader matches the post.

import { checkIn, checkOut } from "../../actions/check-in.ts";
import { disasterWords } from "../../words/disasters.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useStore } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { clockOf } from "../saying.tsx";
import "./disaster.css";

/** Of a long list the newest say enough. */
const mostShown = 4;

/** `isUnread`: nothing of the journal could be read since this page was opened. */
export function Disaster({ isUnread }: { readonly isUnread: boolean }) {
  const app = useApp();
  const all = useAllWords();
  const words = disasterWords[all.language === "en" ? "en" : "zh-CN"];
  const store = useStore();
  const recording = useRecording();
  const trouble = store.trouble();
  const kept = store.kept();
  const owner = store.owner();
  const names: Readonly<Record<string, string>> = all.eventNames;
  // 加入 says it itself.
  if (kept.length === 0 && (trouble === null || trouble === "wiped")) return null;
  const canTap = isUnread && trouble !== null && trouble !== "wiped" && owner !== null;
  const tap = (act: typeof checkIn): void => {
    if (owner !== null) void recording(() => act(app.ports, { person: owner, shift: null, post: null }));
  };
  const Cause = isUnread ? "h1" : "p";
  const told = (
    <section class="disaster" role="alert" data-trouble={trouble ?? "none"} data-kept={kept.length}>
      {trouble === null || trouble === "wiped" ? null : <Cause class="disaster-cause">{words.trouble[trouble]}</Cause>}
      {kept.length === 0 ? null : trouble === null || trouble === "wiped" ? (
        <Cause class="disaster-cause">{words.waiting(kept.length)}</Cause>
      ) : (
        <>
          <p>
            <strong>{words.kept(kept.length)}</strong> {words.keptWhat}
          </p>
          <ul>
            {kept.slice(-mostShown).map(({ drafts: [first] }) =>
              first === undefined ? null : (
                <li key={first.id}>
                  {names[first.type] ?? first.type} {clockOf(first.wallTime + app.now() - app.ports.clock.now())}
                </li>
              ),
            )}
          </ul>
        </>
      )}
      {canTap ? (
        <>
          <p>{words.tapHere}</p>
          <div class="disaster-taps">
            <Button kind="go" onPress={() => tap(checkIn)}>
              {all.today.checkIn}
            </Button>
            <Button kind="leave" onPress={() => tap(checkOut)}>
              {all.today.checkOut}
            </Button>
          </div>
          <NotRecorded />
        </>
      ) : null}
      {trouble === null || trouble === "wiped" ? null : (
        <Button wide onPress={() => location.reload()}>
          {words.reload}
        </Button>
      )}
    </section>
  );
  // Then it is all there is of a screen.
  return isUnread ? <main>{told}</main> : told;
}
