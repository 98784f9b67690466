// The certificate the endpoint serves HTTPS with by itself (HTTPS_CERT, HTTPS_KEY): read, checked, and read again when its files change, so
// that a renewal needs no restart. What cannot be used never replaces what works.

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

export interface Certificate {
  /** PEM, the chain with it. */
  readonly cert: string;
  readonly key: string;
  /** ms since 1970 */
  readonly expiresAt: number;
  readonly isFor: (host: string) => boolean;
}

export type ReadCertificate = { readonly ok: true; readonly value: Certificate } | { readonly ok: false; readonly problem: string };

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The problem is one sentence for the operator. */
export function readCertificate(files: CertificateFiles): ReadCertificate {
  const texts: string[] = [];
  for (const [name, path] of [
    ["HTTPS_CERT", files.cert],
    ["HTTPS_KEY", files.key],
  ] as const) {
    try {
      texts.push(readFileSync(path, "utf8"));
    } catch (error) {
      return { ok: false, problem: `${name} 读不了: ${name} cannot be read (${reasonOf(error)}).` };
    }
  }
  const [cert = "", key = ""] = texts;
  try {
    createSecureContext({ cert, key });
    const leaf = new X509Certificate(cert);
    return { ok: true, value: { cert, key, expiresAt: Date.parse(leaf.validTo), isFor: (host) => leaf.checkHost(host) !== undefined } };
  } catch (error) {
    return {
      ok: false,
      problem: `HTTPS_CERT 和 HTTPS_KEY 不能用: they must be a PEM certificate and its own PEM key without a passphrase (${reasonOf(error)}).`,
    };
  }
}

export interface CertificateWatch {
  readonly current: () => Certificate;
  readonly close: () => void;
}

interface WatchPorts {
  readonly files: CertificateFiles;
  readonly first: Certificate;
  readonly everyMs: number;
  readonly onRenewed: (certificate: Certificate) => void;
  /** A sentence, once for each state of the files. */
  readonly onProblem: (problem: string) => void;
}

/** Compares contents: tools renew by rename, by symlink or in place, and no file watcher sees all three on every system. */
export function watchCertificate({ files, first, everyMs, onRenewed, onProblem }: WatchPorts): CertificateWatch {
  let current = first;
  let failing: { readonly problem: string; readonly times: number } | null = null;
  const look = (): void => {
    const read = readCertificate(files);
    if (!read.ok) {
      // Between the two files of a renewal they do not fit: said only if it stays so.
      failing = { problem: read.problem, times: failing?.problem === read.problem ? failing.times + 1 : 1 };
      if (failing.times === 2) onProblem(read.problem);
      return;
    }
    failing = null;
    if (read.value.cert === current.cert && read.value.key === current.key) return;
    current = read.value;
    onRenewed(current);
  };
  const looking = setInterval(look, everyMs);
  looking.unref();
  return { current: () => current, close: () => clearInterval(looking) };
}
