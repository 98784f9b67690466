// Gives the person a file made in the page, with no network.

export function saveFile(name: string, text: string, mediaType: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers fetch it only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
