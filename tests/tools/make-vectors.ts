// Makes src/protocol/vectors.json, from which anyone can write a second client: VECTORS=write npx vitest run
// tests/protocol/vectors.test.ts. Deterministic but for the two signatures: ECDSA draws chance, so they are kept while they verify.

import { correctedTime, isClockSkewed, isHeldForReview } from "../../src/domain/clock.ts";
import type { Geometry, PostKind } from "../../src/domain/entity-fields.ts";
import type { Anchor, Event, Receipt } from "../../src/domain/event.ts";
import type { Fix } from "../../src/domain/facts.ts";
import { judgeBand, judgePosition } from "../../src/domain/position.ts";
import { rules } from "../../src/domain/rules.ts";
import { packBundle } from "../../src/protocol/bundle.ts";
import { canonical } from "../../src/protocol/canonical.ts";
import { hashText, partHash } from "../../src/protocol/chain.ts";
import { inviteText, inviteUrl, signUrl, typedCode } from "../../src/protocol/codes.ts";
import { createEventId } from "../../src/protocol/id.ts";
import { joinUrl, squadInviteText } from "../../src/protocol/invites.ts";
import { packReceipt } from "../../src/protocol/receipts.ts";
import {
  authorization,
  credentialMessage,
  headMessage,
  inviteMessage,
  joinCodeMessage,
  nonceMessage,
  receiptMessage,
  requestMessage,
  signMessage,
  squadInviteMessage,
  tokenMessage,
} from "../../src/protocol/signing.ts";
import { createBytes, createChain, device, isSigned, publicKey, signText, testKey } from "../fixtures/wire-facts.ts";

export interface KeptSignatures {
  readonly head: string;
  readonly request: string;
}

const kept = (message: string, signature: string | undefined): string =>
  signature !== undefined && isSigned(message, signature) ? signature : signText(message);

function chain() {
  const made = createChain("vectors");
  const [shift, post, run, postVersion] = [made.hex(16), made.hex(16), made.hex(16), made.hex(16)];
  const came = Date.parse("2026-11-21T07:28:00.250+08:00");
  const anchor: Anchor = { serverTime: came - 60_000, wallTimeThen: came + 480_000, roundTripMs: 180, run, elapsedMs: 60_040 };
  const tap = made.add({ type: "checkedIn", facts: { shift, post }, wallTime: came, anchor });
  made.add({
    type: "positionFixed",
    facts: { of: tap.event.id, band: "inside", distanceDm: 213, accuracyDm: 120, postVersion },
    wallTime: came + 4_100,
    anchor: { ...anchor, elapsedMs: 64_140 },
    parts: { fix: { lngE7: 1_057_243_210, latE7: 345_809_870, accuracyDm: 120, at: came + 3_900 } },
  });
  // Facts of tomorrow: hashed, stored and passed on by clients of today.
  made.add({
    type: "checkedOut",
    facts: { shift, post, weather: ["雨", 3] } as never,
    wallTime: came + 3_700_000,
    anchor: { ...anchor, elapsedMs: null },
  });
  made.add({
    type: "retracted",
    facts: { of: tap.event.id },
    wallTime: came + 3_800_000,
    anchor: null,
    parts: { reason: "手套误触 🧤", note: 'a"b\\c' },
    over: { wallTime: came + 3_800_001, zoneOffset: -210 },
  });
  return made;
}

const values: readonly unknown[] = [
  {},
  [],
  null,
  { b: 2, a: 1 },
  { "10": 1, "9": 2, a: { z: [true, false, null], y: "" } },
  { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 },
  '控制\u0000\u001f"\\/\u007f\u2028 到岗',
  [9007199254740991, -9007199254740991, 0],
];

const positions: readonly { readonly d: number; readonly a: number; readonly R: number }[] = [
  { d: 950, a: 200, R: 800 },
  { d: 1500, a: 300, R: 800 },
  { d: 1500, a: 900, R: 800 },
  { d: 3000, a: 12_000, R: 800 },
  { d: 1300, a: 1000, R: 800 },
  { d: 1300, a: 1001, R: 800 },
  { d: 1400, a: 600, R: 800 },
  { d: 1401, a: 600, R: 800 },
];
const fixes: readonly { readonly kind: PostKind; readonly geometry: Geometry; readonly fix: Fix }[] = [
  {
    kind: "crossing",
    geometry: { type: "point", at: [1_057_243_000, 345_809_000] },
    fix: { lngE7: 1_057_248_000, latE7: 345_812_000, accuracyDm: 150, at: 0 },
  },
  {
    kind: "segment",
    geometry: {
      type: "line",
      path: [
        [1_057_243_000, 345_809_000],
        [1_057_293_000, 345_809_000],
        [1_057_293_000, 345_859_000],
      ],
    },
    fix: { lngE7: 1_057_268_000, latE7: 345_813_000, accuracyDm: 80, at: 0 },
  },
  {
    kind: "compound",
    geometry: {
      type: "polygon",
      ring: [
        [1_057_243_000, 345_809_000],
        [1_057_263_000, 345_809_000],
        [1_057_263_000, 345_829_000],
        [1_057_243_000, 345_829_000],
      ],
    },
    fix: { lngE7: 1_057_250_000, latE7: 345_820_000, accuracyDm: 300, at: 0 },
  },
  {
    kind: "parking",
    geometry: { type: "point", at: [1_057_243_000, 345_809_000] },
    fix: { lngE7: 1_057_343_000, latE7: 345_809_000, accuracyDm: 200, at: 0 },
  },
  { kind: "window", geometry: { type: "point", at: [1_057_243_000, 345_809_000] }, fix: { lngE7: 0, latE7: 0, accuracyDm: 0, at: 0 } },
];

export function makeVectors(signatures: KeptSignatures | null) {
  const { links, hex, author } = chain();
  const last = links[links.length - 1] as (typeof links)[number];
  const [ledger, invite, postId] = [hex(16), hex(16), hex(16)];
  const head = headMessage(device, last.event.n, last.hash);
  const headSignature = kept(head, signatures?.head);
  const bundle = packBundle(links, headSignature);
  const body = JSON.stringify({
    protocol: 1,
    bundle,
    cursor: { epoch: 1, row: 0 },
    nonce: `0.0.0.0.${hex(16)}`,
    report: { outboxCount: links.length, oldestAgeMs: 0, persisted: null, appVersion: "vectors" },
  });
  const request = requestMessage(hashText(body));
  const requestSignature = kept(request, signatures?.request);
  const envelope = { receivedAt: 1_795_220_000_000, epoch: 2 };
  const receipts: readonly Receipt[] = [
    {
      id: links[0]?.event.id as string,
      number: 41,
      ...envelope,
      judgement: "stored",
      problem: null,
      verdict: null,
      revision: 0,
      mac: hex(16),
    },
    {
      id: links[1]?.event.id as string,
      number: 42,
      ...envelope,
      judgement: "stored",
      problem: null,
      verdict: { strength: "strong", band: "inside", distanceDm: 214, postVersion: hex(16), freshness: null },
      revision: 0,
      mac: hex(16),
    },
    {
      id: links[2]?.event.id as string,
      number: 7,
      receivedAt: 1_795_210_000_000,
      epoch: 1,
      judgement: "pending",
      problem: "missingReference",
      verdict: null,
      revision: 3,
      mac: hex(16),
    },
    {
      id: links[3]?.event.id as string,
      number: 43,
      ...envelope,
      judgement: "quarantined",
      problem: "forbidden",
      verdict: null,
      revision: 0,
      mac: hex(16),
    },
  ];
  const credential = {
    ledger,
    device,
    publicKey,
    persons: [author],
    roles: [{ person: author, role: "squadLeader" as const, team: hex(16) }],
    issuedAt: 1_795_210_000_000,
    expiresAt: 1_797_802_000_000,
  };
  const { mac: _, ...bare } = receipts[1] as Receipt;
  const squad = { invite, team: postId, expires: 1_797_802_000_000, mac: "0f".repeat(16) };
  const invited = { invite, person: author, expires: 1_797_802_000_000, mac: hex(16) };
  const sign = { post: postId, mac: hex(16) };
  const random = Buffer.from(createBytes("vector ids")(10)).toString("hex");
  const held = (event: Event, receivedAt: number) => isHeldForReview(event, { ...(receipts[0] as Receipt), receivedAt }, rules);
  const at = (clock: string): number => Date.parse(`2026-11-21T${clock}+08:00`);
  const timed = (wallTime: number, anchor: Anchor | null, receivedAt: number) => {
    const event = { ...(links[0] as (typeof links)[number]).event, wallTime, anchor };
    return {
      wallTime,
      anchor,
      receivedAt,
      corrected: correctedTime(event),
      isSkewed: isClockSkewed(event, rules),
      isHeld: held(event, receivedAt),
    };
  };
  const fast = { serverTime: at("06:00:00"), wallTimeThen: at("06:09:00"), roundTripMs: 200, run: hex(16), elapsedMs: null };
  return {
    about:
      "Test vectors of the 到岗 wire, protocol 1. Formats: DESIGN.md section 4; every text is UTF-8, every hash and key lower-case hex.",
    canonical: values.map((value) => ({ value, text: canonical(value) })),
    notCanonical: ["0.5", "1e400", "9007199254740992", "-0", '"\\ud800"', '{"\\udc00":1}', `${"[".repeat(13)}1${"]".repeat(13)}`],
    key: { privateScalar: testKey.d, publicKey, device },
    ids: [1_795_217_280_250, 0, -28_800_000].map((wallTime) => ({
      wallTime,
      random,
      id: createEventId(wallTime, Buffer.from(random, "hex")),
    })),
    events: links.map(({ event, previous, detailsHash, hash, parts }) => {
      const { facts, ...header } = event;
      const hashes = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, partHash(name, part as never)]));
      return { event, parts, partHashes: hashes, previous, detailsHash, canonical: canonical([header, facts]), hash };
    }),
    bundle,
    head: { message: head, signature: headSignature },
    request: { body, message: request, signature: requestSignature, authorization: authorization(device, requestSignature) },
    receipts: { envelope, list: receipts.map((receipt) => ({ receipt, wire: packReceipt(receipt, envelope) })) },
    messages: {
      credential: { credential, message: credentialMessage(credential) },
      receipt: { ledger, hash: links[1]?.hash as string, receipt: bare, message: receiptMessage(ledger, links[1]?.hash as string, bare) },
      nonce: {
        device,
        standing: { time: 1_795_217_280_250, epoch: 1, row: 20, n: 7 },
        message: nonceMessage(device, { time: 1_795_217_280_250, epoch: 1, row: 20, n: 7, last: "1f2e3d4c" }),
      },
      token: { device, expires: 1_795_219_080_250, message: tokenMessage(device, 1_795_219_080_250) },
      invite: { invite, person: author, expires: invited.expires, message: inviteMessage(invite, author, invited.expires) },
      squadInvite: { invite, team: postId, expires: invited.expires, message: squadInviteMessage(invite, postId, invited.expires) },
      joinCode: { digits: "012345", message: joinCodeMessage("012345") },
      sign: { post: postId, message: signMessage(postId) },
    },
    codes: {
      sign: { ...sign, url: signUrl("https://daogang.example", sign) },
      typed: [sign.mac, "0".repeat(32), "f".repeat(32)].map((mac) => ({ mac, code: typedCode(mac) })),
      invite: { ...invited, text: inviteText(invited), url: inviteUrl("https://daogang.example", invited) },
      squadInvite: { ...squad, text: squadInviteText(squad), url: joinUrl("https://daogang.example", squadInviteText(squad)) },
    },
    bands: positions.map(({ d, a, R }) => ({ distanceDm: d, accuracyDm: a, radiusDm: R, band: judgeBand(d, a, R, rules) })),
    positions: fixes.map(({ kind, geometry, fix }) => {
      const { band, distanceDm } = judgePosition(fix, { kind, geometry, version: postId }, rules);
      return { kind, geometry, fix, band, distanceDm };
    }),
    times: [
      timed(at("07:41:00"), fast, at("07:33:00")),
      timed(at("07:41:00"), null, at("07:36:00")),
      timed(at("07:41:00"), null, at("07:35:59")),
      timed(at("07:30:00"), { ...fast, wallTimeThen: fast.serverTime + 120_000 }, at("07:30:00")),
    ],
  };
}
export type Vectors = ReturnType<typeof makeVectors>;
