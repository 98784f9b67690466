// Serves files under the app's own Content-Security-Policy, for tests of the shell that need no endpoint. Like the endpoint it
// answers unknown paths with the page; unlike it, it can be told to serve other bytes for a path.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { isReader, readerPolicy } from "../../../src/endpoint/security-headers.ts";
import { freePort } from "../../fixtures/free-port.ts";

/** DESIGN.md section 7. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

export interface StaticServer {
  readonly origin: string;
  /** From now on `path` answers this instead of the file. */
  replace(path: string, body: string): void;
  /** Cuts open connections too: afterwards nothing answers on the port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const clientFolder = new URL("../../../dist/client/", import.meta.url);

/** `folder`: a file URL ending in a slash. */
export async function startStaticServer(folder: URL = clientFolder): Promise<StaticServer> {
  const port = await freePort();
  const replaced = new Map<string, string>();

  const read = async (path: string): Promise<Buffer | string | null> =>
    replaced.get(path) ??
    (await readFile(new URL(`.${path}`, folder)).catch((error: unknown) => (isMissing(error) ? null : Promise.reject(error))));

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const answer = async (): Promise<void> => {
      const isFile = extname(path) !== "";
      const name = isFile ? path : "/index.html";
      const body = path.startsWith("/api/") || path === "/healthz" ? null : await read(name);
      response.setHeader("Content-Security-Policy", isReader(path) ? readerPolicy : contentSecurityPolicy);
      response.setHeader("Cache-Control", "no-cache");
      if (body === null) response.writeHead(404, { "Content-Type": "text/plain" }).end("static server: nothing here");
      else response.writeHead(200, { "Content-Type": kinds[extname(name)] ?? "application/octet-stream" }).end(body);
    };
    answer().catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });

  const start = (): Promise<void> => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  await start();
  return {
    origin: `http://localhost:${port}`,
    replace: (path, body) => void replaced.set(path, body),
    start,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR");
