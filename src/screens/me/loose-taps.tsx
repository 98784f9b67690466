// Own taps that belong to no shift so far: nothing is lost, and who does not count one says why (R13).

import { ownLooseTaps } from "../../device/own-loose-view.ts";
import { requestWords } from "../../words/requests.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useNow, useView } from "../reading.ts";
import { momentOf } from "../saying.tsx";

export function LooseTaps() {
  const app = useApp();
  const all = useAllWords();
  const words = requestWords[all.language === "en" ? "en" : "zh-CN"];
  const now = useNow();
  const lines = useView(() => app.views.read((reader) => ownLooseTaps(reader, app.now())), [now]).value ?? [];
  if (lines.length === 0) return null;
  return (
    <section class="card stack">
      <h2>{words.loose}</h2>
      <ul class="rows">
        {lines.map(({ tap, isIn, at, refused }) => (
          <li key={tap} data-loose={refused === null ? "waiting" : "refused"}>
            <b>
              {isIn ? all.today.checkIn : all.today.checkOut} {momentOf(all, at, now)}
            </b>
            {refused === null ? (
              <p class="muted">{words.looseWaits}</p>
            ) : (
              <>
                <p>
                  {words.looseRefused} {refused.reason === null ? "" : words.wrote(refused.reason)}
                </p>
                <p class="muted">{words.by(refused.byName ?? words.somebody, momentOf(all, refused.at, now))}</p>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
