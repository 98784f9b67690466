// Photos as they are shown: small ones in a row, one large over the screen, and what is said where there is none to show.

import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { PhotoLine } from "../../device/findings-view.ts";
import type { PhotoShelf, PhotoView } from "../../device/photo-shelf.ts";
import type { Hash } from "../../domain/event.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useView } from "../reading.ts";
import { useFindingsWords } from "./words.ts";
import "./photos.css";

function useShelf(): PhotoShelf | null {
  const app = useApp();
  const [shelf, setShelf] = useState<PhotoShelf | null>(null);
  useEffect(() => {
    let isOver = false;
    app.photos.shelf().then(
      (loaded) => {
        if (!isOver) setShelf(loaded);
      },
      (error: unknown) => console.error(error),
    );
    return () => {
      isOver = true;
    };
  }, [app]);
  return shelf;
}

const none: readonly Hash[] = [];

/** Of these photos, those still on this device alone. */
export function useWaitingPhotos(): ReadonlySet<Hash> {
  const shelf = useShelf();
  const waiting = useView(() => shelf?.waiting() ?? Promise.resolve(none), [shelf]).value;
  return new Set(waiting ?? none);
}

/** An address for the blob as long as it is drawn. */
function useAddress(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useLayoutEffect(() => {
    if (blob === null) return setUrl(null);
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

export function BlobImage({ blob, alt }: { readonly blob: Blob; readonly alt: string }) {
  const url = useAddress(blob);
  return url === null ? null : <img src={url} alt={alt} />;
}

export function usePhoto(photo: Hash): PhotoView | null {
  const shelf = useShelf();
  const [seen, setSeen] = useState<PhotoView | null>(null);
  useEffect(() => {
    let isOver = false;
    shelf?.see(photo).then(
      (view) => {
        if (!isOver) setSeen(view);
      },
      (error: unknown) => console.error(error),
    );
    return () => {
      isOver = true;
    };
  }, [shelf, photo]);
  return seen;
}

function Photo({ photo, alt, isWaiting }: { readonly photo: Hash; readonly alt: string; readonly isWaiting: boolean }) {
  const words = useFindingsWords();
  const seen = usePhoto(photo);
  const [isLarge, setLarge] = useState(false);
  return (
    <li data-photo={photo} data-seen={seen?.type ?? "asking"} data-waiting={isWaiting}>
      {seen?.type === "photo" ? (
        <button type="button" class="photo-thumb" aria-label={alt} onClick={() => setLarge(true)}>
          <BlobImage blob={seen.blob} alt={alt} />
        </button>
      ) : (
        <p class="photo-none">{seen === null ? alt : words.photo[seen.type]}</p>
      )}
      {isWaiting ? <p class="photo-here">{words.photo.onDevice}</p> : null}
      {isLarge && seen?.type === "photo" ? (
        <Sheet title={alt} onClose={() => setLarge(false)}>
          <div class="photo-large">
            <BlobImage blob={seen.blob} alt={alt} />
          </div>
          <Button wide onPress={() => setLarge(false)}>
            {words.photo.close}
          </Button>
        </Sheet>
      ) : null}
    </li>
  );
}

/** `what`: 整改前, 整改后 … `isSilent`: without its heading. */
export function Photos({ what, photos }: { readonly what: string; readonly photos: readonly PhotoLine[] }) {
  const words = useFindingsWords();
  const waiting = useWaitingPhotos();
  if (photos.length === 0) return null;
  const shown = photos.filter(({ photo }) => photo !== null);
  const withheld = photos.length - shown.length;
  return (
    <div class="photos">
      <p class="photos-what">{what}</p>
      {shown.length === 0 ? null : (
        <ul class="photo-row">
          {shown.map(({ event, photo }, i) => (
            <Photo key={event} photo={photo ?? ""} alt={words.photo.shown(what, i + 1)} isWaiting={waiting.has(photo ?? "")} />
          ))}
        </ul>
      )}
      {withheld === 0 ? null : <p class="muted">{words.photo.withheld(withheld)}</p>}
    </div>
  );
}
