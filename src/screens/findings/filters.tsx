// By post and status: the two lists of findings are narrowed the same way.

import type { Id } from "../../domain/event.ts";
import type { FindingStatus } from "../../domain/findings.ts";
import { Choose } from "../parts/choose.tsx";
import { useFindingsWords } from "./words.ts";

export interface FiltersProps {
  /** Of the posts at which anything was found. */
  readonly titles: ReadonlyMap<Id, string>;
  /** Empty: every post. */
  readonly post: Id | "";
  readonly status: FindingStatus;
  readonly onPost: (post: Id | "") => void;
  readonly onStatus: (status: FindingStatus) => void;
}

export function Filters({ titles, post, status, onPost, onStatus }: FiltersProps) {
  const words = useFindingsWords();
  return (
    <>
      <Choose<string>
        label={words.post}
        options={[["", words.anyPost], ...[...titles].map(([id, title]) => [id, title] as const)]}
        chosen={titles.has(post) ? post : ""}
        onChoose={onPost}
      />
      <Choose<FindingStatus>
        label={words.statusLabel}
        options={(["all", "open", "closed"] as const).map((it) => [it, words.status[it]] as const)}
        chosen={status}
        onChoose={onStatus}
      />
    </>
  );
}
