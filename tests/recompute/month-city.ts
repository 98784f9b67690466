// The city of the month that is counted again: 30 squads of 20 in two branches, a crossing each. Put into the ledger in one turn.

import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import { appendOwn } from "../../src/endpoint/own-events.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { type City, idOf } from "../endpoint/city.ts";

export const squads = 30;
export const squadSize = 20;

export const squadOf = (i: number): Id => idOf(`month squad ${i}`);
export const personOf = (squad: number, i: number): Id => idOf(`month person ${squad} ${i}`);
export const postOf = (squad: number): Id => idOf(`month post ${squad}`);
export const placeOf = (squad: number): readonly [number, number] => [1_057_200_000 + squad * 300_000, 345_800_000];

/** Many of the endpoint's own events in one turn. */
type Add = (type: Parameters<typeof appendOwn>[2], facts: object, parts?: Record<string, unknown>) => void;
export const together = (city: City, work: (add: Add) => void): Promise<void> =>
  city.ledger.submit(1, (turn) => {
    work((type, facts, parts = {}) => void appendOwn(city.ledger, turn, type, facts as never, parts));
    finishTurn(city.ledger, turn);
  });

export const buildCity = (city: City): Promise<void> =>
  together(city, (add) => {
    const patch = <K extends EntityKind>(entity: K, id: Id, set: EntityFields[K], parts: Record<string, unknown> = {}): void =>
      add("patched", { entity, id, basis: [], set }, parts);
    patch("team", idOf("corps"), { tier: "corps", parent: null, title: "总队" });
    for (const branch of [0, 1]) {
      const [team, staff] = [idOf(`branch ${branch}`), idOf(`staff ${branch}`)];
      patch("team", team, { tier: "branch", parent: idOf("corps"), title: `${branch + 1}支队` });
      patch("person", staff, { team, name: true }, { name: `支队${branch}` });
      patch("role", idOf(`staff role ${branch}`), { person: staff, role: "branchStaff", team });
    }
    for (let squad = 0; squad < squads; squad += 1) {
      const team = squadOf(squad);
      patch("team", team, { tier: "squad", parent: idOf(`branch ${squad % 2}`), title: `${squad + 1}分队` });
      patch("post", postOf(squad), { kind: "crossing", title: `路口${squad}`, team, geometry: { type: "point", at: placeOf(squad) } });
      for (let i = 0; i < squadSize; i += 1) patch("person", personOf(squad, i), { team, name: true }, { name: `人${squad}-${i}` });
      // Two leaders, so that they can disagree (R22).
      for (const i of [0, 1]) patch("role", idOf(`leader ${squad} ${i}`), { person: personOf(squad, i), role: "squadLeader", team });
    }
  });
