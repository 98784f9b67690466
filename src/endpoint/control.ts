// The local control channel: commands of this machine ask the running server, because only one process may hold the ledger. A unix
// socket or Windows pipe whose address and token lie in DATA_DIR, readable by its owner alone; one JSON line asks, one answers. Knows no
// command.

import { chmodSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bytesToHex } from "../protocol/bytes.ts";
import { isSameText } from "./keys.ts";
import type { Random } from "./ports.ts";

export interface ControlRequest {
  readonly command: string;
  readonly [argument: string]: unknown;
}
/** The problem is one sentence for the operator. */
export type ControlReply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };
export type ControlHandler = (request: ControlRequest) => Promise<ControlReply>;
/** By name of the command. */
export type ControlHandlers = { readonly [command: string]: ControlHandler };

export interface Control {
  readonly close: () => Promise<void>;
}

interface Address {
  readonly path: string;
  readonly token: string;
}

const mostBytes = 1_000_000;
/** The shortest limit of a socket's path is macOS's 104 bytes, its last one a zero. */
const mostPathBytes = 100;

const addressFile = (dataDir: string): string => join(dataDir, "control.json");

/** Where to listen, best first: beside the ledger, or where that is too long a path or takes no sockets, in a folder nobody else may enter. */
function pathsFor(dataDir: string, random: Random): readonly (() => string)[] {
  if (process.platform === "win32") return [() => `\\\\.\\pipe\\daogang-${bytesToHex(random.bytes(16))}`];
  const beside = join(dataDir, "control.sock");
  const apart = (): string => join(mkdtempSync(join(tmpdir(), "daogang-")), "s");
  return Buffer.byteLength(beside) <= mostPathBytes ? [() => beside, apart] : [apart];
}

/** A dead socket, and the folder that was made for it alone: never the one with the ledger. Windows pipes end with their process. */
function forget(dataDir: string, path: string): void {
  if (process.platform === "win32") return;
  rmSync(path, { force: true });
  if (dirname(path) === dataDir || !dirname(path).startsWith(join(tmpdir(), "daogang-"))) return;
  try {
    rmdirSync(dirname(path));
  } catch {
    // Not empty or gone: not ours to remove.
  }
}

function parseLine(line: string): Partial<Address> & Partial<ControlRequest> {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    // Whoever speaks anything else is told what any stranger is told.
    return {};
  }
}

/** The first line of a stream, or null when it ends before one. */
function firstLine(socket: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > mostBytes) socket.destroy();
    });
    socket.on("error", () => resolve(null));
    socket.on("close", () => resolve(null));
  });
}

function listen(server: Server, path: string): Promise<Error | null> {
  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(path, () => {
      server.removeListener("error", resolve);
      resolve(null);
    });
  });
}

/** Call it with the ledger open: whatever an earlier process left behind is then certainly dead. */
export async function openControl(
  dataDir: string,
  handlers: ControlHandlers,
  { random, onError }: { readonly random: Random; readonly onError: (error: unknown) => void },
): Promise<Control> {
  const before = readAddress(dataDir);
  if (before !== null) forget(dataDir, before.path);
  const token = bytesToHex(random.bytes(32));
  const sockets = new Set<Socket>();

  async function answer(line: string): Promise<ControlReply> {
    const asked = parseLine(line);
    if (typeof asked.token !== "string" || !isSameText(asked.token, token))
      return { ok: false, problem: "不是本机的命令: the token is wrong." };
    const handler = typeof asked.command === "string" && Object.hasOwn(handlers, asked.command) ? handlers[asked.command] : undefined;
    if (handler === undefined) return { ok: false, problem: `不认识的命令: the running server does not know "${asked.command}".` };
    try {
      return await handler(asked as ControlRequest);
    } catch (error) {
      onError(error);
      return { ok: false, problem: `服务出错: the running server failed (${error instanceof Error ? error.message : error}).` };
    }
  }

  const make = (): Server =>
    createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      void firstLine(socket).then(async (line) => {
        if (line !== null) socket.end(`${JSON.stringify(await answer(line))}\n`);
      });
    });

  let failure: Error | null = null;
  for (const choose of pathsFor(dataDir, random)) {
    const path = choose();
    if (process.platform !== "win32") rmSync(path, { force: true });
    const server = make();
    failure = await listen(server, path);
    if (failure !== null) continue;
    if (process.platform !== "win32") chmodSync(path, 0o600);
    server.on("error", onError);
    writeAddress(dataDir, { path, token });
    return {
      close: () =>
        new Promise((resolve) => {
          for (const socket of sockets) socket.destroy();
          server.close(() => {
            forget(dataDir, path);
            rmSync(addressFile(dataDir), { force: true });
            resolve();
          });
        }),
    };
  }
  // The server is of use without it; only commands beside it are not.
  onError(failure);
  return { close: async () => {} };
}

function writeAddress(dataDir: string, address: Address): void {
  rmSync(addressFile(dataDir), { force: true });
  writeFileSync(addressFile(dataDir), `${JSON.stringify(address)}\n`, { mode: 0o600 });
}

function readAddress(dataDir: string): Address | null {
  let text: string;
  try {
    text = readFileSync(addressFile(dataDir), "utf8");
  } catch {
    // None there, or not ours to read: nobody to ask.
    return null;
  }
  const { path, token } = parseLine(text);
  return typeof path === "string" && typeof token === "string" ? { path, token } : null;
}

/** Asks the running server; null when none is running. */
export async function askControl(dataDir: string, request: ControlRequest): Promise<ControlReply | null> {
  const address = readAddress(dataDir);
  if (address === null) return null;
  const socket = await new Promise<Socket | null>((resolve) => {
    const connecting: Socket = createConnection(address.path, () => resolve(connecting));
    connecting.once("error", () => resolve(null));
  });
  if (socket === null) return null;
  const answered = firstLine(socket);
  socket.write(`${JSON.stringify({ ...request, token: address.token })}\n`);
  const line = await answered;
  socket.destroy();
  if (line === null) return { ok: false, problem: "服务没有回答: the running server ended before it answered." };
  return JSON.parse(line) as ControlReply;
}
