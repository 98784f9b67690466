// GET /api/openapi.json: the exchange's description, generated from the very schemas that judge it. Says nothing they do not.

import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { factSchemas, partSchemas } from "../protocol/events.ts";
import {
  codeReplySchema,
  codeRequestSchema,
  enrolmentReplySchema,
  enrolmentRequestSchema,
  exchangeReplySchema,
  exchangeRequestSchema,
  liveLineSchema,
  problemReplySchema,
  silentDevicesSchema,
  waitingReplySchema,
} from "../protocol/exchange.ts";
import { hoursReportSchema } from "../protocol/hours.ts";
import { importReplySchema, importRequestSchema } from "../protocol/imports.ts";
import { inviteReplySchema, inviteRequestSchema } from "../protocol/joining.ts";
import { mapSchema } from "../protocol/map.ts";
import { openShiftsSchema } from "../protocol/open-shifts.ts";
import { overviewSchema, peoplePageSchema, personRecordsSchema, personReportSchema, quarantineCountSchema } from "../protocol/people.ts";
import { photoReplySchema } from "../protocol/photos.ts";
import { type ProblemCode, problemTable } from "../protocol/problems.ts";
import { quarantinePageSchema, quarantineRecordSchema } from "../protocol/quarantine.ts";
import { statusSchema } from "../protocol/status.ts";
import { protocolVersion } from "../protocol/versions.ts";

const jsonOf = (schema: GenericSchema): object => {
  // `safeInteger` has no JSON Schema word; `integer` beside it says the rest.
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: "ignore" });
  return rest;
};

/** The closed table's own schemas: `facts.checkedIn`, `part.fix` … */
const named = (prefix: string, schemas: Readonly<Record<string, GenericSchema>>): object =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [`${prefix}.${name}`, jsonOf(schema)]));

const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const content = (name: string, ...others: readonly string[]) => ({
  "application/json": { schema: others.length === 0 ? refTo(name) : { oneOf: [name, ...others].map(refTo) } },
});

const post = (summary: string, request: string, ...replies: readonly [string, ...string[]]) => ({
  summary,
  security: [{ device: [] }],
  requestBody: { required: true, content: content(request) },
  responses: {
    "200": { description: "Answered.", content: content(...replies) },
    default: { description: "Refused: a problem.", content: content("Problem") },
  },
});

const report = (summary: string, reply: string) => ({
  get: {
    summary,
    security: [{ token: [] }],
    responses: {
      "200": { description: "As of now.", content: content(reply) },
      default: { description: "Refused: a problem.", content: content("Problem") },
    },
  },
});

export function openApi(): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "到岗 daogang",
      version: String(protocolVersion),
      description: "Everything crosses as JSON, gzip both ways above 1 kB.",
    },
    paths: {
      "/api/exchange": { post: post("Push events, pull news.", "ExchangeRequest", "ExchangeReply") },
      "/api/enrolments": { post: post("Join with an invite.", "EnrolmentRequest", "EnrolmentReply", "WaitingReply") },
      "/api/codes": { post: post("Six digits for the text of an invite.", "CodeRequest", "CodeReply") },
      "/api/invites": {
        post: {
          ...post("A squad's or a person's link, with six digits if wanted.", "InviteRequest", "InviteReply"),
          security: [{ token: [] }],
        },
      },
      "/api/past": {
        get: {
          summary: "What the cookie of an exchange's reply says: how much the device this browser was had not sent; null without one.",
          security: [],
          responses: {
            "200": {
              description: "As last heard.",
              content: {
                "application/json": {
                  schema: {
                    type: "object",
                    properties: {
                      type: { const: "past" },
                      past: {
                        type: ["object", "null"],
                        properties: { outboxCount: { type: "integer" }, at: { type: "integer" } },
                        required: ["outboxCount", "at"],
                      },
                    },
                    required: ["type", "past"],
                  },
                },
              },
            },
          },
        },
      },
      "/api/live": {
        get: {
          summary: "Newline-delimited JSON: a wake when there is news, a beat every 20 s.",
          security: [{ token: [] }],
          responses: {
            "200": { description: "A stream.", content: { "application/x-ndjson": { schema: { $ref: "#/components/schemas/LiveLine" } } } },
            default: { description: "Refused: a problem.", content: content("Problem") },
          },
        },
      },
      "/api/reports/silent-devices": {
        get: {
          summary: "Devices silent with work pending, of the people the asking device's persons lead.",
          security: [{ token: [] }],
          responses: {
            "200": { description: "Longest silent first.", content: content("SilentDevices") },
            default: { description: "Refused: a problem.", content: content("Problem") },
          },
        },
      },
      "/api/reports/status": {
        get: {
          summary: "How the installation is doing, for corps staff.",
          security: [{ token: [] }],
          responses: {
            "200": { description: "As of now.", content: content("Status") },
            default: { description: "Refused: a problem.", content: content("Problem") },
          },
        },
      },
      "/api/reports/overview": report("Every team below the asking staff in numbers.", "Overview"),
      "/api/reports/people": report("People by name, `team`, `search` and `page`, for staff; every look is logged.", "PeoplePage"),
      "/api/reports/people/{person}": report("One person, for staff above them; logged.", "PersonReport"),
      "/api/reports/people/{person}/records": report(
        "A person's records of shifts that began `before`, at most until 35 days ago, for the branch; logged.",
        "PersonRecords",
      ),
      "/api/reports/open-shifts": report("How many places the offered shifts within one's reach still have.", "OpenShifts"),
      "/api/reports/hours": report(
        "Settled minutes from day `from` to day `to` (yyyy-mm-dd), of `team`, with `lines=1` each attendance; `self=1` one's own, all of it without a period. Names of one's own teams only; staff's looks at them are logged.",
        "Hours",
      ),
      "/api/reports/quarantine": report(
        "Records set aside, `decided` and `page`, for staff above their authors; logged.",
        "QuarantinePage",
      ),
      "/api/reports/quarantine/count": report("How many of them nobody has said anything about.", "QuarantineCount"),
      "/api/reports/quarantine/{id}/{hash}": report("One of them whole; logged.", "QuarantineRecord"),
      "/api/imports": {
        post: {
          ...post("A slice of a register: people made or brought up to date.", "ImportRequest", "ImportReply"),
          security: [{ token: [] }],
        },
      },
      "/api/reports/map": {
        get: {
          summary: "Which map lies under the post editor, for those who draw posts.",
          security: [{ token: [] }],
          responses: {
            "200": { description: "None is a plain grid.", content: content("Map") },
            default: { description: "Refused: a problem.", content: content("Problem") },
          },
        },
      },
      "/api/photos/{photo}": {
        get: {
          summary: "A whole photo, for who may read the event that names it. Looks at photos of people are logged.",
          security: [{ token: [] }],
          responses: {
            "200": { description: "The photo.", content: { "image/jpeg": {} } },
            default: { description: "Refused: a problem.", content: content("Problem") },
          },
        },
        put: {
          summary:
            "A piece of a photo that a stored event names, by its SHA-256 (`offset`: where the piece begins, `bytes`: how long the photo is). The answer says from where to go on; an empty piece at the end asks for the hash to be checked again.",
          security: [{ token: [] }],
          requestBody: { required: true, content: { "application/octet-stream": {} } },
          responses: {
            "200": { description: "How much is here, durable.", content: content("Photo") },
            default: { description: "Refused: a problem.", content: content("Problem") },
          },
        },
      },
      "/api/photos/{photo}/received": report("How much of a photo is here.", "Photo"),
      "/healthz": { get: { summary: "The process answers.", responses: { "200": { description: "Alive." } } } },
      "/readyz": {
        get: { summary: "The ledger answers.", responses: { "200": { description: "Ready." }, "503": { description: "Not ready." } } },
      },
    },
    components: {
      securitySchemes: {
        device: {
          type: "apiKey",
          in: "header",
          name: "Authorization",
          description:
            "Daogang device=<sha-256 of the public key>, signature=<P-256 over 'daogang request 1\\n' + sha-256 of the uncompressed body>",
        },
        token: { type: "http", scheme: "bearer", description: "The token of the latest reply." },
      },
      schemas: {
        ExchangeRequest: jsonOf(exchangeRequestSchema),
        ExchangeReply: jsonOf(exchangeReplySchema),
        EnrolmentRequest: jsonOf(enrolmentRequestSchema),
        EnrolmentReply: jsonOf(enrolmentReplySchema),
        WaitingReply: jsonOf(waitingReplySchema),
        CodeRequest: jsonOf(codeRequestSchema),
        CodeReply: jsonOf(codeReplySchema),
        InviteRequest: jsonOf(inviteRequestSchema),
        InviteReply: jsonOf(inviteReplySchema),
        LiveLine: jsonOf(liveLineSchema),
        SilentDevices: jsonOf(silentDevicesSchema),
        Status: jsonOf(statusSchema),
        Map: jsonOf(mapSchema),
        OpenShifts: jsonOf(openShiftsSchema),
        Hours: jsonOf(hoursReportSchema),
        Overview: jsonOf(overviewSchema),
        PeoplePage: jsonOf(peoplePageSchema),
        PersonReport: jsonOf(personReportSchema),
        PersonRecords: jsonOf(personRecordsSchema),
        QuarantinePage: jsonOf(quarantinePageSchema),
        QuarantineCount: jsonOf(quarantineCountSchema),
        QuarantineRecord: jsonOf(quarantineRecordSchema),
        ImportRequest: jsonOf(importRequestSchema),
        ImportReply: jsonOf(importReplySchema),
        Photo: jsonOf(photoReplySchema),
        Problem: jsonOf(problemReplySchema),
        ProblemCode: { type: "string", enum: Object.keys(problemTable) as ProblemCode[] },
        ...named("facts", factSchemas),
        ...named("part", partSchemas),
      },
    },
  };
}
