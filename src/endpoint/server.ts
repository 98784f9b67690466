// The composition: ledger, what a first start or the demonstration puts into it, HTTP, sweeps, and a clean end. The same for production and
// for tests, which bring their own clock, chance and probes.

import { mkdirSync } from "node:fs";
import type { Server as HttpServer } from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { serve } from "@hono/node-server";
import { sayBirthdays } from "./ages.ts";
import { createApp } from "./app.ts";
import { sweepHorizon } from "./audience-rows.ts";
import { adoptCalendars } from "./calendar.ts";
import { type Certificate, readCertificate, watchCertificate } from "./certificate.ts";
import type { Config } from "./config.ts";
import { type ControlHandlers, openControl } from "./control.ts";
import { prepareDemo } from "./demo.ts";
import { eraseOldFixes, eraseOldPhotos } from "./erasure.ts";
import { settleExpired } from "./expiry.ts";
import { prepareFirst } from "./first-start.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import type { Log } from "./log.ts";
import { maintenanceCommands, noticeRollback } from "./maintenance.ts";
import { createOverseer } from "./oversight.ts";
import type { Clock, Probes, Random, Stopwatch } from "./ports.ts";
import { storeProblem } from "./refused-write.ts";
import { finishTurn } from "./settlement.ts";
import type { Meter } from "./stages.ts";
import { judgeAgain } from "./upgrade.ts";

export interface ServerPorts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly probes?: Probes;
  readonly meter?: Meter;
  /** Without one nothing is measured, and nobody is turned away for being slow. */
  readonly stopwatch?: Stopwatch;
  readonly log?: Log;
  readonly appVersion?: string;
  /** How often the certificate's files are looked at for a renewal. */
  readonly certificateEveryMs?: number;
  /** Lines for the operator. */
  readonly say?: (line: string) => void;
  readonly onError?: (error: unknown) => void;
}

export interface Server {
  readonly url: string;
  readonly ledger: Ledger;
  /** Answers what is under way, then lets go of port and ledger. */
  readonly close: () => Promise<void>;
}

export type Started = { readonly ok: true; readonly value: Server } | { readonly ok: false; readonly problem: string };

const sweepMs = 3_600_000;
const closePollMs = 20;
const closePatienceMs = 3_000;

/** A body that has not come within the time a phone waits for its answer (30 s) is somebody who holds the place on purpose, or is gone. */
const deadlines = { headersTimeout: 20_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };

const pemOf = ({ cert, key }: Certificate) => ({ cert, key });
const hostOf = (url: string): string => new URL(url).hostname;

/** The problem is one sentence for the operator. */
export async function startServer(ports: ServerPorts): Promise<Started> {
  // What a storm leaves behind is short-lived: letting V8 double its heap before it looks cost 200 MiB (462 against 255) and saved no time.
  setFlagsFromString("--heap-growing-percent=20");
  const undo: (() => void)[] = [];
  try {
    return await start(ports, undo);
  } catch (error) {
    const problem = storeProblem(error, ports.config.dataDir);
    if (problem === null) throw error;
    for (const call of undo.reverse()) call();
    return { ok: false, problem };
  }
}

/** `undo`: what a start that fails half-way has to let go of. */
async function start(
  {
    config,
    clock,
    random,
    probes = {},
    meter,
    stopwatch = { elapsedMs: () => 0 },
    log,
    appVersion = "0.0.0",
    certificateEveryMs = 10_000,
    say = () => {},
    onError: alsoTell = () => {},
  }: ServerPorts,
  undo: (() => void)[],
): Promise<Started> {
  const certificate = config.https === null ? null : readCertificate(config.https);
  if (certificate?.ok === false) return certificate;
  try {
    // Secrets and names lie in it: a folder we make is for this account only.
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    return { ok: false, problem: `DATA_DIR 不能用: ${config.dataDir} cannot be made (${error instanceof Error ? error.message : error}).` };
  }
  const overseer = createOverseer({ config, stopwatch, random, log: log ?? null, ...(meter === undefined ? {} : { meter }) });
  undo.push(overseer.close);
  const onError = (error: unknown): void => {
    overseer.onError(error);
    alsoTell(error);
  };
  const { watch, busyMs } = overseer;
  const path = join(config.dataDir, "ledger.db");
  const opened = openLedger({ path, isDemo: config.isDemo, clock, random, probes, meter: overseer.meter, stopwatch, watch, busyMs });
  if (!opened.ok) {
    overseer.close();
    return opened;
  }
  const ledger = opened.value;
  undo.push(ledger.close);
  await noticeRollback(ledger, config.dataDir);
  let publicUrl = config.publicUrl ?? "";
  let served: Certificate | null = certificate === null ? null : certificate.value;
  const site = { ...config, publicUrl: () => publicUrl, certificate: () => served, appVersion, startedAt: clock.now() };
  const { app, live, photos } = createApp(ledger, site, onError, overseer);
  overseer.observe(ledger, live.count);

  const listening = await new Promise<ReturnType<typeof serve> | Error>((resolve) => {
    const secure =
      certificate === null
        ? { serverOptions: deadlines }
        : { createServer: createHttpsServer, serverOptions: { ...deadlines, ...pemOf(certificate.value) } };
    const place = { port: config.port, ...(config.host === null ? {} : { hostname: config.host }) };
    const http = serve({ fetch: app.fetch, ...place, ...secure }, () => resolve(http));
    http.on("error", resolve);
  });
  if (listening instanceof Error) {
    ledger.close();
    return { ok: false, problem: `端口 ${config.port} 打不开: the port cannot be opened (${listening.message}).` };
  }
  const http = listening;
  undo.push(() => void http.close());
  const url = `${certificate === null ? "http" : "https"}://localhost:${(http.address() as AddressInfo).port}`;
  publicUrl = config.publicUrl ?? url;
  const renewal =
    certificate === null || config.https === null
      ? null
      : watchCertificate({
          files: config.https,
          first: certificate.value,
          everyMs: certificateEveryMs,
          // Lines that are open keep the old one; whoever comes next is shown the new one.
          onRenewed: (renewed) => {
            (http as HttpsServer).setSecureContext(pemOf(renewed));
            served = renewed;
            say("证书已更新: the renewed certificate is in use.");
          },
          onProblem: (problem) => say(problem),
        });

  const sweep = async (): Promise<void> => {
    await ledger.submit(0, (turn) => {
      sweepHorizon(ledger, turn);
      eraseOldFixes(ledger, turn.now);
      eraseOldPhotos(ledger, turn.now, config.sitePhotoDays);
      adoptCalendars(ledger, turn);
      sayBirthdays(ledger, turn);
    });
    await settleExpired(ledger, clock.now());
    await photos.sweep();
  };
  await ledger.submit(0, (turn) => {
    judgeAgain(ledger, turn, appVersion);
    finishTurn(ledger, turn);
  });
  const lines = config.isDemo
    ? await prepareDemo(ledger, publicUrl, config.dataDir)
    : await prepareFirst(ledger, publicUrl, config.wantsAdminLink);
  await sweep();
  // What commands of this machine may ask of the running server.
  const commands: ControlHandlers = {
    adminLink: async () => ({ ok: true, value: await prepareFirst(ledger, publicUrl, true) }),
    ...maintenanceCommands(ledger, config.dataDir),
  };
  const control = await openControl(config.dataDir, commands, { random, onError });
  const sweeping = setInterval(() => void sweep().catch(onError), sweepMs);
  sweeping.unref();
  say(`到岗 daogang: ${publicUrl}`);
  log?.started(appVersion, config.isDemo);
  if (certificate !== null && !certificate.value.isFor(hostOf(publicUrl)))
    say(`证书不是给这个网址的: the certificate is not for ${hostOf(publicUrl)}; set PUBLIC_URL to the address it was made for.`);
  if (certificate !== null && certificate.value.expiresAt <= clock.now())
    say("证书已过期: the certificate has expired; put a new one in its place, no restart is needed.");
  for (const line of lines) say(line);

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    clearInterval(sweeping);
    overseer.close();
    renewal?.close();
    live.close();
    await control.close();
    await new Promise<void>((resolve) => {
      // Kept-alive connections are let go as soon as they have been answered, and the rest when patience ends.
      const connections = http as HttpServer;
      const idling = setInterval(() => connections.closeIdleConnections(), closePollMs);
      const patience = setTimeout(() => connections.closeAllConnections(), closePatienceMs);
      http.close(() => {
        clearInterval(idling);
        clearTimeout(patience);
        resolve();
      });
    });
    ledger.close();
    log?.stopped();
  };
  return {
    ok: true,
    value: {
      url,
      ledger,
      close: () => {
        closing ??= close();
        return closing;
      },
    },
  };
}
