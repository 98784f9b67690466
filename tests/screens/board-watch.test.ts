// How a board stays up to date: a tap reads only whom it is about, everything else is read as a whole when the tapping is over, and nothing that
// was read before a tap is ever shown over it.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BoardView } from "../../src/device/view-types.ts";
import { watchBoard } from "../../src/screens/board/board-watch.ts";

const viewOf = (text: string): BoardView => ({ tiles: [], text }) as unknown as BoardView;
const textOf = (view: BoardView | null): string => (view as unknown as { text: string } | null)?.text ?? "nothing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene() {
  let change = (): void => {};
  const shown: string[] = [];
  const asked: string[] = [];
  const held: ((text: string) => void)[] = [];
  let isHolding = false;
  let n = 0;
  const watch = watchBoard({
    whole: async () => {
      asked.push("whole");
      if (!isHolding) {
        n += 1;
        return viewOf(`whole ${n}`);
      }
      return new Promise((resolve) => held.push((text) => resolve(viewOf(text))));
    },
    after: async (view, people) => {
      asked.push(people.join("+"));
      return people.includes("alien") ? null : viewOf(`${textOf(view)}, ${people.join("+")}`);
    },
    changes: (call) => {
      change = call;
      return () => {
        change = () => {};
      };
    },
    show: (view) => shown.push(textOf(view)),
    fail: () => shown.push("failed"),
  });
  return {
    watch,
    shown,
    asked,
    held,
    hold: (holds: boolean): void => {
      isHolding = holds;
    },
    change: () => change(),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

test("a tap is shown by reading one person; the whole board follows once nobody taps", async () => {
  const { watch, shown, asked, change, pass } = scene();
  await pass(0);
  change();
  watch.touch(["a"]);
  await pass(100);
  expect(shown).toEqual(["whole 1", "whole 1, a"]);
  expect(asked).toEqual(["whole", "a"]);
  await pass(1_000);
  expect(shown[shown.length - 1]).toBe("whole 2");
  await pass(60_000);
  expect(asked).toEqual(["whole", "a", "whole"]);
});

test("two taps at once are both shown", async () => {
  const { watch, shown, pass } = scene();
  await pass(0);
  watch.touch(["a"]);
  watch.touch(["b"]);
  watch.touch(["c", "d"]);
  await pass(10);
  expect(shown[shown.length - 1]).toBe("whole 1, a, b+c+d");
});

test("news is read whole at once where nobody taps, and after five seconds however long somebody taps", async () => {
  const { watch, asked, change, pass } = scene();
  await pass(0);
  change();
  await pass(30);
  expect(asked).toEqual(["whole", "whole"]);
  for (let i = 0; i < 12; i += 1) {
    watch.touch(["a"]);
    change();
    await pass(500);
  }
  expect(asked.slice(2).filter((one) => one === "whole")).toHaveLength(1);
});

test("what was read whole beside a tap is shown with the tap in it", async () => {
  const { watch, shown, held, hold, change, pass } = scene();
  await pass(0);
  hold(true);
  change();
  await pass(30);
  watch.touch(["a"]);
  await pass(10);
  held[0]?.("old");
  await pass(10);
  expect(shown).toEqual(["whole 1", "whole 1, a", "old, a"]);
  hold(false);
  await pass(1_000);
  expect(shown[shown.length - 1]).toBe("whole 2");
});

test("a tap only the whole board can tell of is read whole at once; after it stopped nothing is read", async () => {
  const { watch, shown, asked, change, pass } = scene();
  await pass(0);
  watch.touch(["alien"]);
  await pass(10);
  expect(shown).toEqual(["whole 1", "whole 2"]);
  watch.stop();
  change();
  watch.touch(["a"]);
  await pass(10_000);
  expect(asked).toEqual(["whole", "alien", "whole"]);
});
