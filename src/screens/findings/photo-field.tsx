// Taking photos, or choosing them: made small and bare on the spot, kept by the screen until what they belong to is recorded.

import { useId, useRef, useState } from "preact/hooks";
import type { Picture } from "../../actions/attach-photo.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { BlobImage } from "./photos.tsx";
import { useFindingsWords } from "./words.ts";
import "../page.css";

type Step = "none" | "preparing" | "broken" | "tooLarge" | "full";

/** A picture and the blob it is drawn from: made once, or every drawing would fetch it anew. */
export interface TakenPhoto extends Picture {
  readonly blob: Blob;
}

export function PhotoField({
  photos,
  most,
  hasPeople,
  onChange,
}: {
  readonly photos: readonly TakenPhoto[];
  readonly most: number;
  /** Whether people are usually in such photos. */
  readonly hasPeople: boolean;
  readonly onChange: (photos: readonly TakenPhoto[]) => void;
}) {
  const app = useApp();
  const words = useFindingsWords();
  const id = useId();
  const [step, setStep] = useState<Step>("none");
  const latest = useRef(photos);
  latest.current = photos;

  const prepare = async (files: readonly File[]): Promise<void> => {
    setStep("preparing");
    const maker = await app.photos.maker();
    for (const file of files) {
      if (latest.current.length >= most) return setStep("full");
      const answer = await maker.prepare(file);
      if (answer.type !== "photo") return setStep(answer.type);
      const blob = new Blob([answer.bytes.slice()], { type: "image/jpeg" });
      latest.current = [...latest.current, { bytes: answer.bytes, hasPeople: latest.current[0]?.hasPeople ?? hasPeople, blob }];
      onChange(latest.current);
    }
    setStep("none");
  };
  const start = (input: HTMLInputElement): void => {
    const files = Array.from(input.files ?? []);
    // The same file once more is a change too.
    input.value = "";
    if (files.length === 0) return;
    prepare(files).catch((error: unknown) => {
      console.error(error);
      setStep("broken");
    });
  };
  const isPeople = photos[0]?.hasPeople ?? hasPeople;
  return (
    <fieldset class="photo-field" data-photos={photos.length} data-step={step}>
      <legend>{words.photo.count(photos.length, most)}</legend>
      {photos.length === 0 ? null : (
        <ul class="photo-row">
          {photos.map(({ blob }, i) => (
            <li key={i}>
              <div class="photo-thumb">
                <BlobImage blob={blob} alt={words.photo.shown(words.photo.label, i + 1)} />
              </div>
              <Button icon="close" label={words.photo.remove(i + 1)} onPress={() => onChange(photos.filter((_, at) => at !== i))}>
                {""}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {photos.length >= most ? null : (
        <div class="photo-ways">
          <div>
            <input
              id={`${id}-take`}
              class="unseen"
              type="file"
              accept="image/*"
              capture="environment"
              onChange={(event) => start(event.currentTarget)}
            />
            <label class="button wide" for={`${id}-take`}>
              {words.photo.take}
            </label>
          </div>
          <div>
            <input
              id={`${id}-choose`}
              class="unseen"
              type="file"
              accept="image/*"
              multiple
              onChange={(event) => start(event.currentTarget)}
            />
            <label class="button wide" for={`${id}-choose`}>
              {words.photo.choose}
            </label>
          </div>
        </div>
      )}
      <p class={step === "broken" || step === "tooLarge" ? "warn" : "muted"} role="status">
        {step === "none" ? words.photo.privacy : step === "full" ? words.photo.full(most) : words.photo[step]}
      </p>
      {photos.length === 0 ? null : (
        <label class="photo-people">
          <input
            type="checkbox"
            checked={isPeople}
            onChange={(event) => {
              const isNow = event.currentTarget.checked;
              onChange(photos.map((photo) => ({ ...photo, hasPeople: isNow })));
            }}
          />
          <span>{words.photo.people}</span>
        </label>
      )}
    </fieldset>
  );
}
