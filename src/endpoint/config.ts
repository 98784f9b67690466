// Settings from environment and command line. A wrong one becomes one sentence; nothing else may read process.env.

import { resolve } from "node:path";

export interface Config {
  readonly port: number;
  /** Null: all interfaces. */
  readonly host: string | null;
  readonly dataDir: string;
  /** Goes into links and codes; no slash at its end. Null: http://localhost:<port>. */
  readonly publicUrl: string | null;
  /** The built app. */
  readonly clientDir: string;
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
  return {
    ok: true,
    value: {
      port: Number(port),
      host: env.HOST || null,
      dataDir: resolve(env.DATA_DIR || "data"),
      publicUrl: publicUrl === null ? null : new URL(publicUrl).origin,
      clientDir,
      isDemo: args.includes("--demo"),
      wantsAdminLink: args.includes("--admin-link"),
    },
  };
}
