// One invite, asked for and shown: the 口令 to post, the link, its square code, and six digits when somebody needs them.

import { useState } from "preact/hooks";
import { type InviteReply, type InviteRequest, inviteReplySchema } from "../../protocol/joining.ts";
import { inviteWords } from "../../words/invites.ts";
import { joiningWords } from "../../words/joining.ts";
import { problemText } from "../../words/words.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { useCopy } from "../parts/copying.ts";
import { Qr } from "../parts/qr.tsx";
import { clockOf, dayOf, useWords } from "../saying.tsx";

/** `name`: of the team or person, for the sentence before the link. */
export function OneInvite({ request, name }: { readonly request: InviteRequest; readonly name: string }) {
  const app = useApp();
  const all = useWords();
  const language = useLanguage();
  const words = inviteWords[language].invites;
  const copy = useCopy();
  const [invite, setInvite] = useState<InviteReply | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const make = async (code: boolean): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const answer = await app.desk.ask(
      { method: "POST", path: "/api/invites", body: code ? { ...request, code } : request },
      inviteReplySchema,
    );
    setBusy(false);
    if (answer.ok) setInvite(answer.value);
    else setProblem(answer.problem);
  };
  const failed =
    problem === null ? null : (
      <p class="box bad">
        <strong>{words.failed}</strong> {problem === "offline" ? words.offline : problemText(all, problem)}
      </p>
    );
  if (invite === null)
    return (
      <div class="invite">
        {request.for === "person" ? <p class="large">{name}</p> : null}
        <Button kind="main" wide disabled={isBusy} onPress={() => void make(false)}>
          {isBusy ? words.making : words.make}
        </Button>
        <Button wide disabled={isBusy} onPress={() => void make(true)}>
          {words.digits}
        </Button>
        <div role="status">{failed}</div>
      </div>
    );
  return (
    <div class="invite" data-link={invite.link}>
      {request.for === "person" ? (
        <p>
          <strong class="large">{name}</strong> {words.devices(invite.devices)}
        </p>
      ) : null}
      {invite.code === undefined ? null : (
        <p class="box good" role="status">
          {words.digitsAre} <b class="digits">{`${invite.code.digits.slice(0, 3)} ${invite.code.digits.slice(3)}`}</b>
          <br />
          {words.digitsUntil(clockOf(invite.code.expires))}
        </p>
      )}
      <Button kind="main" wide icon="copy" onPress={() => copy(joiningWords[language].spell(name) + invite.link)}>
        {words.copySpell}
      </Button>
      <Button wide icon="copy" onPress={() => copy(invite.link)}>
        {words.copyLink}
      </Button>
      <div class="invite-qr">
        <Qr text={invite.link} label={words.qr} />
      </div>
      <p class="muted">{words.until(dayOf(all, invite.expires))}</p>
      <Button wide disabled={isBusy} onPress={() => void make(true)}>
        {words.digits}
      </Button>
      <Button wide disabled={isBusy} onPress={() => void make(false)}>
        {isBusy ? words.making : words.remake}
      </Button>
      <div role="status">{failed}</div>
    </div>
  );
}
