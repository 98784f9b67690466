// Who may show codes, read badges, relay, lend a tablet and post notices (R16, R22a, R25): cases of rights.test.ts.

import type { FactsOf } from "../../src/domain/facts.ts";
import { deviceOfKey } from "../../src/protocol/signing.ts";
import { publicKey } from "../fixtures/wire-facts.ts";
import { hour, person, post, shift, start, team } from "./city.ts";
import type { Cases, Given } from "./rights-facts.ts";

const showing =
  (of: string, where: string | null = null) =>
  (): FactsOf["codeShown"] => ({ shift: of, post: where });
const seeing =
  (of: string, where: string | null = null) =>
  (): FactsOf["badgeSeen"] => ({ shift: of, person: person.ann, post: where, expires: start, signature: "ab".repeat(64) });
const relaying =
  (of: string, where: string | null = null) =>
  (): FactsOf["relayed"] => ({ shift: of, post: where, device: "0d".repeat(32), n: 1, hash: "0c".repeat(32) });
const lending =
  (of: string, until = start + hour) =>
  (): FactsOf["deviceDelegated"] => ({ shift: of, device: deviceOfKey(publicKey), publicKey, until });
const revoking = (): FactsOf["badgeRevoked"] => ({ person: person.ann, until: start });
const notifying = (of: string) => (): FactsOf["noticePosted"] => ({ team: of, until: null });

export const tabletCases = {
  codeShown: {
    allowed: [
      { title: "leader", who: "leaderOne", facts: showing(shift.one) },
      { title: "post lead at the post", who: "bob", facts: showing(shift.one, post.line) },
    ],
    refused: [
      { title: "post lead for every post", who: "bob", facts: showing(shift.one) },
      { title: "another squad's leader", who: "leaderTwo", facts: showing(shift.one) },
      { title: "a volunteer", who: "ann", facts: showing(shift.one) },
    ],
  },
  badgeSeen: {
    allowed: [
      { title: "leader", who: "leaderOne", facts: seeing(shift.one) },
      { title: "post lead at the post", who: "bob", facts: seeing(shift.one, post.line) },
    ],
    refused: [
      { title: "post lead at another post", who: "bob", facts: seeing(shift.one, post.point) },
      { title: "the person", who: "ann", facts: seeing(shift.one) },
      {
        title: "later than 72 h after the end",
        who: "leaderOne",
        at: start + 73 * hour + 1000,
        problem: "tooLate",
        facts: seeing(shift.one),
      },
    ],
  },
  badgeRevoked: {
    allowed: [{ title: "leader, own squad", who: "leaderOne", facts: revoking }],
    refused: [
      { title: "another squad's leader", who: "leaderTwo", facts: revoking },
      { title: "the person", who: "ann", facts: revoking },
    ],
  },
  relayed: {
    allowed: [
      { title: "leader", who: "leaderOne", facts: relaying(shift.one) },
      { title: "post lead at the post", who: "bob", facts: relaying(shift.one, post.line) },
    ],
    refused: [
      { title: "a volunteer", who: "ann", facts: relaying(shift.one) },
      { title: "another squad's leader", who: "leaderTwo", facts: relaying(shift.one) },
    ],
  },
  deviceDelegated: {
    allowed: [{ title: "leader, until 72 h after the end", who: "leaderOne", facts: lending(shift.one, start + 73 * hour) }],
    refused: [
      { title: "post lead", who: "bob", facts: lending(shift.one) },
      { title: "longer", who: "leaderOne", problem: "tooLate", facts: lending(shift.one, start + 73 * hour + 1) },
    ],
  },
  noticePosted: {
    allowed: [
      { title: "leader, own squad", who: "leaderOne", facts: notifying(team.one) },
      { title: "branch, a squad below", who: "east", facts: notifying(team.one) },
    ],
    refused: [
      { title: "a volunteer", who: "ann", facts: notifying(team.one) },
      { title: "leader, another squad", who: "leaderOne", facts: notifying(team.two) },
      { title: "leader, the branch", who: "leaderOne", facts: notifying(team.east) },
    ],
  },
  noticeRead: {
    allowed: [{ title: "anyone, for themselves", who: "ann", facts: ({ tap }: Given) => ({ of: tap }) }],
    refused: [{ title: "for another", who: "ann", author: person.bob, problem: "notBound", facts: ({ tap }: Given) => ({ of: tap }) }],
  },
} satisfies Record<string, Cases>;
