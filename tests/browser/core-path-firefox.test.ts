// The core path in Firefox, its own receiver told where it stands. tests/run.mjs leaves this file out, and says so, where there is none.

import { allWords } from "../../src/words/all-words.ts";
import { chinese } from "../../src/words/words.ts";
import { placeOfPost, tellCorePath } from "./support/core-path.ts";
import { openFirefox } from "./support/firefox.ts";

tellCorePath({ words: allWords(chinese), open: () => openFirefox(placeOfPost), isPlaceTold: true });
