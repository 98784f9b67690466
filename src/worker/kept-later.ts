// What is too large for every phone's first download and yet has to be there without a network once it was used: the better reader of codes and
// its WebAssembly. Named by content, so what is kept is right for ever; a newer one of the same name drives the older out.

const cacheName = "kept-later";
const kept = /^\/assets\/(zxing-worker|zxing_reader)-[\w-]+\.(?:js|wasm)$/;

export const isKeptLater = (url: URL): boolean => url.origin === location.origin && kept.test(url.pathname);

const nameOf = (url: string): string => kept.exec(new URL(url).pathname)?.[1] ?? "";

export async function keepLater(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  // By its address: a worker and a fetch ask with other headers.
  const known = await cache.match(request.url);
  if (known !== undefined) return known;
  const fresh = await fetch(request);
  if (!fresh.ok) return fresh;
  const older = (await cache.keys()).filter(({ url }) => nameOf(url) === nameOf(request.url));
  // A full disk is no reason to read no codes today.
  await cache.put(request.url, fresh.clone()).catch((error: unknown) => console.info("kept-later:", error));
  await Promise.all(older.map((it) => cache.delete(it)));
  return fresh;
}
