// What is asked before something about a person is changed: fields, another team and its day, a role, leaving. Each is one recorded intent with its 撤销, also without a network.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { createEntityId, type Patch } from "../../actions/patch.ts";
import { dateText } from "../../domain/clock.ts";
import type { EntityFields } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import type { PartName } from "../../domain/facts.ts";
import type { Role } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { pathTitle } from "../../domain/team-tree.ts";
import type { PeopleWords } from "../../words/people.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useChanging } from "./changing.ts";
import { plainPhone, TextField } from "./fields.tsx";
import type { Known, Office } from "./known.ts";

export interface Doing {
  readonly known: Known;
  readonly words: PeopleWords;
  readonly close: () => void;
}

type PersonSet = EntityFields["person"];
type Parts = { readonly [P in PartName]?: unknown };

/** A change of the person's own fields, with what takes it back. */
export function usePersonChange({ known, words, close }: Doing) {
  const change = useChanging(known.view.me);
  return async (done: string, set: PersonSet, undo: PersonSet, parts?: Parts, undoParts?: Parts): Promise<void> => {
    const patch = (basis: readonly Id[], to: PersonSet, values?: Parts): Patch<"person"> => ({
      entity: "person",
      id: known.id,
      basis,
      set: to,
      ...(values === undefined || Object.keys(values).length === 0 ? {} : { parts: values }),
    });
    const isDone = await change({
      patches: [patch(known.heads, set, parts)],
      done,
      ...(Object.keys(undo).length === 0 ? {} : { undo: (ids) => [patch(ids, undo, undoParts)], undone: words.undone }),
    });
    if (isDone) close();
  };
}

export function Buttons({
  words,
  close,
  children,
}: {
  readonly words: PeopleWords;
  readonly close: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <>
      {children}
      <Button wide onPress={close}>
        {words.cancel}
      </Button>
    </>
  );
}

export function Edit(doing: Doing) {
  const { known, words, close } = doing;
  const [name, setName] = useState(known.name ?? "");
  const [phone, setPhone] = useState(known.phone ?? "");
  const [number, setNumber] = useState(known.volunteerNumber ?? "");
  const change = usePersonChange(doing);
  const plain = phone.trim() === known.phone ? known.phone : plainPhone(phone);
  const isNamed = name.trim() !== "" && name.trim().length <= 200;
  const changed = {
    name: name.trim() !== (known.name ?? "") && isNamed,
    phone: plain !== null && plain !== "" && plain !== known.phone,
    number: number.trim() !== "" && number.trim() !== (known.volunteerNumber ?? "") && number.trim().length <= 40,
  };
  const isReady = isNamed && plain !== null && (changed.name || changed.phone || changed.number);
  const save = (): void => {
    const set = {
      ...(changed.name ? { name: true as const } : {}),
      ...(changed.phone ? { phone: true as const } : {}),
      ...(changed.number ? { volunteerNumber: number.trim() } : {}),
    };
    const back = {
      ...(changed.name && known.name !== null ? { name: true as const } : {}),
      ...(changed.phone && known.phone !== null ? { phone: true as const } : {}),
      ...(changed.number && known.volunteerNumber !== null ? { volunteerNumber: known.volunteerNumber } : {}),
    };
    void change(
      words.saved,
      set,
      back,
      { ...(changed.name ? { name: name.trim() } : {}), ...(changed.phone ? { phone: plain } : {}) },
      { ...("name" in back ? { name: known.name } : {}), ...("phone" in back ? { phone: known.phone } : {}) },
    );
  };
  return (
    <Sheet title={words.edit} onClose={close}>
      <TextField label={words.fields.name ?? ""} value={name} wrong={isNamed ? null : words.nameMissing} onChange={setName} />
      <TextField
        label={words.fields.phone ?? ""}
        type="tel"
        value={phone}
        wrong={plain === null ? words.phoneWrong : null}
        onChange={setPhone}
      />
      <TextField label={words.fields.volunteerNumber ?? ""} value={number} onChange={setNumber} />
      <Buttons words={words} close={close}>
        <Button kind="main" wide disabled={!isReady} onPress={save}>
          {words.save}
        </Button>
      </Buttons>
    </Sheet>
  );
}

/** Local midnight of a date field's text; ms. */
const startOfDate = (text: string): number => Date.parse(`${text}T00:00:00Z`) - rules.zoneOffsetMinutes * 60_000;

export function Transfer(doing: Doing) {
  const { known, words, close } = doing;
  const app = useApp();
  const { view } = known;
  const teams = view.lines.flatMap(({ team }) => (view.kept.has(team.id) && team.id !== known.team ? [team] : []));
  const [to, choose] = useState<Id>(teams[0]?.id ?? "");
  const [day, setDay] = useState(() => dateText(app.now(), rules));
  const change = usePersonChange(doing);
  const since = startOfDate(day);
  const save = (): void =>
    void change(
      words.transferred(known.name ?? words.nameless, pathTitle(view.teams, to)),
      { team: to, teamSince: since },
      // Taken back from the same day on: as if it had never been said.
      { team: known.team, teamSince: since },
    );
  return (
    <Sheet title={words.transfer} onClose={close}>
      <p class="muted">{words.transferWhat}</p>
      <Choose label={words.to} options={teams.map(({ id }) => [id, pathTitle(view.teams, id)] as const)} chosen={to} onChoose={choose} />
      <TextField label={words.since} type="date" value={day} onChange={setDay} />
      <Buttons words={words} close={close}>
        <Button kind="main" wide disabled={to === "" || Number.isNaN(since)} onPress={save}>
          {words.transfer}
        </Button>
      </Buttons>
    </Sheet>
  );
}

export function Name({ known, words, close, offices }: Doing & { readonly offices: readonly Office[] }) {
  const app = useApp();
  const change = useChanging(known.view.me);
  const [at, choose] = useState(0);
  const office = offices[at];
  const say = ({ role, team }: Office): string => {
    const title = pathTitle(known.view.teams, team);
    return role === "squadLeader" ? words.nameLeaderOf(title) : words.nameStaffOf(title);
  };
  const save = async (): Promise<void> => {
    if (office === undefined) return;
    const id = createEntityId(app.ports);
    const isDone = await change({
      patches: [{ entity: "role", id, basis: [], set: { person: known.id, role: office.role, team: office.team } }],
      done: words.named(known.name ?? words.nameless, words.roles[office.role]),
      undo: (ids) => [{ entity: "role", id, basis: ids, set: { ended: true } }],
      undone: words.undone,
    });
    if (isDone) close();
  };
  return (
    <Sheet title={words.nameStaff} onClose={close}>
      <label class="field">
        <span>{words.whichTeam}</span>
        <select value={String(at)} onChange={(event) => choose(Number(event.currentTarget.value))}>
          {offices.map((it, i) => (
            <option key={`${it.role} ${it.team}`} value={String(i)}>
              {say(it)}
            </option>
          ))}
        </select>
      </label>
      <p class="muted">{words.endWhat}</p>
      <Buttons words={words} close={close}>
        <Button kind="main" wide disabled={office === undefined} onPress={() => void save()}>
          {office === undefined ? words.nameStaff : say(office)}
        </Button>
      </Buttons>
    </Sheet>
  );
}

export function End({ known, words, close, role }: Doing & { readonly role: Role }) {
  const change = useChanging(known.view.me);
  const end = async (): Promise<void> => {
    const isDone = await change({
      patches: [{ entity: "role", id: role.id, basis: [], set: { ended: true } }],
      done: words.ended(known.name ?? words.nameless, words.roles[role.role]),
    });
    if (isDone) close();
  };
  return (
    <Sheet title={words.endRole(words.roles[role.role])} onClose={close}>
      <p class="muted">{words.endWhat}</p>
      <Buttons words={words} close={close}>
        <Button kind="warn" wide onPress={() => void end()}>
          {words.endRole(words.roles[role.role])}
        </Button>
      </Buttons>
    </Sheet>
  );
}

/** Leaves, comes back, or stops being another entry's double. */
export function Leave(doing: Doing) {
  const { known, words, close } = doing;
  const change = usePersonChange(doing);
  const name = known.name ?? words.nameless;
  const isMerged = known.mergedInto !== null;
  const title = isMerged ? words.split : known.closed ? words.back : words.leave;
  const save = (): void =>
    void (isMerged
      ? change(words.wasSplit, { mergedInto: null }, { mergedInto: known.mergedInto })
      : change(known.closed ? words.isBack(name) : words.left(name), { closed: !known.closed }, { closed: known.closed }));
  return (
    <Sheet title={title} onClose={close}>
      {isMerged || known.closed ? null : <p class="muted">{words.leaveWhat}</p>}
      <Buttons words={words} close={close}>
        <Button kind={isMerged || known.closed ? "main" : "warn"} wide onPress={save}>
          {title}
        </Button>
      </Buttons>
    </Sheet>
  );
}
