// Who may ask, answer, correct, check, train and report (R11, R13, R25): cases of rights.test.ts.

import { hour, minute, person, post, shift, start } from "./city.ts";
import { answering, asking, type Cases, checking, correcting, type Given, training } from "./rights-facts.ts";

const after = start + hour;

export const requestCases = {
  claimed: {
    allowed: [
      {
        title: "anyone, for themselves",
        who: "cid",
        at: start - 10 * minute,
        facts: () => ({ shift: shift.two, post: null, agrees: null }),
      },
    ],
    refused: [
      {
        title: "for another",
        who: "ann",
        author: person.bob,
        problem: "notBound",
        facts: () => ({ shift: shift.two, post: null, agrees: null }),
      },
    ],
  },
  leaveTaken: {
    allowed: [{ title: "anyone, for themselves", who: "bob", facts: () => ({ shift: shift.one, seeks: false }) }],
    refused: [
      { title: "for another", who: "ann", author: person.bob, problem: "notBound", facts: () => ({ shift: shift.one, seeks: false }) },
    ],
  },
  makeupAsked: {
    allowed: [
      { title: "for themselves", who: "ann", facts: asking(shift.one, person.ann) },
      { title: "a leader for somebody of the own shift", who: "leaderOne", facts: asking(shift.one, person.bob) },
    ],
    refused: [
      { title: "a volunteer for another", who: "ann", facts: asking(shift.one, person.bob) },
      { title: "another squad's leader", who: "leaderTwo", facts: asking(shift.one, person.ann) },
      {
        title: "R11 later than 72 h after the end",
        who: "ann",
        at: after + 72 * hour + 1000,
        problem: "tooLate",
        facts: asking(shift.one, person.ann),
      },
    ],
  },
  appealed: {
    allowed: [{ title: "anyone, for themselves", who: "ann", facts: () => ({ shift: shift.one }) }],
    refused: [{ title: "for another", who: "ann", author: person.bob, problem: "notBound", facts: () => ({ shift: shift.one }) }],
  },
  answered: {
    allowed: [
      { title: "leader, a claim", who: "leaderOne", facts: answering("claim") },
      { title: "branch, a make-up", who: "east", facts: answering("makeup") },
    ],
    refused: [
      { title: "R11 the one who asked", who: "ann", facts: answering("makeup") },
      { title: "another squad's leader", who: "leaderTwo", facts: answering("makeup") },
      { title: "another branch", who: "west", facts: answering("claim") },
      {
        title: "what asks nothing",
        who: "leaderOne",
        facts: ({ tap }: Given) => ({ of: tap, accepted: true, start: null, end: null }),
      },
    ],
  },
  corrected: {
    allowed: [{ title: "branch, a squad below", who: "east", facts: correcting(shift.one, person.ann) }],
    refused: [
      { title: "leader", who: "leaderOne", facts: correcting(shift.one, person.ann) },
      { title: "another branch", who: "west", facts: correcting(shift.one, person.ann) },
      { title: "R13 the branch, about itself", who: "east", facts: correcting(shift.one, person.east) },
    ],
  },
  tapBound: {
    allowed: [
      {
        title: "leader",
        who: "leaderOne",
        facts: ({ tap }: Given) => ({ of: tap, shift: shift.one, person: person.ann, post: null }),
      },
    ],
    refused: [
      { title: "the person", who: "ann", facts: ({ tap }: Given) => ({ of: tap, shift: shift.one, person: person.ann, post: null }) },
    ],
  },
  spotChecked: {
    allowed: [
      { title: "leader", who: "leaderOne", facts: checking(shift.one) },
      { title: "post lead at the post", who: "bob", facts: checking(shift.one, post.line) },
    ],
    refused: [
      { title: "post lead at another post", who: "bob", facts: checking(shift.one, post.point) },
      { title: "another squad's leader", who: "leaderTwo", facts: checking(shift.one) },
    ],
  },
  relocated: {
    allowed: [{ title: "leader", who: "leaderOne", facts: () => ({ shift: shift.one, post: post.point, geometry: null }) }],
    refused: [{ title: "post lead", who: "bob", facts: () => ({ shift: shift.one, post: post.line, geometry: null }) }],
  },
  trained: {
    allowed: [{ title: "leader, own squad", who: "leaderOne", facts: training(person.ann) }],
    refused: [
      { title: "the person", who: "ann", facts: training(person.ann) },
      { title: "another squad's leader", who: "leaderTwo", facts: training(person.ann) },
    ],
  },
  findingReported: {
    allowed: [{ title: "anyone", who: "ann", facts: () => ({ post: post.point, shift: null, tag: "clutter", unit: null }) }],
    refused: [
      {
        title: "for another",
        who: "ann",
        author: person.bob,
        problem: "notBound",
        facts: () => ({ post: post.point, shift: null, tag: "clutter", unit: null }),
      },
    ],
  },
  findingClosed: {
    allowed: [
      { title: "who reported it", who: "ann", facts: ({ finding }: Given) => ({ of: finding }) },
      { title: "leader", who: "leaderOne", facts: ({ finding }: Given) => ({ of: finding }) },
    ],
    refused: [{ title: "another branch", who: "west", facts: ({ finding }: Given) => ({ of: finding }) }],
  },
  photoAttached: {
    allowed: [{ title: "who reported it", who: "ann", facts: ({ finding }: Given) => ({ of: finding, shows: "before" }) }],
    refused: [{ title: "another branch", who: "west", facts: ({ finding }: Given) => ({ of: finding, shows: "before" }) }],
  },
} satisfies Record<string, Cases>;
