// What remains to be done until a city, a branch or a squad stands its first shift, judged from counts. No names, no words, no links.

export type ToDoName =
  | "corpsName"
  | "branches"
  | "squads"
  | "people"
  | "branchStaff"
  | "leaders"
  | "joined"
  | "waiting"
  | "posts"
  | "drawn"
  | "shifts";

export interface ToDo {
  readonly name: ToDoName;
  readonly isDone: boolean;
  /** How many are still missing, or, once done, how many there are. */
  readonly count: number;
  /** Not everybody needs it: a branch may have no squads. */
  readonly isOptional: boolean;
}

const missing = (name: ToDoName, count: number, isOptional = false): ToDo => ({ name, isDone: count === 0, count, isOptional });
const wanted = (name: ToDoName, count: number, isOptional = false): ToDo => ({ name, isDone: count > 0, count, isOptional });

export interface CorpsCounts {
  readonly isNamed: boolean;
  readonly branches: number;
  readonly squads: number;
  /** The corps' own staff left out: they are there from the first start. */
  readonly people: number;
  readonly branchesWithoutStaff: number;
  readonly squadsWithoutLeader: number;
  readonly notJoined: number;
}

/** In the order in which it is best done; what rests on an earlier step waits until that is done. */
export function corpsToDo(counts: CorpsCounts): readonly ToDo[] {
  const list: ToDo[] = [missing("corpsName", counts.isNamed ? 0 : 1), wanted("branches", counts.branches)];
  if (counts.branches > 0) list.push(wanted("squads", counts.squads, true), wanted("people", counts.people));
  if (counts.people > 0) {
    list.push(missing("branchStaff", counts.branchesWithoutStaff));
    if (counts.squads > 0) list.push(missing("leaders", counts.squadsWithoutLeader));
    list.push(missing("joined", counts.notJoined));
  }
  return list;
}

export interface TeamCounts {
  /** Null: a squad leader, who makes none. */
  readonly squads: number | null;
  readonly squadsWithoutLeader: number;
  readonly people: number;
  /** People who wait to be confirmed. */
  readonly waiting: number;
  readonly posts: number;
  readonly undrawn: number;
  /** Teams with people and no shift in the next seven days. */
  readonly withoutShifts: number;
}

export function teamToDo(counts: TeamCounts): readonly ToDo[] {
  const list: ToDo[] = counts.squads === null ? [] : [wanted("squads", counts.squads, true)];
  list.push(wanted("people", counts.people));
  if ((counts.squads ?? 0) > 0 && counts.people > 0) list.push(missing("leaders", counts.squadsWithoutLeader));
  if (counts.waiting > 0) list.push(missing("waiting", counts.waiting));
  list.push(wanted("posts", counts.posts));
  if (counts.posts > 0) list.push(missing("drawn", counts.undrawn));
  if (counts.people > 0) list.push(missing("shifts", counts.withoutShifts));
  return list;
}
