// 签到 and 签退: the tap is recorded at once, with or without a code that was scanned or typed. Where GPS says we are comes
// later as an event of its own, or never.

import type { Id } from "../domain/event.ts";
import type { Sign } from "../protocol/codes.ts";
import type { RotatingCode } from "../protocol/rotating-code.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** rotating: shown by a leader's tablet. However far its step is from this device's time: whose clock is wrong, only the endpoint can tell. */
export type SeenCode =
  | { readonly kind: "sign"; readonly sign: Sign }
  | { readonly kind: "typed"; readonly code: string }
  | { readonly kind: "rotating"; readonly rotating: RotatingCode };

/** A typed code names no post. */
const postIn = (code: SeenCode): Id | null =>
  code.kind === "sign" ? code.sign.post : code.kind === "rotating" ? code.rotating.post : null;

export interface Tap {
  readonly person: Id;
  readonly shift: Id | null;
  readonly post: Id | null;
  readonly code?: SeenCode;
}

async function tap(ports: ActionPorts, type: "checkedIn" | "checkedOut", { person, shift, post, code }: Tap): Promise<Id> {
  const at = (code === undefined ? null : postIn(code)) ?? post;
  const tapped = draft(ports, person, type, { shift, post: at });
  const seen = code === undefined ? [] : [codeDraft(ports, person, tapped.id, code, at)];
  await record(ports, [tapped, ...seen]);
  return tapped.id;
}

function codeDraft(ports: ActionPorts, person: Id, of: Id, code: SeenCode, post: Id | null) {
  switch (code.kind) {
    case "sign":
      return draft(ports, person, "codeSeen", { of, kind: "sign", post: code.sign.post, code: code.sign.mac });
    case "typed":
      return draft(ports, person, "codeSeen", { of, kind: "typed", post, code: code.code });
    case "rotating": {
      const { mac, ...seen } = code.rotating;
      return draft(ports, person, "codeSeen", { of, kind: "rotating", code: mac, ...seen });
    }
  }
}

/** The id of `checkedIn`. */
export const checkIn = (ports: ActionPorts, at: Tap): Promise<Id> => tap(ports, "checkedIn", at);
/** The id of `checkedOut`. */
export const checkOut = (ports: ActionPorts, at: Tap): Promise<Id> => tap(ports, "checkedOut", at);

/** A code scanned or typed after the tap, in support of it. */
export const supportWithCode = (ports: ActionPorts, person: Id, of: Id, code: SeenCode, post: Id | null): Promise<readonly Id[]> =>
  record(ports, [codeDraft(ports, person, of, code, post)]);
