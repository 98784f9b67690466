// A leader at 岗位: the demonstration city, their phone in a browser, and a second device of theirs that says what the endpoint has. Shared by
// the suites about posts.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { distanceDm } from "../../../src/domain/distance.ts";
import { type Entity, fieldOf, foldEntity } from "../../../src/domain/entity.ts";
import type { Coordinate, EntityFields } from "../../../src/domain/entity-fields.ts";
import type { Id } from "../../../src/domain/event.ts";
import { demoLeader } from "../../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../../fixtures/endpoint-process.ts";
import { createTestDevice, sendTo, type TestDevice } from "../../fixtures/test-device.ts";
import { launchBrowser } from "./launch-browser.ts";
import { join, openDevice, type Place, quietHourOffset } from "./people.ts";
import { listen } from "./sweep.ts";

/** The demo's square, where its crossing is drawn. */
export const middle: Coordinate = [1_057_200_000, 345_800_000];
export const placeAt = ([lng, lat]: Coordinate, accuracy: number): Place => ({ longitude: lng / 1e7, latitude: lat / 1e7, accuracy });
export const metresApart = (a: Coordinate, b: Coordinate): number => distanceDm(a, { type: "point", at: b }) / 10;

export interface Leader {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly button: (name: string | RegExp) => Locator;
  readonly openNew: (title: string) => Promise<void>;
  /** Saves and waits until nothing is left to send; the id of the post. */
  readonly save: () => Promise<Id>;
  /** Fails on whatever the console said; without a network the browser complains of every request, which is no fault of ours. */
  readonly leave: () => Promise<void>;
}

export interface PostScene {
  readonly browser: Browser;
  readonly endpoint: EndpointProcess;
  readonly offsetMs: number;
  readonly second: TestDevice;
  readonly open: () => Promise<Leader>;
  /** As the endpoint has it now. */
  readonly postOf: (id: Id) => Promise<Entity<"post"> | null>;
  readonly fieldAt: (id: Id, field: keyof EntityFields["post"]) => Promise<unknown>;
  /** How far a point lies from the middle of the square, metres. */
  readonly fromMiddle: (id: Id) => Promise<number>;
  readonly close: () => Promise<void>;
}

const expected = /ERR_INTERNET_DISCONNECTED|dynamically imported module|preload CSS/;

export async function openPostScene(env: Readonly<Record<string, string>> = {}): Promise<PostScene> {
  const offsetMs = quietHourOffset();
  const dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-posts-"));
  const [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs, env })]);
  const invite = () => endpoint.invite(demoLeader("square"));
  const second = createTestDevice(sendTo(endpoint.url), () => Date.now() + offsetMs);
  await second.enrol(await invite());

  const postOf = async (id: Id) => {
    await second.pull();
    const entries = second.heldOf("patched").map(({ entry }) => entry);
    return foldEntity("post", id, entries);
  };
  const fieldAt = async (id: Id, field: keyof EntityFields["post"]): Promise<unknown> => {
    const entity = await postOf(id);
    return entity === null ? undefined : fieldOf(entity, field, null);
  };

  async function open(): Promise<Leader> {
    const context = await openDevice(browser, { offsetMs, place: placeAt(middle, 20) });
    const complaints = listen(context);
    const page = await join(context, await invite());
    const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
    return {
      context,
      page,
      button,
      openNew: async (title) => {
        await page.goto(`${endpoint.url}/desk/posts/new`);
        await page.getByLabel("名称").fill(title);
      },
      save: async () => {
        await button("保存").click();
        await page.locator('.post-foot[data-changed="false"]').waitFor();
        await page.getByText("已存本机,有网自动上传").waitFor();
        // Not hurried: the message with its 撤销 stands for ten seconds of the page's own time.
        await page.locator('[data-unsent="0"]').waitFor();
        return new URL(page.url()).pathname.split("/").pop() ?? "";
      },
      leave: async () => {
        expect(complaints.filter((line) => !expected.test(line))).toEqual([]);
        await context.close();
      },
    };
  }

  return {
    browser,
    endpoint,
    offsetMs,
    second,
    open,
    postOf,
    fieldAt,
    fromMiddle: async (id) => {
      const geometry = (await fieldAt(id, "geometry")) as EntityFields["post"]["geometry"];
      return geometry?.type === "point" ? metresApart(geometry.at, middle) : Number.NaN;
    },
    close: async () => {
      await browser.close();
      await endpoint.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
