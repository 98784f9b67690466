// Reminds of signing out shortly before the planned end, over whatever screen is open: a sound and a line. Started after the first screen
// stands. Asks for no permission; where messages are allowed already, the phone shows one too. Once a shift and run of the page.

import { render } from "preact";
import type { Id } from "../../domain/event.ts";
import { minutesToEnd } from "../../domain/reminder.ts";
import { type ReminderWords, reminderWords } from "../../words/reminder.ts";
import type { App } from "../app.ts";
import { Button } from "../parts/button.tsx";
import "./reminder.css";

const everyMs = 20_000;

function notify(words: ReminderWords, text: string): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const options = { body: text, tag: "end-of-shift" };
  navigator.serviceWorker?.ready.then(
    (registration) => registration.showNotification(words.title, options),
    (error: unknown) => console.info("reminder: no message", error),
  );
}

/** Begins to watch; returns how to stop. */
export function startReminder(app: Pick<App, "views" | "now" | "feedback">): () => void {
  const told = new Set<Id>();
  const host = document.createElement("div");
  document.body.append(host);
  const hide = (): void => render(null, host);
  let shown: Id | null = null;

  async function look(): Promise<void> {
    const now = app.now();
    const duties = (await app.views.today(now))?.duties ?? [];
    if (shown !== null && !duties.some(({ shift, attendance }) => shift.id === shown && minutesToEnd(shift, attendance, now) !== null)) {
      shown = null;
      hide();
    }
    for (const { shift, attendance } of duties) {
      const minutes = minutesToEnd(shift, attendance, now);
      if (minutes === null || told.has(shift.id)) continue;
      told.add(shift.id);
      shown = shift.id;
      const words = reminderWords[document.documentElement.lang === "en" ? "en" : "zh-CN"];
      const text = words.line(minutes);
      render(
        <div class="reminder" role="alert" data-reminder={shift.id}>
          <p>{text}</p>
          <Button onPress={hide}>{words.close}</Button>
        </div>,
        host,
      );
      app.feedback.success();
      notify(words, text);
    }
  }

  const run = (): void => void look().catch((error: unknown) => console.error(error));
  const timer = setInterval(run, everyMs);
  document.addEventListener("visibilitychange", run);
  run();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", run);
    hide();
    host.remove();
  };
}
