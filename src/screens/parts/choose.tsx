// One of several, by the browser's own list: on a phone it is the one everybody knows.

export function Choose<V extends string>({
  label,
  options,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly (readonly [V, string])[];
  readonly chosen: V;
  readonly onChoose: (value: V) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={chosen} onChange={(event) => onChoose(event.currentTarget.value as V)}>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
