// The words of the lock, in the page's own language: it stands beside the screens and not among them.

import { type LockWords, lockWords } from "../../words/lock.ts";

export const saidWords = (): LockWords => lockWords[document.documentElement.lang === "en" ? "en" : "zh-CN"];
