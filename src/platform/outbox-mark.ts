// How much is not uploaded, as a number in a cookie: browsers that clear what scripts store, for want of space, leave cookies, so
// that a wiped phone can say what was lost. The endpoint's own cookie (src/endpoint/wiped-cookie.ts) lasts longer and knows less.

const name = "daogang-left";
const keptSeconds = 400 * 86_400;

export function keepOutboxMark(count: number): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store's own interface is newer than our floor
  document.cookie = `${name}=${count}; Path=/; Max-Age=${keptSeconds}; SameSite=Strict${secure}`;
}

/** Null where nothing is known. */
export function readOutboxMark(): number | null {
  const found = new RegExp(`(?:^|;\\s*)${name}=(\\d{1,7})(?:;|$)`).exec(document.cookie);
  return found === null ? null : Number(found[1]);
}
