// What installed-browsers.mjs offers, for the tests that are compiled.

export declare function findFirefox(): string | null;
export declare function findWebkit(): { readonly driver: string; readonly browser: string; readonly screen: string } | null;
export declare function otherBrowsers(): readonly {
  readonly name: string;
  readonly file: string;
  readonly isHere: boolean;
  readonly packages: string;
}[];
