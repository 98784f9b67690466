// In which order a board shows people: what needs its leader first, or as on the roster. Knows no screen; that a tile must not move under
// a finger is the screen's to see to.

import type { AttendanceState } from "./facts.ts";

/** Whatever is not named here needs nobody, and stands in the order of the roster. */
const needs: readonly AttendanceState[] = ["disputed", "open", "unconfirmed", "unheard"];

/** 0: look at this one first. `isRefused`: a record about this person was set aside. */
export function needOf(state: AttendanceState, isRefused: boolean): number {
  const at = needs.indexOf(state);
  return isRefused ? 0 : at < 0 ? needs.length : at;
}

/** `tiles` as on the roster; the same ones, those that need the leader first. Equal needs keep their order. */
export const byNeed = <T extends { readonly attendance: { readonly state: AttendanceState }; readonly isRefused: boolean }>(
  tiles: readonly T[],
): readonly T[] =>
  tiles
    .map((tile, at) => ({ tile, at, need: needOf(tile.attendance.state, tile.isRefused) }))
    .sort((a, b) => a.need - b.need || a.at - b.at)
    .map(({ tile }) => tile);

/** `tiles` in an order that was shown before: whoever is new stands at the end, whoever is gone leaves no hole. */
export function keptOrder<T extends { readonly person: string }>(tiles: readonly T[], shown: readonly string[]): readonly T[] {
  const place = new Map(shown.map((person, at) => [person, at]));
  const of = (tile: T): number => place.get(tile.person) ?? shown.length;
  return tiles
    .map((tile, at) => ({ tile, at }))
    .sort((a, b) => of(a.tile) - of(b.tile) || a.at - b.at)
    .map(({ tile }) => tile);
}
