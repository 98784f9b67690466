// Text as the bytes of a QR sequence, and back: packed where that spares codes and this browser can (CompressionStream is missing before Safari
// 16.4 and Firefox 113). The first byte says which: 0 plain, 1 gzip.

import { concatBytes, textToBytes } from "../protocol/bytes.ts";

/** Below it a sequence is over in two seconds anyway, and any browser reads it. */
const packAboveBytes = 2_500;
/** What a packed sequence may claim to hold. */
const mostUnpackedBytes = 2_000_000;

const through = async (bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<ReadableStream<Uint8Array>> =>
  new Blob([new Uint8Array(bytes)]).stream().pipeThrough(stream);

export async function textToSequence(text: string): Promise<Uint8Array> {
  const plain = textToBytes(text);
  if (plain.length <= packAboveBytes || !("CompressionStream" in self)) return concatBytes(Uint8Array.of(0), plain);
  const packed = await new Response(await through(plain, new CompressionStream("gzip"))).arrayBuffer();
  return concatBytes(Uint8Array.of(1), new Uint8Array(packed));
}

/** `broken`: no text of ours · `oldBrowser`: packed, and this one cannot unpack. */
export async function sequenceToText(bytes: Uint8Array): Promise<string | { readonly problem: "broken" | "oldBrowser" }> {
  const body = bytes.slice(1);
  if (bytes[0] === 0) return new TextDecoder().decode(body);
  if (bytes[0] !== 1) return { problem: "broken" };
  if (!("DecompressionStream" in self)) return { problem: "oldBrowser" };
  const reader = (await through(body, new DecompressionStream("gzip"))).getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new TextDecoder().decode(concatBytes(...pieces));
      length += value.length;
      if (length > mostUnpackedBytes) {
        await reader.cancel();
        return { problem: "broken" };
      }
      pieces.push(value);
    }
  } catch {
    // Cut off, or no gzip at all.
    return { problem: "broken" };
  }
}
