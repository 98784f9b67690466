// What the process says for machines to read: JSON lines. It can say only what this file names, and nothing of that is anybody's: routes, never
// addresses; codes, never words; of an error its kind and where in our code it was, never its message, which may quote what a person wrote.
// What the operator reads (links among it) is not said here.

import { basename } from "node:path";
import { type DestinationStream, pino } from "pino";

export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Log {
  readonly started: (version: string, isDemo: boolean) => void;
  readonly stopped: () => void;
  /** A request that was answered. `route`: the pattern. */
  readonly answered: (route: string | null, status: number, outcome: string, tookMs: number) => void;
  /** So many were turned away since the last time this was said (X10). */
  readonly shedding: (pulls: number, pushes: number, busyMs: number) => void;
  readonly failed: (error: unknown) => void;
}

/** A name our code or Node gave: letters alone cannot be a person's, a number or a token of ours. */
const named = (text: unknown, pattern: RegExp): string | null => (typeof text === "string" && pattern.test(text) ? text : null);
const frame =
  /^\s+at (?:async )?(?:(?:new )?([A-Za-z_$][\w$.<>]{0,80}|Object\.<anonymous>)(?: \[as \w+\])? )?\(?(?:file:\/\/)?([^\s()]+\.[cm]?[jt]s):(\d+):(\d+)\)?$/;

/** Function and line, without the folders of this machine. */
function framesOf({ stack = "", message }: Error): readonly string[] {
  // The message stands at its head and may have lines that look like a place.
  const places = message === "" ? stack : stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  return places
    .split("\n")
    .flatMap((line) => {
      const [, name = "", file, row, column] = frame.exec(line) ?? [];
      return file === undefined ? [] : [`${name === "" ? "" : `${name} `}${basename(file)}:${row}:${column}`];
    })
    .slice(0, 12);
}

/** What may be said of an error, and of what caused it. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = "code" in error ? named(error.code, /^[A-Z][A-Z_]{1,40}$/) : null;
  return {
    kind: named(error.name, /^[A-Za-z]{1,40}$/) ?? "Error",
    ...(code === null ? {} : { code }),
    at: framesOf(error),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

/** `to`: takes whole lines. */
export function createLog(level: LogLevel, to: DestinationStream): Log {
  const log = pino(
    {
      level,
      // No process id and no name of this machine.
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
  return {
    started: (version, isDemo) => log.info({ event: "started", version, isDemo }),
    stopped: () => log.info({ event: "stopped" }),
    answered: (route, status, outcome, tookMs) =>
      log.debug({ event: "answered", route: route ?? "other", status, outcome, tookMs: Math.round(tookMs * 10) / 10 }),
    shedding: (pulls, pushes, busyMs) => log.warn({ event: "shedding", pulls, pushes, busyMs: Math.round(busyMs) }),
    failed: (error) => log.error({ event: "failed", error: describeError(error) }),
  };
}
