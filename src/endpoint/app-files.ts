// The built app: files of dist/client with the right type and caching, and the shell for every other address a person may open. Hashed
// names never change; index.html, the service worker and the manifest always may.

import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { gzipType, limits } from "../protocol/limits.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".mp3": "audio/mpeg",
  ".wav": "audio/wav",
  ".txt": "text/plain; charset=utf-8",
};
const compressible = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/;
/** `assets/` holds what the build named by content. */
const isHashed = (path: string): boolean => /^\/assets\//.test(path);

const etagOf = (bytes: Buffer): string => `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"`;

interface AppFile {
  readonly modified: number;
  readonly bytes: Buffer;
  readonly packed: Buffer | null;
  readonly type: string;
  /** Of the content: what has not changed is not sent again. */
  readonly etag: string;
}

export interface AppFiles {
  /** The file at a URL path, the shell where a person navigates, or null. */
  readonly serve: (path: string, accepts: Accepts) => Promise<Response | null>;
}

export interface Accepts {
  readonly gzip: boolean;
  /** A person navigates. */
  readonly html: boolean;
  /** `If-None-Match` */
  readonly known: string | null;
}

export function createAppFiles(folder: string): AppFiles {
  const kept = new Map<string, AppFile>();

  async function read(path: string): Promise<AppFile | null> {
    const file = normalize(join(folder, path));
    if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null;
    const status = await stat(file).catch(() => null);
    if (status === null || !status.isFile()) return null;
    const known = kept.get(file);
    if (known !== undefined && known.modified === status.mtimeMs) return known;
    const bytes = await readFile(file);
    const type = types[extname(file)] ?? "application/octet-stream";
    const isWorthPacking = compressible.test(type) && bytes.length > limits.gzipAboveBytes;
    const fresh = { modified: status.mtimeMs, bytes, packed: isWorthPacking ? gzipSync(bytes) : null, type, etag: etagOf(bytes) };
    kept.set(file, fresh);
    return fresh;
  }

  function reply(file: AppFile, caching: string, accepts: Accepts): Response {
    const common = { "cache-control": caching, vary: "accept-encoding", etag: file.etag };
    if (accepts.known?.includes(file.etag) === true) return new Response(null, { status: 304, headers: common });
    const packed = accepts.gzip ? file.packed : null;
    return new Response(new Uint8Array(packed ?? file.bytes), {
      headers: {
        ...common,
        "content-type": file.type,
        ...(packed === null ? {} : { "content-encoding": gzipType }),
      },
    });
  }

  return {
    serve: async (path, accepts) => {
      const file = path === "/" || path.includes("\0") ? null : await read(path);
      if (file !== null) return reply(file, isHashed(path) ? "public, max-age=31536000, immutable" : "no-cache", accepts);
      // A missing script must stay missing: a page in its place would be kept as one.
      if (!accepts.html || (path !== "/" && extname(path) !== "" && !path.startsWith("/s/"))) return null;
      const shell = await read("/index.html");
      return shell === null ? null : reply(shell, "no-cache", accepts);
    },
  };
}
