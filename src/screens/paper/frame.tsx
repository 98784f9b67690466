// The frame of every page that prints: its choices and the print button, which stay on the screen, and the paper format of its document.

import type { ComponentChildren } from "preact";
import type { Id } from "../../domain/event.ts";
import type { Team } from "../../domain/roster.ts";
import { paperWords } from "../../words/paper.ts";
import { DeskFrame } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";
import landscape from "./landscape.css?url";
import "./paper.css";
import portrait from "./portrait.css?url";

export const usePaperWords = () => paperWords[useLanguage()];

export function PaperFrame({
  title,
  screen,
  format,
  isReady,
  tools,
  children,
}: {
  readonly title: string;
  readonly screen: string;
  readonly format: "portrait" | "landscape";
  /** There is something on the paper. */
  readonly isReady: boolean;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const words = usePaperWords();
  return (
    <DeskFrame title={title} back="/desk/paper" screen={screen} wide>
      <link rel="stylesheet" href={format === "portrait" ? portrait : landscape} />
      <div class="paper-tools">
        {tools}
        {isReady ? (
          <Button kind="main" onPress={() => window.print()}>
            {words.print}
          </Button>
        ) : null}
      </div>
      {children}
    </DeskFrame>
  );
}

/** A page is wider than a phone: pushed sideways, by keyboard too. */
export function PaperScroll({ page, children }: { readonly page?: number; readonly children: ComponentChildren }) {
  const words = usePaperWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="paper-scroll" aria-label={page === undefined ? words.title : `${words.title} ${page}`} tabIndex={0}>
      {children}
    </section>
  );
}

/** Nothing to choose for whoever leads one team. */
export function ChooseTeam({
  teams,
  chosen,
  onChoose,
}: {
  readonly teams: readonly Team[];
  readonly chosen: Id;
  readonly onChoose: (team: Id) => void;
}) {
  const words = usePaperWords();
  if (teams.length < 2) return null;
  return <Choose label={words.team} options={teams.map(({ id, title }) => [id, title] as const)} chosen={chosen} onChoose={onChoose} />;
}
