// The core path in WebKitGTK, in English: it speaks the system's languages, of which a bare one has no other. Its receiver never answers,
// and nobody waits for it. tests/run.mjs leaves this file out, and says so, where there is none.

import { allWords } from "../../src/words/all-words.ts";
import { en } from "../../src/words/en.ts";
import { tellCorePath } from "./support/core-path.ts";
import { openWebkit } from "./support/webkit.ts";

tellCorePath({ words: allWords(en), open: openWebkit, isPlaceTold: false });
