// 岗位牌: one A4 page a post, with its code to scan and to type. The MACs are the endpoint's.

import { useState } from "preact/hooks";
import { signUrl, typedCode } from "../../protocol/codes.ts";
import { type Signs as SignsReply, signsSchema } from "../../protocol/paper.ts";
import { Choose } from "../parts/choose.tsx";
import { Qr } from "../parts/qr.tsx";
import { Asked, useAsked } from "./asking.tsx";
import { PaperFrame, usePaperWords } from "./frame.tsx";

type Sign = SignsReply["signs"][number];

export function Signs() {
  const words = usePaperWords();
  const asked = useAsked("/api/reports/signs", signsSchema);
  const [chosen, choose] = useState("all");
  const reply = asked.answer?.ok === true ? asked.answer.value : null;
  const all = [...(reply?.signs ?? [])].sort((a, b) => a.title.localeCompare(b.title, "zh-CN"));
  const shown = chosen === "all" ? all : all.filter(({ post }) => post === chosen);
  const options = [["all", words.signs.all(all.length)] as const, ...all.map(({ post, title }) => [post, title] as const)];
  return (
    <PaperFrame
      title={words.signs.title}
      screen="paper-signs"
      format="portrait"
      isReady={shown.length > 0}
      tools={all.length > 1 ? <Choose label={words.signs.one} options={options} chosen={chosen} onChoose={choose} /> : null}
    >
      <Asked asked={asked}>
        {({ publicUrl, signs }) =>
          signs.length === 0 ? (
            <p class="large">{words.signs.none}</p>
          ) : (
            shown.map((sign) => <Page key={sign.post} sign={sign} publicUrl={publicUrl} />)
          )
        }
      </Asked>
    </PaperFrame>
  );
}

function Page({ sign, publicUrl }: { readonly sign: Sign; readonly publicUrl: string }) {
  const words = usePaperWords();
  const code = typedCode(sign.mac);
  return (
    <section class="paper paper-sign" data-post={sign.post} data-code={code}>
      <h2>{sign.title}</h2>
      <p>{sign.teamTitle}</p>
      <Qr text={signUrl(publicUrl, sign)} label={sign.title} />
      <p class="paper-code">
        {code.slice(0, 3)} {code.slice(3)}
      </p>
      <p>{words.signs.use}</p>
    </section>
  );
}
