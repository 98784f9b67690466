// The way from wherever a record is named to the record itself.

import type { Id } from "../../domain/event.ts";
import { recordLinkWords } from "../../words/record-link.ts";
import { useWords } from "../saying.tsx";

/** Without `person`: one's own. */
export function RecordLink({ shift, person }: { readonly shift: Id; readonly person?: Id }) {
  const words = recordLinkWords[useWords().language === "en" ? "en" : "zh-CN"];
  return (
    <a class="button plain wide" href={person === undefined ? `/record/${shift}` : `/record/${shift}/${person}`}>
      {words}
    </a>
  );
}
