// The words of 岗位, and lengths and angles put into them.

import type { Coordinate, Geometry } from "../../domain/entity-fields.ts";
import { lengthDm } from "../../domain/post-shape.ts";
import { type PostWords, postWords } from "../../words/posts.ts";
import { useLanguage } from "../language.ts";

export const usePostWords = (): PostWords => postWords[useLanguage()];

/** "18米", "1.2公里" */
export const lengthOf = (words: PostWords, dm: number): string => words.metres(Math.round(dm / 10));

export const angleText = (e7: number): string => (e7 / 1e7).toFixed(6);
export const coordinateText = (words: PostWords, [lng, lat]: Coordinate): string => words.typed.read(angleText(lng), angleText(lat));

/** What is drawn: "一条线,误差约20米,长180米". */
export function placeText(words: PostWords, geometry: Geometry, accuracyDm: number | null): string {
  const said = words.one.placeIs(words.shapes[geometry.type], accuracyDm === null ? null : lengthOf(words, accuracyDm));
  return geometry.type === "line" ? `${said}${words.and}${words.one.length(lengthOf(words, lengthDm(geometry)))}` : said;
}
