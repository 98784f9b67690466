// The little a story needs of any browser: go somewhere, press what carries a word, wait until the page shows something, read what it
// keeps. Speaks through a wire (WebDriver's own commands), of which each browser has one. Knows nothing of the app.

import { setTimeout as sleep } from "node:timers/promises";

/** What both WebDriver over HTTP and Firefox's Marionette understand. */
export interface Wire {
  navigate(url: string): Promise<void>;
  refresh(): Promise<void>;
  /** The body of a function; a promise it returns is awaited. */
  execute(script: string, args: readonly unknown[]): Promise<unknown>;
  /** A real click, at the element's middle, where a person's would land. */
  click(element: string): Promise<void>;
  end(): Promise<void>;
}

export interface Driver {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** The button or link with exactly these words; in the open dialog if there is one. */
  press(words: string): Promise<void>;
  until(selector: string): Promise<void>;
  untilSaid(words: string): Promise<void>;
  read<T>(script: string): Promise<T>;
  close(): Promise<void>;
}

/** The standard's name for "this is an element". */
const elementKey = "element-6066-11e4-a52e-4f735466cecf";
const patienceMs = 60_000;
const pauseMs = 100;

const findByWords = `
  const inside = document.querySelector('[role="dialog"], dialog[open]') ?? document;
  return Array.from(inside.querySelectorAll('button, a, [role="button"]')).find((it) =>
    it.textContent.trim() === arguments[0] && it.getClientRects().length > 0 &&
    !it.disabled && it.getAttribute('aria-disabled') !== 'true') ?? null;`;

/** What one sees when a wait was in vain. */
const readPage = `return location.pathname + ' ' + (document.querySelector('main')?.outerHTML.split('>')[0] ?? '') + ' ' + document.body.innerText;`;

export function createDriver(wire: Wire): Driver {
  async function eventually<T>(what: string, look: () => Promise<T | null>): Promise<T> {
    const until = Date.now() + patienceMs;
    let failure: unknown = null;
    while (Date.now() < until) {
      // A page on its way to another has nothing to look into for a moment.
      const found = await look().catch((error: unknown) => {
        failure = error;
        return null;
      });
      if (found !== null) return found;
      await sleep(pauseMs);
    }
    const shown = await wire.execute(readPage, []).catch((error: unknown) => error);
    throw new Error(`waited in vain for ${what}; the page shows: ${String(shown)}`, { cause: failure });
  }
  const isTrue = (script: string, argument: string) => async (): Promise<true | null> =>
    (await wire.execute(script, [argument])) === true ? true : null;

  return {
    goto: (url) => wire.navigate(url),
    reload: () => wire.refresh(),
    press: async (words) => {
      await eventually(`“${words}” to press`, async () => {
        const found = (await wire.execute(findByWords, [words])) as Readonly<Record<string, string>> | null;
        const element = found?.[elementKey];
        if (element === undefined) return null;
        // A person would scroll it out from under the bar below, which a driver takes for something else.
        await wire.execute('arguments[0].scrollIntoView({ block: "center" });', [found]);
        await wire.click(element);
        return true;
      });
    },
    until: async (selector) => {
      await eventually(selector, isTrue("return document.querySelector(arguments[0]) !== null;", selector));
    },
    untilSaid: async (words) => {
      await eventually(`“${words}”`, isTrue("return document.body.innerText.includes(arguments[0]);", words));
    },
    read: async <T>(script: string) => (await wire.execute(script, [])) as T,
    close: () => wire.end(),
  };
}
