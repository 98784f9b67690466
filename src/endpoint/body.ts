// Request bodies within the limits of X11: at most 256 kB on the wire, at most 1 MB inflated, and inflation stops there. Parses
// nothing but JSON; which JSON it must be is the schema's.

import { gunzip, gunzipSync } from "node:zlib";
import { gzipType, limits } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import type { Meter } from "./stages.ts";

/** Whoever sent it has gone in the middle: no defect of ours, and nobody reads the answer. */
const gone = (): Result<never> => failed("malformed");

/** As they came. */
export async function readBytes(request: Request): Promise<Result<Uint8Array>> {
  const announced = request.headers.get("content-length");
  if (Number(announced ?? 0) > limits.mostPackedBytes) return failed("tooLarge");
  // Node lets no more through than was announced: then it can be taken whole, which costs a fraction of a stream's pieces.
  if (announced !== null) return request.arrayBuffer().then((bytes) => ok(new Uint8Array(bytes)), gone);
  if (request.body === null) return ok(new Uint8Array());
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const read = await reader.read().catch(() => null);
    if (read === null) return gone();
    const { done, value } = read;
    if (done) return ok(Buffer.concat(chunks));
    size += value.length;
    if (size > limits.mostPackedBytes) {
      await reader.cancel();
      return failed("tooLarge");
    }
    chunks.push(value);
  }
}

const options = { maxOutputLength: limits.mostUnpackedBytes };
const why = (error: unknown): Result<never> =>
  failed(error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE" ? "tooLarge" : "malformed");

/** Below this another thread costs more than it saves. */
const smallBytes = 16_384;

function inflateSmall(packed: Uint8Array): Result<Uint8Array> {
  try {
    return ok(gunzipSync(packed, options));
  } catch (error) {
    return why(error);
  }
}

const inflate = (packed: Uint8Array): Result<Uint8Array> | Promise<Result<Uint8Array>> =>
  packed.length <= smallBytes
    ? inflateSmall(packed)
    : new Promise((resolve) => {
        gunzip(packed, options, (error, bytes) => resolve(error === null ? ok(bytes) : why(error)));
      });

export interface ReadBody {
  /** Uncompressed: what the device signed. */
  readonly bytes: Uint8Array;
  readonly json: unknown;
}

/** The body's uncompressed bytes and what they parse to. `mayBegin`: is there room to unpack so many bytes, as they came (X10)? */
export async function readBody(request: Request, meter: Meter, mayBegin: (bytes: number) => boolean): Promise<Result<ReadBody>> {
  const packed = await readBytes(request);
  if (!packed.ok) return packed;
  if (!mayBegin(packed.value.length)) return failed("busy");
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding !== gzipType) return failed("malformed");
  const bytes = encoding === gzipType ? await inflate(packed.value) : packed;
  if (!bytes.ok) return bytes;
  try {
    const json = meter.run("parse", () => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value)) as unknown);
    return ok({ bytes: bytes.value, json });
  } catch {
    // Cut off, or never JSON: for the sender the same.
    return failed("malformed");
  }
}
