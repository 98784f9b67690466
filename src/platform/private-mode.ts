// Whether this is a private window, which forgets everything when it is closed. Browsers differ in what gives it away, and newer Chromes
// take care that nothing does: then the answer is that nobody knows.

/** True: certainly. False: this browser would have told. Null: it never tells. */
export async function looksPrivate(): Promise<boolean | null> {
  const storage = (navigator as { readonly storage?: Partial<StorageManager> }).storage;
  // Firefox has no workers in a private window.
  if (isSecureContext && !("serviceWorker" in navigator)) return true;
  if (typeof storage?.getDirectory === "function") {
    try {
      await storage.getDirectory();
    } catch (error) {
      // Firefox (SecurityError) and Safari (UnknownError) keep no files in a private window.
      console.info("private-mode: refused", error);
      return true;
    }
  }
  const heap = (performance as { readonly memory?: { readonly jsHeapSizeLimit?: number } }).memory?.jsHeapSizeLimit;
  if (heap === undefined) return false;
  // Chrome up to 136 gave a private window a share of the memory; since then every site is told the same figure.
  const quota = (await storage?.estimate?.())?.quota;
  return quota !== undefined && quota < 2 * heap ? true : null;
}
