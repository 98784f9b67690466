// Trainings and age group on a person's page: what shifts ask for (M17, R41). The leader notes both; with an identity number the endpoint
// says the age by itself.

import { useState } from "preact/hooks";
import { retract } from "../../actions/retract.ts";
import { noteTrainings } from "../../actions/train.ts";
import { type FitnessView, fitnessView } from "../../device/trainings-view.ts";
import { type Day, dayAt, dayText, parseDay, startOf } from "../../domain/calendar.ts";
import { dateText } from "../../domain/clock.ts";
import type { AgeGroup } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import type { Training } from "../../domain/trainings.ts";
import { type TrainingWords, trainingWords } from "../../words/trainings.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { useChanging } from "./changing.ts";

const soonMs = 30 * 86_400_000;
const dayMs = 86_400_000;

export function Fitness({ id, mayKeep }: { readonly id: Id; readonly mayKeep: boolean }) {
  const app = useApp();
  const words = trainingWords[useLanguage()];
  const now = useNow();
  const session = useSession();
  const recording = useRecording();
  const [open, setOpen] = useState<"training" | "age" | null>(null);
  const view = useView(() => app.views.read((reader) => fitnessView(reader, id)), [id]).value;
  if (view === undefined) return null;
  const { me, trainings } = view;
  const takeBack = async ({ event }: Training): Promise<void> => {
    if (me !== null && (await recording(() => retract(app.ports, me, [event]))) !== null) session.show(words.undone);
  };
  return (
    <section data-fitness={trainings.length}>
      <h2>{words.age}</h2>
      <p data-age={view.age ?? "unknown"}>
        {words.ages[view.age ?? "unknown"]}
        {view.age === "under14" ? ` · ${view.guardianConsented ? words.guardianYes : words.guardianNo}` : ""}
      </p>
      {mayKeep ? <Button onPress={() => setOpen("age")}>{words.ageSet}</Button> : null}
      <h2>{words.title}</h2>
      {trainings.length === 0 ? <p>{words.none}</p> : null}
      <ul class="rows">
        {trainings.map((one) => (
          <li key={one.event} class="card" data-skill={one.skill}>
            <b>{one.skill}</b>
            <p class={one.until !== null && one.until < now + soonMs ? "warn" : undefined}>{expiryOf(one, words, now)}</p>
            <p class="muted">{words.on(dateText(one.at, rules))}</p>
            {mayKeep && one.author === me ? (
              <Button label={words.takeBack(one.skill)} onPress={() => void takeBack(one)}>
                {words.takeBackShort}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayKeep ? (
        <Button wide icon="plus" onPress={() => setOpen("training")}>
          {words.add}
        </Button>
      ) : null}
      <p class="muted">{words.notService}</p>
      {open === "training" && me !== null ? (
        <TrainingSheet id={id} me={me} view={view} words={words} onClose={() => setOpen(null)} />
      ) : null}
      {open === "age" && me !== null ? <AgeSheet id={id} me={me} view={view} words={words} onClose={() => setOpen(null)} /> : null}
    </section>
  );
}

function expiryOf({ until }: Training, words: TrainingWords, now: number): string {
  if (until === null) return words.forGood;
  const day = dateText(until, rules);
  return until < now ? words.expired(day) : until < now + soonMs ? words.soon(day) : words.until(day);
}

interface SheetProps {
  readonly id: Id;
  readonly me: Id;
  readonly view: FitnessView;
  readonly words: TrainingWords;
  readonly onClose: () => void;
}

const mostSkill = 60;

function TrainingSheet({ id, me, view, words, onClose }: SheetProps) {
  const app = useApp();
  const session = useSession();
  const recording = useRecording();
  const today = dayAt(app.now(), rules);
  const [skill, setSkill] = useState("");
  const [on, setOn] = useState<Day | null>(today);
  const [until, setUntil] = useState<Day | null>(null);
  const isBackwards = on !== null && until !== null && until < on;
  const save = async (day: Day): Promise<void> => {
    onClose();
    const said = skill.trim();
    // Both days count whole.
    const end = until === null ? null : startOf(until, rules) + dayMs - 1;
    const ids = await recording(() =>
      noteTrainings(app.ports, me, [{ person: id, skill: said, at: startOf(day, rules), until: end, minutes: null }]),
    );
    if (ids === null) return;
    const undo = async (): Promise<void> => {
      if ((await recording(() => retract(app.ports, me, ids))) !== null) session.show(words.undone);
    };
    session.show(words.noted(said), () => void undo());
  };
  return (
    <Sheet title={words.addTitle} onClose={onClose}>
      <div class="sheet-choices">
        {[...new Set([...words.common, ...view.known])].map((one) => (
          <Button key={one} pressed={skill === one} onPress={() => setSkill(one)}>
            {one}
          </Button>
        ))}
      </div>
      <label class="field">
        {words.skill}
        <input
          type="text"
          maxLength={mostSkill}
          autocomplete="off"
          value={skill}
          onInput={(event) => setSkill(event.currentTarget.value)}
        />
      </label>
      <DayField label={words.day} value={on} most={dayText(today)} onChange={setOn} />
      <DayField label={words.validUntil} value={until} onChange={setUntil} />
      {isBackwards ? <p class="warn">{words.badDays}</p> : null}
      <Button kind="main" wide disabled={skill.trim() === "" || on === null || isBackwards} onPress={() => on !== null && void save(on)}>
        {words.save}
      </Button>
      <Button wide onPress={onClose}>
        {words.close}
      </Button>
    </Sheet>
  );
}

function DayField({
  label,
  value,
  most,
  onChange,
}: {
  readonly label: string;
  readonly value: Day | null;
  readonly most?: string;
  readonly onChange: (day: Day | null) => void;
}) {
  return (
    <label class="field">
      {label}
      <input
        type="date"
        value={value === null ? "" : dayText(value)}
        {...(most === undefined ? {} : { max: most })}
        onInput={(event) => onChange(parseDay(event.currentTarget.value))}
      />
    </label>
  );
}

function AgeSheet({ id, me, view, words, onClose }: SheetProps) {
  const change = useChanging(me);
  const [age, setAge] = useState<AgeGroup | null>(view.age);
  const [consented, setConsented] = useState(view.guardianConsented);
  const save = async (): Promise<void> => {
    const set = {
      ...(age === null || age === view.age ? {} : { age }),
      ...(consented === view.guardianConsented ? {} : { guardianConsented: consented }),
    };
    const before = {
      // What nobody had said cannot be unsaid: nobody is held back by it.
      ...("age" in set ? { age: view.age ?? ("adult" as const) } : {}),
      ...("guardianConsented" in set ? { guardianConsented: view.guardianConsented } : {}),
    };
    onClose();
    if (Object.keys(set).length === 0) return;
    await change({
      patches: [{ entity: "person", id, basis: view.heads, set }],
      done: words.saved,
      undo: (ids) => [{ entity: "person", id, basis: ids, set: before }],
      undone: words.undone,
    });
  };
  const options = (["adult", "under18", "under14"] as const).map((one) => [one, words.ages[one]] as const);
  return (
    <Sheet title={words.ageSet} onClose={onClose}>
      <p>{words.ageHow}</p>
      <Choose<AgeGroup | "unknown">
        label={words.age}
        options={age === null ? [["unknown", words.ages.unknown], ...options] : options}
        chosen={age ?? "unknown"}
        onChoose={(one) => setAge(one === "unknown" ? null : one)}
      />
      {age === "under14" ? (
        <Button wide {...(consented ? { icon: "check" as const } : {})} pressed={consented} onPress={() => setConsented(!consented)}>
          {words.guardian}
        </Button>
      ) : null}
      <Button kind="main" wide onPress={() => void save()}>
        {words.saveAge}
      </Button>
      <Button wide onPress={onClose}>
        {words.close}
      </Button>
    </Sheet>
  );
}
