// 借出: one shift, the other tablet's key by camera or file, and a yes. What it costs is said before.

import { useState } from "preact/hooks";
import type { Shift } from "../../domain/roster.ts";
import { parseDeviceKey } from "../../protocol/handover.ts";
import { deviceOfKey } from "../../protocol/signing.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { PhotoOfCode, Viewfinder } from "../scan/viewfinder.tsx";
import { FileField } from "./file-field.tsx";
import { type Key, shiftText } from "./shift-text.ts";
import { useHandoverWords } from "./words.ts";

export interface LendingProps {
  readonly shifts: readonly Shift[];
  readonly first: Shift | null;
  readonly until: (shift: Shift) => string;
  readonly onKey: (shift: Shift, key: Key) => void;
  readonly onClose: () => void;
}

export function Lending({ shifts, first, until, onKey, onClose }: LendingProps) {
  const words = useHandoverWords();
  const [chosen, choose] = useState<Shift | null>(first ?? shifts[0] ?? null);
  const [key, setKey] = useState<Key | null>(null);
  const [said, say] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const onText = (text: string): void => {
    const publicKey = parseDeviceKey(text);
    if (publicKey === null) {
      say(words.lending.strange);
      return;
    }
    say(null);
    setKey({ device: deviceOfKey(publicKey), publicKey });
  };
  return (
    <>
      {shifts.length > 1 ? (
        <fieldset class="choices">
          <legend>{words.lending.which}</legend>
          {shifts.map((shift) => (
            <Button key={shift.id} pressed={shift.id === chosen?.id} onPress={() => choose(shift)}>
              {shiftText(words, shift)}
            </Button>
          ))}
        </fieldset>
      ) : null}
      <p>{words.lending.scan}</p>
      {isRefused ? (
        <p class="box warn" role="alert">
          {words.lending.refused}
        </p>
      ) : (
        <Viewfinder onText={onText} onFailure={() => setRefused(true)} aim={words.lending.aim} />
      )}
      <p role="status">{said}</p>
      <PhotoOfCode onText={onText} onNothing={() => say(words.lending.strange)} />
      <FileField id="device-key-file" label={words.lending.file} onBytes={(bytes) => onText(new TextDecoder().decode(bytes))} />
      <Button wide onPress={onClose}>
        {words.lending.no}
      </Button>
      {key === null || chosen === null ? null : (
        <Sheet title={words.lend} onClose={() => setKey(null)}>
          <p>{words.lending.ask(shiftText(words, chosen), until(chosen))}</p>
          <p>{words.lending.warn}</p>
          <div class="pair">
            <Button onPress={() => setKey(null)}>{words.lending.no}</Button>
            <Button kind="main" onPress={() => onKey(chosen, key)}>
              {words.lending.yes}
            </Button>
          </div>
        </Sheet>
      )}
    </>
  );
}
