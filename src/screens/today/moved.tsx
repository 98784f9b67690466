// 临时换点 on 今日: that the post lies elsewhere this time, why, and which way; and where a fix is to be judged against. Fetched after the first
// screen, which most days has nothing of it.

import { relocationsView } from "../../device/relocations-view.ts";
import type { Duty } from "../../device/view-types.ts";
import { distanceDm } from "../../domain/distance.ts";
import type { Geometry } from "../../domain/entity-fields.ts";
import type { PostShape } from "../../domain/position.ts";
import { middleOf, offsetDm, pointsOf } from "../../domain/post-shape.ts";
import { shapeOn } from "../../domain/relocation.ts";
import { type EvidenceWords, evidenceWords } from "../../words/evidence.ts";
import { type App, useApp } from "../app.ts";
import { useView } from "../reading.ts";
import { useWords } from "../saying.tsx";

const movedOf = (app: App, duty: Duty) =>
  app.views.read(async (reader) => (await relocationsView(reader, duty.shift.id)).get(duty.post?.id ?? "") ?? null);

/** The duty's post as it lies on that shift. */
export const shapeOnShift = async (app: App, duty: Duty): Promise<PostShape | null> => shapeOn(await movedOf(app, duty), duty.post);

/** Nearer than that nobody would look elsewhere. */
const sameDm = 300;

function wayTo(words: EvidenceWords["moved"], metres: (metres: number) => string, from: Geometry, to: Geometry): string {
  const [a, b] = [middleOf(pointsOf(from)), middleOf(pointsOf(to))];
  if (a === null || b === null) return words.here;
  const dm = distanceDm(a, { type: "point", at: b });
  if (dm < sameDm) return words.here;
  const [east, north] = offsetDm(a, b);
  const eighth = Math.round(Math.atan2(east, north) / (Math.PI / 4));
  return words.away(metres(Math.round(dm / 100) * 10), words.ways[(eighth + 8) % 8] ?? "");
}

export function Moved({ duty }: { readonly duty: Duty }) {
  const app = useApp();
  const all = useWords();
  const words = evidenceWords[all.language === "en" ? "en" : "zh-CN"].moved;
  const moved = useView(() => movedOf(app, duty), [duty.shift.id, duty.post?.id]).value;
  if (moved == null) return null;
  const metres = (m: number): string => (all.language === "en" ? `${m} m` : `${m}米`);
  const from = duty.post?.shape?.geometry;
  const where = moved.geometry === null ? words.cardUnknown : from === undefined ? null : wayTo(words, metres, from, moved.geometry);
  return (
    <ul class="notices">
      <li class="warn" data-moved={moved.event}>
        {[words.card, moved.reason, where].filter((text) => text !== null && text !== "").join(" · ")}
      </li>
    </ul>
  );
}
