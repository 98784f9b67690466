// A file somebody passed on, chosen from this tablet.

import { readBytes } from "./files.ts";

export function FileField({
  id,
  label,
  onBytes,
}: {
  readonly id: string;
  readonly label: string;
  readonly onBytes: (bytes: Uint8Array) => void;
}) {
  const read = async (field: HTMLInputElement): Promise<void> => {
    const file = field.files?.[0];
    const bytes = file === undefined ? null : await readBytes(file);
    // The same file again is a new try.
    field.value = "";
    onBytes(bytes ?? new Uint8Array(0));
  };
  return (
    <div>
      <input id={id} class="unseen" type="file" onChange={(event) => void read(event.currentTarget)} />
      <label class="button wide" for={id}>
        <span>{label}</span>
      </label>
    </div>
  );
}
