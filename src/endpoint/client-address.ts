// Whose address a request counts for, behind proxies or without any (TRUST_PROXY). X-Forwarded-For is anybody's text: only what a trusted
// proxy appended is believed. Knows no HTTP library.

import { BlockList, isIP } from "node:net";

/** Of a peer, or of an address in the header: is it one of our own proxies? `hop` 0 is the peer of the socket. */
export type TrustProxy = (address: string, hop: number) => boolean;

export const trustNobody: TrustProxy = () => false;

/** `1.2.3.4:567`, `[::1]:80` and `::ffff:1.2.3.4` without what does not belong to the address. Null: no address at all. */
function plainAddress(text: string): string | null {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) === 0 ? null : address;
}

/** A number of hops, or `loopback`, addresses and networks (10.0.0.0/8) with commas between. Null: neither. */
export function parseTrustProxy(text: string): TrustProxy | null {
  if (/^\d{1,2}$/.test(text)) return (_, hop) => hop < Number(text);
  const trusted = new BlockList();
  const family = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");
  for (const entry of text.split(",").map((it) => it.trim())) {
    if (entry === "loopback") {
      trusted.addSubnet("127.0.0.0", 8);
      trusted.addAddress("::1", "ipv6");
      continue;
    }
    const [, network = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    if (isIP(network) === 0 || Number(bits ?? 0) > (isIP(network) === 6 ? 128 : 32)) return null;
    if (bits === undefined) trusted.addAddress(network, family(network));
    else trusted.addSubnet(network, Number(bits), family(network));
  }
  return (address) => trusted.check(address, family(address));
}

/** The right-most address that is not one of our proxies; what is no address ends the search at the proxy that passed it on. */
export function clientAddress(peer: string, forwardedFor: string | null, isTrusted: TrustProxy): string {
  const named = (forwardedFor ?? "").split(",").reverse();
  let address = plainAddress(peer) ?? peer;
  for (const [hop, text] of named.entries()) {
    if (!isTrusted(address, hop)) break;
    const next = plainAddress(text.trim());
    if (next === null) break;
    address = next;
  }
  return address;
}
