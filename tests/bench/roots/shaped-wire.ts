// The wire between a browser and a server, as a process of its own: passes bytes on at a rate and with a delay, or not at all, and
// counts them. Knows nothing of what passes but that a reply follows a request. Steered over the channel it was started with.

import { createServer, connect as dial, type Socket } from "node:net";

export interface Shape {
  /** Bytes a second in each direction; null: as fast as it goes. */
  readonly bytesPerSecond: number | null;
  /** There and back together; ms. */
  readonly roundTripMs: number;
}
export interface Counted {
  readonly up: number;
  readonly down: number;
  /** Requests answered, and how long their answers took to begin once their last byte had been passed on; ms in all. */
  readonly replies: number;
  readonly serverMs: number;
}
export type WireOrder =
  | { readonly type: "shape"; readonly shape: Shape }
  /** Down: connections break and none is taken, as without a network. */
  | { readonly type: "down"; readonly isDown: boolean }
  /** Counts since the last time it was asked. */
  | { readonly type: "count" }
  | { readonly type: "stop" };
export type WireReport = { readonly type: "ready"; readonly port: number } | ({ readonly type: "counted" } & Counted);

const target = Number(process.env.TARGET_PORT);
/** A packet of an ordinary network: what is larger arrives piece by piece. */
const packetBytes = 1460;
/** What a sender may have on its way before it is held back. */
const mostQueuedBytes = 65_536;

let shape: Shape = { bytesPerSecond: null, roundTripMs: 0 };
let isDown = false;
let counts = { up: 0, down: 0, replies: 0, serverMs: 0 };
const sockets = new Set<Socket>();

interface Packet {
  readonly at: number;
  readonly bytes: Buffer;
  readonly to: Socket;
  readonly sent: () => void;
}

/** One direction of the wire, shared by every connection on it. */
function createLane() {
  let freeAt = 0;
  let timer: NodeJS.Timeout | null = null;
  const packets: Packet[] = [];

  function deliver(): void {
    timer = null;
    for (let next = packets[0]; next !== undefined && next.at <= performance.now() + 0.5; next = packets[0]) {
      packets.shift();
      if (!next.to.destroyed) next.to.write(next.bytes);
      next.sent();
    }
    const next = packets[0];
    if (next !== undefined) timer = setTimeout(deliver, Math.max(0, next.at - performance.now()));
  }

  return (chunk: Buffer, to: Socket, sent: (bytes: number) => void): void => {
    const { bytesPerSecond, roundTripMs } = shape;
    if (bytesPerSecond === null && roundTripMs === 0) {
      to.write(chunk);
      sent(chunk.length);
      return;
    }
    for (let from = 0; from < chunk.length; from += packetBytes) {
      const bytes = chunk.subarray(from, from + packetBytes);
      freeAt = Math.max(freeAt, performance.now()) + (bytesPerSecond === null ? 0 : (bytes.length / bytesPerSecond) * 1000);
      packets.push({ at: freeAt + roundTripMs / 2, bytes, to, sent: () => sent(bytes.length) });
    }
    if (timer === null) timer = setTimeout(deliver, Math.max(0, (packets[0]?.at ?? 0) - performance.now()));
  };
}

const lanes = { up: createLane(), down: createLane() };

function carry(client: Socket): void {
  if (isDown) {
    client.destroy();
    return;
  }
  const server = dial(target, "127.0.0.1");
  let askedAt: number | null = null;
  let isLive = false;
  for (const [from, to, direction] of [
    [client, server, "up"],
    [server, client, "down"],
  ] as const) {
    let queued = 0;
    let hasEnded = false;
    sockets.add(from);
    from.setNoDelay(true);
    from.on("data", (chunk: Buffer) => {
      counts[direction] += chunk.length;
      // The line that stands open waits for nothing but its turn.
      if (direction === "up") isLive = chunk.toString("latin1", 0, 13) === "GET /api/live";
      if (direction === "down" && askedAt !== null) {
        counts.replies += 1;
        counts.serverMs += performance.now() - askedAt;
        askedAt = null;
      }
      queued += chunk.length;
      if (queued > mostQueuedBytes) from.pause();
      lanes[direction](chunk, to, (bytes) => {
        queued -= bytes;
        if (direction === "up") askedAt = isLive ? null : performance.now();
        if (queued <= mostQueuedBytes) from.resume();
        if (queued === 0 && hasEnded) to.end();
      });
    });
    from.on("end", () => {
      hasEnded = true;
      if (queued === 0) to.end();
    });
    // Broken on one side is broken on the other: what it means is for those who speak.
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      if (!hasEnded) to.destroy();
    });
  }
}

const server = createServer(carry);
const report = (message: WireReport): void => void process.send?.(message);

process.on("disconnect", () => process.exit(0));
process.on("message", (order: WireOrder) => {
  if (order.type === "stop") process.exit(0);
  if (order.type === "shape") shape = order.shape;
  if (order.type === "down") {
    isDown = order.isDown;
    if (isDown) for (const socket of sockets) socket.destroy();
  }
  report({ type: "counted", ...counts });
  if (order.type === "count") counts = { up: 0, down: 0, replies: 0, serverMs: 0 };
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") report({ type: "ready", port: address.port });
});
