// The closed catalogue of refusals: code, HTTP status and what the sender should do. The sentences live in words/.

/** now: once more at once · later: with backoff · update: after loading a newer version · never: a person has to act. */
export type RetryClass = "now" | "later" | "update" | "never";

interface ProblemKind {
  readonly status: number;
  readonly retry: RetryClass;
}

export const problemTable = {
  // whole requests
  malformed: { status: 400, retry: "later" },
  badSignature: { status: 401, retry: "later" },
  unknownDevice: { status: 401, retry: "never" },
  nonceStale: { status: 401, retry: "now" },
  /** X7: the endpoint has forgotten part of this device's chain: push again what lies above `n`. */
  chainBehind: { status: 409, retry: "now" },
  tokenStale: { status: 401, retry: "now" },
  headMismatch: { status: 400, retry: "later" },
  tooLarge: { status: 413, retry: "later" },
  tooMany: { status: 429, retry: "later" },
  updateNeeded: { status: 426, retry: "update" },
  notFound: { status: 404, retry: "never" },
  busy: { status: 503, retry: "later" },
  internal: { status: 500, retry: "later" },
  // enrolment
  inviteUnknown: { status: 403, retry: "never" },
  inviteExpired: { status: 403, retry: "never" },
  inviteUsed: { status: 409, retry: "never" },
  joinDeclined: { status: 403, retry: "never" },
  codeUnknown: { status: 404, retry: "never" },
  // single events: these never fail a request, they quarantine or hold one event
  conflict: { status: 409, retry: "never" },
  partMismatch: { status: 422, retry: "never" },
  poison: { status: 422, retry: "never" },
  tooBig: { status: 422, retry: "never" },
  notBound: { status: 403, retry: "never" },
  forbidden: { status: 403, retry: "never" },
  tooLate: { status: 403, retry: "never" },
  endInFuture: { status: 422, retry: "never" },
  /** R11, R13: said without saying why. */
  reasonMissing: { status: 422, retry: "never" },
  // 认岗 (domain/claiming.ts)
  notOffered: { status: 409, retry: "never" },
  offeredElsewhere: { status: 409, retry: "never" },
  shiftCancelled: { status: 409, retry: "never" },
  shiftBegun: { status: 409, retry: "never" },
  shiftFull: { status: 409, retry: "never" },
  shiftOverlaps: { status: 409, retry: "never" },
  carriagewayTooYoung: { status: 422, retry: "never" },
  guardianMissing: { status: 422, retry: "never" },
  trainingMissing: { status: 422, retry: "never" },
  riskNotAgreed: { status: 422, retry: "never" },
  insuranceMissing: { status: 422, retry: "never" },
  unknownType: { status: 422, retry: "later" },
  missingReference: { status: 422, retry: "later" },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemTable;

/** Those that befall a single event, by a receipt. */
export const eventProblems = [
  "conflict",
  "partMismatch",
  "poison",
  "tooBig",
  "notBound",
  "forbidden",
  "tooLate",
  "endInFuture",
  "reasonMissing",
  "notOffered",
  "offeredElsewhere",
  "shiftCancelled",
  "shiftBegun",
  "shiftFull",
  "shiftOverlaps",
  "carriagewayTooYoung",
  "guardianMissing",
  "trainingMissing",
  "riskNotAgreed",
  "insuranceMissing",
  "unknownType",
  "missingReference",
] as const satisfies readonly ProblemCode[];
export type EventProblem = (typeof eventProblems)[number];

export interface Problem {
  readonly code: ProblemCode;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export const problem = (code: ProblemCode, parameters: Problem["parameters"] = {}): Problem => ({ code, parameters });

export type Result<V, P = Problem> = { readonly ok: true; readonly value: V } | { readonly ok: false; readonly problem: P };
export const ok = <V>(value: V): { readonly ok: true; readonly value: V } => ({ ok: true, value });
export const failed = (code: ProblemCode, parameters: Problem["parameters"] = {}): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: problem(code, parameters),
});
