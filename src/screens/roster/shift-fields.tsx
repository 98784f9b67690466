// What a shift has beside its days: posts, how many people, a name. Shared by 排新班 and 改班次.

import type { Id } from "../../domain/event.ts";
import type { Post } from "../../domain/roster.ts";
import { Button } from "../parts/button.tsx";
import { useRosterWords } from "./saying.ts";

export function PostsField({
  posts,
  chosen,
  onChange,
}: {
  readonly posts: readonly Post[];
  readonly chosen: readonly Id[];
  readonly onChange: (posts: readonly Id[]) => void;
}) {
  const words = useRosterWords();
  return (
    <fieldset>
      <legend>{words.posts}</legend>
      {posts.length === 0 ? <p>{words.noPosts}</p> : null}
      <div class="roster-posts">
        {posts.map(({ id, title }) => (
          <Button
            key={id}
            {...(chosen.includes(id) ? { icon: "check" as const } : {})}
            pressed={chosen.includes(id)}
            onPress={() => onChange(chosen.includes(id) ? chosen.filter((it) => it !== id) : [...chosen, id])}
          >
            {title}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

const mostPeople = 999;

/** Null: as many as come. */
export function CapacityField({ value, onChange }: { readonly value: number | null; readonly onChange: (value: number | null) => void }) {
  const words = useRosterWords();
  const step = (by: number): void => {
    const next = Math.min(mostPeople, (value ?? 0) + by);
    onChange(next <= 0 ? null : next);
  };
  return (
    <fieldset aria-label={words.capacity}>
      <div class="stepper">
        <Button icon="minus" label={`${words.capacity} −1`} disabled={value === null} onPress={() => step(-1)}>
          {""}
        </Button>
        <output>
          {words.capacity} <b>{value === null ? words.noCapacity : value}</b> {value === null ? "" : words.people}
        </output>
        <Button icon="plus" label={`${words.capacity} +1`} onPress={() => step(1)}>
          {""}
        </Button>
      </div>
    </fieldset>
  );
}

const mostTitle = 60;

export function TitleField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const words = useRosterWords();
  return (
    <label class="field">
      {words.name}
      <input type="text" value={value} maxLength={mostTitle} autocomplete="off" onInput={(event) => onChange(event.currentTarget.value)} />
    </label>
  );
}
