// The numbers of the wire, apart from its schemas: the first screen needs some of them and none of the schema library.

export const limits = {
  /** X11 */
  mostEvents: 500,
  mostPackedBytes: 256 * 1024,
  mostUnpackedBytes: 1024 * 1024,
  gzipAboveBytes: 1024,
  /** X13, X8 */
  nonceMs: 30 * 60_000,
  tokenMs: 30 * 60_000,
  credentialMs: 30 * 86_400_000,
  /** DESIGN.md 5: the live stream. */
  heartbeatMs: 20_000,
  silenceMs: 45_000,
  /** Events of one reply's news: some 600 kB unpacked. */
  mostNews: 1000,
  /** Of the reply to joining: while a device keeps the first page it is already asking for the next (SY25). */
  firstNews: 250,
  /** Audience rows examined for one reply. What lies in two audiences of one page, or was judged again within it, travels once. */
  mostNewsRows: 2000,
} as const;

export const gzipType = "gzip";
/** An event's canonical header and facts with its parts in the clear. */
export const mostEventBytes = 8192;
