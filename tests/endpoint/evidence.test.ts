// R15 and R16 at the endpoint: what it makes of raw fixes, printed signs and typed codes.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FactsOf } from "../../src/domain/facts.ts";
import { typedCode } from "../../src/protocol/codes.ts";
import { signMessage } from "../../src/protocol/signing.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, middle, openPeopledCity, person, post, shift } from "./city.ts";

let city: City;
let ann: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const checkIn: FactsOf["checkedIn"] = { shift: shift.one, post: null };
const claim = (of: string): FactsOf["positionFixed"] => ({ of, band: null, distanceDm: null, accuracyDm: 100, postVersion: null });

describe("evidence", () => {
  const metre = 10_000_000 / 111_195;
  const fixAt = async (northM: number, accuracyDm: number, of: { post: string | null; delayMs?: number }) => {
    const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: of.post } });
    const latE7 = Math.round(middle[1] + northM * metre);
    const at = city.clock.at + (of.delayMs ?? 5_000);
    return (
      await ann.tell({
        type: "positionFixed",
        facts: claim(tap.event.id),
        parts: { fix: { lngE7: middle[0], latE7, accuracyDm, at } },
      })
    ).verdict;
  };

  test("R15 R16 the endpoint judges the raw fix against the placed post, the named post, a line and a polygon", async () => {
    expect(await fixAt(95, 200, { post: null })).toMatchObject({ strength: "strong", band: "inside" });
    expect(await fixAt(150, 300, { post: post.point })).toMatchObject({ strength: "contrary", band: "outside" });
    expect(await fixAt(150, 900, { post: post.point })).toMatchObject({ strength: "weak", band: "uncertain" });
    const line = await fixAt(0, 100, { post: post.line });
    expect(line?.band).toBe("outside");
    expect(Math.abs((line?.distanceDm ?? 0) - 4578)).toBeLessThan(30);
    expect((await fixAt(0, 100, { post: post.polygon }))?.band).toBe("outside");
    expect(city.ledger.world.post(post.point)?.shape?.version).toBe((await fixAt(0, 100, { post: null }))?.postVersion);
  });

  test("R16 a fix taken more than 90 s after the tap is weak wherever it was", async () => {
    expect(await fixAt(0, 100, { post: null, delayMs: 90_000 })).toMatchObject({ strength: "strong" });
    expect(await fixAt(0, 100, { post: null, delayMs: 90_001 })).toMatchObject({ strength: "weak", band: "inside" });
  });

  test("R16 a printed sign and a typed code are weak and static when right, none and invalid when not", async () => {
    const tap = ann.record({ type: "checkedIn", facts: checkIn });
    const of = tap.event.id;
    const mac = city.ledger.mac(signMessage(post.point));
    const codes: readonly (readonly [FactsOf["codeSeen"], string, string])[] = [
      [{ of, kind: "sign", post: post.point, code: mac }, "weak", "static"],
      [{ of, kind: "sign", post: post.line, code: mac }, "none", "invalid"],
      [{ of, kind: "sign", post: post.two, code: city.ledger.mac(signMessage(post.two)) }, "none", "invalid"],
      [{ of, kind: "typed", post: null, code: typedCode(mac) }, "weak", "static"],
      [{ of, kind: "typed", post: null, code: typedCode(city.ledger.mac(signMessage(post.polygon))) }, "weak", "static"],
      [{ of, kind: "typed", post: null, code: "000000" }, "none", "invalid"],
    ];
    for (const [facts, strength, freshness] of codes)
      expect((await ann.tell({ type: "codeSeen", facts })).verdict).toMatchObject({ strength, freshness });
  });
});
