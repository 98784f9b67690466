// The live picture of the camera, its light, another camera, or a photo of the code. The camera is let go whenever the page is hidden and
// taken again when somebody comes back.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Scan, ScanFailure } from "../../actions/ports.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useSettings } from "../reading.ts";

export interface ViewfinderProps {
  readonly onText: (text: string) => void;
  readonly onFailure: (failure: ScanFailure) => void;
  /** What to hold before it; a post's sign unless said. */
  readonly aim?: string;
}

export function Viewfinder(props: ViewfinderProps) {
  const app = useApp();
  const words = useAllWords();
  const { camera } = useSettings();
  const latest = useRef(props);
  latest.current = props;
  const [scan, setScan] = useState<Scan | null>(null);
  const [visit, setVisit] = useState(0);

  useLayoutEffect(() => {
    const onVisible = (): void => {
      if (document.visibilityState === "visible") setVisit((n) => n + 1);
      else setScan(null);
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => document.removeEventListener("visibilitychange", onVisible);
  }, []);

  useEffect(() => {
    if (document.visibilityState === "hidden") return;
    let isOver = false;
    const starting = app.scanner.start({ id: "viewfinder" }, (text) => !isOver && latest.current.onText(text), camera);
    void starting.then((started) => {
      if (isOver) return;
      if (started.type === "scanning") setScan(started.scan);
      else latest.current.onFailure(started.type);
    });
    return () => {
      isOver = true;
      setScan(null);
      void starting.then((started) => (started.type === "scanning" ? started.scan.stop() : undefined));
    };
  }, [app, visit, camera]);

  return (
    <>
      <div id="viewfinder" class="viewfinder" data-live={scan !== null} />
      <p role="status">{scan === null ? words.scan.starting : (props.aim ?? words.scan.aim)}</p>
      {scan === null ? null : <CameraChoices scan={scan} />}
    </>
  );
}

/** Only what this phone has: a light, another camera. */
function CameraChoices({ scan }: { readonly scan: Scan }) {
  const app = useApp();
  const words = useAllWords();
  const [isLit, setLit] = useState(false);
  const [others, setOthers] = useState<Awaited<ReturnType<Scan["cameras"]>>>([]);
  useEffect(() => {
    let isOver = false;
    void scan.cameras().then((found) => !isOver && setOthers(found));
    return () => {
      isOver = true;
    };
  }, [scan]);
  const light = async (): Promise<void> => {
    if (await scan.setTorch(!isLit)) setLit(!isLit);
  };
  const next = others[0];
  return (
    <div class="secondary">
      {scan.hasTorch() ? (
        <Button pressed={isLit} onPress={() => void light()}>
          {isLit ? words.scan.dark : words.scan.light}
        </Button>
      ) : null}
      {next === undefined ? null : (
        <Button icon="camera" onPress={() => void app.settings.save({ camera: next.id }).catch((error: unknown) => console.error(error))}>
          {words.scan.otherCamera}
        </Button>
      )}
    </div>
  );
}

/** A photo taken or received is read like the live picture. */
export function PhotoOfCode({ onText, onNothing }: { readonly onText: (text: string) => void; readonly onNothing: () => void }) {
  const app = useApp();
  const words = useAllWords();
  const [isReading, setReading] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const read = async (): Promise<void> => {
    setReading(true);
    const text = await app.scanner.readPhoto({ id: "photo-of-code" });
    setReading(false);
    // The same photo again is a new try.
    if (field.current !== null) field.current.value = "";
    if (text === null) onNothing();
    else onText(text);
  };
  return (
    <div>
      <input ref={field} id="photo-of-code" class="unseen" type="file" accept="image/*" onChange={() => void read()} />
      <label class="button wide" for="photo-of-code">
        <span>{isReading ? words.scan.photoReading : words.scan.photo}</span>
      </label>
    </div>
  );
}
