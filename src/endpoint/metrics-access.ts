// Who may read /metrics. Figures of a whole city are for its operator alone: with METRICS_TOKEN whoever brings it; without one only this
// machine itself, and only while nobody else is meant to reach the endpoint. Knows no figure.

import { BlockList, isIP } from "node:net";
import { isSameText } from "./keys.ts";

export const metricsType = "text/plain; version=0.0.4; charset=utf-8";

export interface MetricsAsked {
  /** Address at the other end of the socket; empty without one. */
  readonly peer: string;
  /** A proxy said that it passes this on. */
  readonly isForwarded: boolean;
  readonly authorization: string | null;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

const isLoopback = (address: string): boolean => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  const family = isIP(plain);
  return family !== 0 && loopback.check(plain, family === 6 ? "ipv6" : "ipv4");
};

const isLocalName = (host: string): boolean => host === "localhost" || isLoopback(host.replace(/^\[|\]$/g, ""));

/** `publicUrl`: null while none is set. A proxy on this machine looks like this machine, so a public address asks for the token. */
export function mayReadMetrics(asked: MetricsAsked, token: string | null, publicUrl: string | null): boolean {
  if (token !== null) return isSameText(asked.authorization ?? "", `Bearer ${token}`);
  const isPrivate = publicUrl === null || isLocalName(new URL(publicUrl).hostname);
  return isPrivate && !asked.isForwarded && isLoopback(asked.peer);
}
