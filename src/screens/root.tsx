// The first component: routes and the frame around every screen.

import type { App } from "./app.ts";

export function Root(_: { readonly app: App }) {
  return <h1>到岗</h1>;
}
