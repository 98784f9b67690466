// What travels with a request through the HTTP face: what Node hands in, its ticket at the door, and how it was answered. Types only.

import type { Context, Hono } from "hono";
import type { Ticket } from "./admission.ts";

/** What @hono/node-server hands in; absent under `app.request`. */
type Bindings = { readonly incoming?: { readonly socket: { readonly remoteAddress?: string } } };

export interface AtDoor {
  readonly ticket: Ticket;
  /** Once turned away after all: for how long; ms. */
  stayMs?: number;
}

interface Variables {
  door?: AtDoor;
  /** ok, or the problem's code. */
  outcome?: string;
}

type Env = { Bindings: Bindings; Variables: Variables };
export type AppContext = Context<Env>;
export type App = Hono<Env>;
