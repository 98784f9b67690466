// The key of a tablet that has not joined, for a leader's tablet to scan: all it gives away is that this tablet is there.

import { useEffect, useState } from "preact/hooks";
import { deviceKeyText } from "../../protocol/handover.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Qr } from "../parts/qr.tsx";
import { saveFile } from "../parts/saving.ts";
import { useHandoverWords } from "./words.ts";

export function OwnKey() {
  const app = useApp();
  const words = useHandoverWords();
  const [text, setText] = useState<string | null>(null);
  const [isSaved, setSaved] = useState(false);
  useEffect(() => {
    let isOver = false;
    app
      .tablet()
      .then((tablet) => tablet.key(app.settings.current().hasJoined))
      .then(
        ({ publicKey }) => !isOver && setText(deviceKeyText(publicKey)),
        (error: unknown) => console.error(error),
      );
    return () => {
      isOver = true;
    };
  }, [app]);
  if (text === null) return <p role="status">{words.take.reading}</p>;
  return (
    <section class="card handover-key" data-key={text}>
      <h2>{words.take.own}</h2>
      <Qr text={text} label={words.take.ownLabel} />
      <p>{words.take.ownHow}</p>
      <Button
        wide
        onPress={() => {
          saveFile(words.take.ownFileName, text, "text/plain");
          setSaved(true);
        }}
      >
        {words.take.ownFile}
      </Button>
      <p role="status">{isSaved ? words.take.ownFileSaved : null}</p>
    </section>
  );
}
