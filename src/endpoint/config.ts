// Settings from environment and command line. A wrong one becomes one sentence; nothing else may read process.env.

import { resolve } from "node:path";
import type { CertificateFiles } from "./certificate.ts";
import { parseTrustProxy, type TrustProxy, trustNobody } from "./client-address.ts";
import { usualSitePhotoDays } from "./erasure.ts";
import { type LogLevel, logLevels } from "./log.ts";
import { type MapTiles, readMapTiles } from "./map-tiles.ts";

export interface Config {
  readonly port: number;
  /** Null: all interfaces. */
  readonly host: string | null;
  readonly dataDir: string;
  /** Goes into links and codes; no slash at its end. Null: http(s)://localhost:<port>. */
  readonly publicUrl: string | null;
  /** Null: plain HTTP, behind a proxy or for this machine only. */
  readonly https: CertificateFiles | null;
  readonly trustProxy: TrustProxy;
  /** Null: the post editor draws on a plain grid. */
  readonly mapTiles: MapTiles | null;
  /** The built app. */
  readonly clientDir: string;
  /** Null: /metrics answers this machine alone, and only while no public address is set. */
  readonly metricsToken: string | null;
  readonly logLevel: LogLevel;
  /** R40: how long photos of places are kept. */
  readonly sitePhotoDays: number;
  readonly isDemo: boolean;
  readonly wantsAdminLink: boolean;
}

export type ReadConfig = { readonly ok: true; readonly value: Config } | { readonly ok: false; readonly problem: string };

const wrong = (problem: string): ReadConfig => ({ ok: false, problem });
const known = ["--demo", "--admin-link"];

/** `args`: without node and script. An empty setting counts as unset. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, args: readonly string[], clientDir: string): ReadConfig {
  const unknown = args.find((arg) => !known.includes(arg));
  if (unknown !== undefined) return wrong(`不认识的参数 ${unknown}: the options are ${known.join(" and ")}.`);
  const port = env.PORT || "8080";
  if (!/^[0-9]{1,5}$/.test(port) || Number(port) > 65_535) return wrong(`PORT 不对: PORT must be a number from 0 to 65535, not "${port}".`);
  const publicUrl = env.PUBLIC_URL || null;
  if (publicUrl !== null) {
    const url = URL.canParse(publicUrl) ? new URL(publicUrl) : null;
    if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search !== "" || url.hash !== "")
      return wrong(`PUBLIC_URL 不对: PUBLIC_URL must be an origin such as https://example.org, not "${publicUrl}".`);
  }
  const { HTTPS_CERT: cert, HTTPS_KEY: key } = env;
  if (!cert !== !key)
    return wrong(
      `HTTPS_CERT 和 HTTPS_KEY 要一起给: HTTPS_CERT and HTTPS_KEY belong together, ${cert ? "HTTPS_KEY" : "HTTPS_CERT"} is missing.`,
    );
  const trustProxy = env.TRUST_PROXY ? parseTrustProxy(env.TRUST_PROXY) : trustNobody;
  if (trustProxy === null)
    return wrong(
      `TRUST_PROXY 不对: TRUST_PROXY must be a number of proxies, or addresses such as loopback,10.0.0.0/8, not "${env.TRUST_PROXY}".`,
    );
  const metricsToken = env.METRICS_TOKEN || null;
  // Whoever guesses it reads the figures of a city; and it has to pass through a header.
  if (metricsToken !== null && !/^[!-~]{16,200}$/.test(metricsToken))
    return wrong("METRICS_TOKEN 不对: METRICS_TOKEN must be 16 to 200 letters, digits or signs without blanks.");
  const logLevel = logLevels.find((level) => level === (env.LOG_LEVEL || "warn"));
  if (logLevel === undefined) return wrong(`LOG_LEVEL 不对: LOG_LEVEL must be one of ${logLevels.join(", ")}, not "${env.LOG_LEVEL}".`);
  const sitePhotoDays = env.SITE_PHOTO_DAYS || String(usualSitePhotoDays);
  if (!/^[0-9]{2,4}$/.test(sitePhotoDays) || Number(sitePhotoDays) < 30)
    return wrong(`SITE_PHOTO_DAYS 不对: SITE_PHOTO_DAYS must be a number of days from 30 to 9999, not "${sitePhotoDays}".`);
  const mapTiles = readMapTiles(env);
  if (!mapTiles.ok) return mapTiles;
  return {
    ok: true,
    value: {
      port: Number(port),
      host: env.HOST || null,
      dataDir: resolve(env.DATA_DIR || "data"),
      publicUrl: publicUrl === null ? null : new URL(publicUrl).origin,
      https: cert && key ? { cert: resolve(cert), key: resolve(key) } : null,
      trustProxy,
      mapTiles: mapTiles.value,
      clientDir,
      metricsToken,
      logLevel,
      sitePhotoDays: Number(sitePhotoDays),
      isDemo: args.includes("--demo"),
      wantsAdminLink: args.includes("--admin-link"),
    },
  };
}
