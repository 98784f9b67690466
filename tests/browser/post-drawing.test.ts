// Drawing a post in a real browser: by mouse and keyboard on a grid, on a map in another datum, and where no map can be had.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EntityFields } from "../../src/domain/entity-fields.ts";
import { demoId } from "../../src/endpoint/demo.ts";
import { type Leader, openPostScene, type PostScene } from "./support/post-scene.ts";

let scene: PostScene;
let leader: Leader;
beforeAll(async () => {
  scene = await openPostScene();
});
afterAll(() => scene?.close());
beforeEach(async () => {
  leader = await scene.open();
});
afterEach(() => leader.leave());

describe("drawing", () => {
  it("on a grid by mouse and keyboard, each step back and forth, an area with its reach", async () => {
    await leader.openNew("画的小区");
    await leader.button("小区、楼院").click();
    await leader.button("在图上画").click();
    await leader.page.locator('[data-map="grid"]').waitFor();
    await leader.page.getByText(/没有配底图:每格\d+米/).waitFor();
    const map = leader.page.getByRole("application", { name: "画岗位的图" });
    const corner = leader.page.locator(".map-corner");
    await map.click({ position: { x: 60, y: 60 } });
    await map.click({ position: { x: 240, y: 80 } });
    await leader.page.getByText("还差1个拐点").waitFor();
    await map.focus();
    await map.press("ArrowDown");
    await map.press("Enter");
    await expect.poll(() => corner.count()).toBe(3);
    await leader.button("退一步").click();
    await expect.poll(() => corner.count()).toBe(2);
    await leader.button("再做").click();
    await expect.poll(() => corner.count()).toBe(3);
    await corner.nth(2).focus();
    for (let i = 0; i < 3; i += 1) await leader.page.keyboard.press("ArrowUp");
    // Drawn anew with each step, the corner keeps the focus. Asked of the page at once: a corner found first may be gone when it is asked.
    const focused = () =>
      leader.page.evaluate(() => Array.from(document.querySelectorAll(".map-corner")).indexOf(document.activeElement as Element));
    await expect.poll(focused).toBe(2);
    await leader.page.locator(".map-band").waitFor({ state: "attached" });
    await leader.page.locator(".map-other").first().waitFor({ state: "attached" });
    const before = (await leader.page.locator(".place > p").first().textContent()) ?? "";
    const box = await corner.nth(0).boundingBox();
    if (box === null) throw new Error("no corner");
    await leader.page.mouse.move(box.x + 28, box.y + 28);
    await leader.page.mouse.down();
    await leader.page.mouse.move(box.x + 60, box.y + 90, { steps: 5 });
    await leader.page.mouse.up();
    await expect.poll(() => corner.count()).toBe(3);
    expect(before).toContain("一片地");
    const id = await leader.save();
    const geometry = (await scene.fieldAt(id, "geometry")) as EntityFields["post"]["geometry"];
    expect(geometry).toMatchObject({ type: "polygon" });
    expect(geometry?.type === "polygon" ? geometry.ring.length : 0).toBe(3);
  });

  it("on a map in GCJ-02 the tap means the street, not the pixel: what is kept is WGS-84", async () => {
    const asked: string[] = [];
    const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    const tiles = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(200, { "content-type": "image/png", "cross-origin-resource-policy": "cross-origin" }).end(pixel);
    });
    await new Promise<void>((resolve) => tiles.listen(0, "127.0.0.1", resolve));
    const { port } = tiles.address() as AddressInfo;
    const other = await openPostScene({
      MAP_TILES: `http://127.0.0.1:${port}/{z}/{x}/{y}.png`,
      MAP_TILES_DATUM: "gcj02",
      MAP_TILES_NAME: "本机底图",
    });
    try {
      const there = await other.open();
      const id = demoId("square-crossing");
      await there.page.goto(`${other.endpoint.url}/desk/posts/${id}`);
      await there.button("在图上画").click();
      await there.page.locator('[data-map="tiles"]').waitFor();
      await there.page.getByText("本机底图").waitFor();
      await there.page.locator("img.leaflet-tile-loaded").first().waitFor();
      expect(asked.length).toBeGreaterThan(0);
      // The crossing lies at the cross; set there again it has not moved, though the map is 389 m off.
      await there.button("回到岗位").click();
      await there.button("定在十字处").click();
      await there.page.getByText("坐标来自高德、腾讯、微信").waitFor();
      await there.save();
      await expect.poll(() => other.fieldAt(id, "sourceDatum")).toBe("gcj02");
      expect(await other.fromMiddle(id)).toBeLessThan(2);
      await there.leave();
    } finally {
      await other.close();
      tiles.close();
    }
  });

  it("without a network and before the map was ever fetched, says what to do instead", async () => {
    await leader.openNew("没网的路口");
    await leader.context.setOffline(true);
    await leader.button("在图上画").click();
    await leader.page.getByText("图的程序还没下载:连一次网再来,或先采点、输坐标").waitFor();
    await leader.button("输坐标").click();
    await leader.page.getByLabel("经纬度").waitFor();
  });
});
