// Bytes in and out of files, with no network.

export function saveBytes(name: string, bytes: Uint8Array, mediaType = "application/octet-stream"): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers fetch it only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Null where the file cannot be read: moved or taken away since it was chosen. */
export async function readBytes(file: File): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    console.info("handover: file not read", String(error));
    return null;
  }
}
