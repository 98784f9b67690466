// 招人, 应急 and the trainings a shift asks for: shared by 排新班 and 改班次. An urgent shift is not saved without its risk notice and its
// insurance: nobody could claim it.

import { useState } from "preact/hooks";
import type { EntityFields, OfferedTo } from "../../domain/entity-fields.ts";
import type { Shift } from "../../domain/roster.ts";
import { type OfferWords, offerWords } from "../../words/offers.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";

export interface Offer {
  readonly offered: OfferedTo | null;
  readonly urgent: boolean;
  readonly risk: string;
  readonly insurance: string;
  readonly skills: readonly string[];
}

export const noOffer: Offer = { offered: null, urgent: false, risk: "", insurance: "", skills: [] };
export const offerOf = ({ offered, urgent, risk, insurance, skills }: Shift): Offer => ({
  offered,
  urgent,
  risk: risk ?? "",
  insurance: insurance ?? "",
  skills,
});

export const isOfferLacking = ({ urgent, risk, insurance }: Offer): boolean => urgent && (risk.trim() === "" || insurance.trim() === "");

/** What differs from what the shift already says; nothing where nothing was ever said. */
export function offerChanges(before: Offer, after: Offer): EntityFields["shift"] {
  const text = (value: string): string | null => (value.trim() === "" ? null : value.trim());
  return {
    ...(before.offered === after.offered ? {} : { offered: after.offered }),
    ...(before.urgent === after.urgent ? {} : { urgent: after.urgent }),
    ...(text(before.risk) === text(after.risk) ? {} : { risk: text(after.risk) }),
    ...(text(before.insurance) === text(after.insurance) ? {} : { insurance: text(after.insurance) }),
    ...(before.skills.join() === after.skills.join() ? {} : { skills: after.skills }),
  };
}

export const useOfferWords = (): OfferWords => offerWords[useLanguage()];

const mostRisk = 1000;
const mostTitle = 60;

export function OfferFields({ value, onChange }: { readonly value: Offer; readonly onChange: (value: Offer) => void }) {
  const words = useOfferWords();
  const [other, setOther] = useState("");
  const set = (part: Partial<Offer>): void => onChange({ ...value, ...part });
  const toggle = (skill: string): void =>
    set({ skills: value.skills.includes(skill) ? value.skills.filter((it) => it !== skill) : [...value.skills, skill] });
  const add = (): void => {
    const skill = other.trim();
    setOther("");
    if (skill !== "" && !value.skills.includes(skill)) set({ skills: [...value.skills, skill] });
  };
  return (
    <>
      <Choose
        label={words.offered}
        options={(["none", "team", "branch", "corps"] as const).map((tier) => [tier, words.offers[tier]])}
        chosen={value.offered ?? "none"}
        onChoose={(tier) => set({ offered: tier === "none" ? null : tier })}
      />
      <fieldset>
        <legend>{words.skills}</legend>
        <div class="roster-posts">
          {[...new Set([...words.common, ...value.skills])].map((skill) => (
            <Button
              key={skill}
              {...(value.skills.includes(skill) ? { icon: "check" as const } : {})}
              pressed={value.skills.includes(skill)}
              onPress={() => toggle(skill)}
            >
              {skill}
            </Button>
          ))}
        </div>
        <div class="typed-skill">
          <label class="field">
            {words.skillOther}
            <input
              type="text"
              value={other}
              maxLength={mostTitle}
              autocomplete="off"
              onInput={(event) => setOther(event.currentTarget.value)}
            />
          </label>
          <Button onPress={add}>{words.skillAdd}</Button>
        </div>
      </fieldset>
      <fieldset>
        <legend>{words.urgent}</legend>
        <div class="choice">
          <Button pressed={!value.urgent} onPress={() => set({ urgent: false })}>
            {words.notUrgent}
          </Button>
          <Button pressed={value.urgent} onPress={() => set({ urgent: true })}>
            {words.isUrgent}
          </Button>
        </div>
      </fieldset>
      {value.urgent ? (
        <>
          <label class="field">
            {words.risk} <small>{words.riskHow}</small>
            <textarea rows={3} maxLength={mostRisk} value={value.risk} onInput={(event) => set({ risk: event.currentTarget.value })} />
          </label>
          <label class="field">
            {words.insurance}
            <input
              type="text"
              maxLength={mostTitle}
              autocomplete="off"
              value={value.insurance}
              onInput={(event) => set({ insurance: event.currentTarget.value })}
            />
          </label>
          {isOfferLacking(value) ? <p class="warn">{words.urgentLacks}</p> : null}
        </>
      ) : null}
    </>
  );
}
