// Light or dark, plain or large. A person's choice holds; on automatic the phone's wish is followed once, when the app opens, and never during
// a running duty: a screen that turns dark at dusk would be lost in a volunteer's hand.

import { useLayoutEffect } from "preact/hooks";
import { isCare } from "../device/settings.ts";
import { rules } from "../domain/rules.ts";
import { useApp } from "./app.ts";
import { useSettings } from "./reading.ts";

const show = (theme: "light" | "dark"): void => {
  document.documentElement.dataset.theme = theme;
  for (const meta of Array.from(document.querySelectorAll('meta[name="theme-color"]')))
    meta.setAttribute("content", theme === "dark" ? "#14171A" : "#8F1A1A");
};

export function useTheme(): void {
  const app = useApp();
  const settings = useSettings();
  const { theme } = settings;
  const large = isCare(settings);
  // Before anything is painted: letters that grow under a thumb are missed.
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute("data-care", large);
  }, [large]);
  // With it: a frame of the other theme would flash.
  useLayoutEffect(() => {
    if (theme !== "auto") return show(theme);
    if (!matchMedia("(prefers-color-scheme: dark)").matches) return show("light");
    // Whoever chooses while this is being read has the last word.
    let isOver = false;
    const decide = async (): Promise<void> => {
      const now = app.now();
      const isRunning = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
        start - rules.opensBeforeMs <= now && now <= end;
      const { ledShifts } = await import("../device/board-view.ts");
      const [today, led] = await Promise.all([app.views.today(now), app.views.read((reader) => ledShifts(reader, now))]);
      if (!isOver) show([...(today?.duties.map((duty) => duty.shift) ?? []), ...led].some(isRunning) ? "light" : "dark");
    };
    decide().catch((error: unknown) => {
      console.error(error);
      if (!isOver) show("dark");
    });
    return () => {
      isOver = true;
    };
  }, [app, theme]);
}
