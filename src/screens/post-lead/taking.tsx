// A 点长 takes on the right from a leader's screen, by the phone's own 扫码: code after code until all is there, verified against the endpoint's
// key, kept, told. Codes that carry something else are none of its business.

import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { sequenceToText } from "../../device/sequence-bytes.ts";
import { createCollector } from "../../protocol/qr-sequence.ts";
import { postLeadWords } from "../../words/post-lead.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";

/** The pages that read them. */
const ways = { relay: "/relay/take", handover: "/take" } as const;

export function TakingPost({ frame }: { readonly frame: string }) {
  const app = useApp();
  const words = postLeadWords[useLanguage()];
  const session = useSession();
  const recording = useRecording();
  const { route } = useLocation();
  const collector = useRef(createCollector()).current;
  const [said, say] = useState<string | null>(null);
  const [other, showWay] = useState<"relay" | "handover" | null>(null);

  const finish = async (bytes: Uint8Array): Promise<void> => {
    const text = await sequenceToText(bytes);
    if (typeof text !== "string") return say(words.notBelieved);
    const { appointing } = await app.tablet();
    const answer = await appointing.open(text);
    if (!answer.ok) return say(answer.problem === "notForYou" ? words.notForYou : words.notBelieved);
    if ((await recording(() => appointing.take(answer.handed))) === null) return;
    app.sync.wake("tap");
    session.show(words.taken);
    route("/", true);
  };

  useEffect(() => {
    const taken = collector.take(frame);
    if (taken.type === "strange" || taken.type === "again") return;
    if (taken.kind !== "appoint") return showWay(taken.kind);
    if (taken.type === "partial") say(words.taking(taken.have, taken.of));
    else if (taken.type === "whole") void finish(taken.bytes).catch((error: unknown) => console.error(error));
  }, [frame]);
  if (other !== null)
    return (
      <div class="box" role="status" data-other-code={other}>
        <p>{words.otherCodes[other]}</p>
        <a class="button wide" href={ways[other]}>
          {words.toOther[other]}
        </a>
      </div>
    );
  return said === null ? null : (
    <p class="box" role="status" data-taking>
      {said}
    </p>
  );
}
