// The words of 代传, in the language of the screens.

import { type RelayWords, relayWords } from "../../words/relay.ts";
import { useWords } from "../saying.tsx";

export const useRelayWords = (): RelayWords => relayWords[useWords().language === "en" ? "en" : "zh-CN"];
