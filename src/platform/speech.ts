// Says short Chinese sentences aloud with a voice that lies on the device: one fetched over a network would be silent on the street, and would
// tell a stranger who came. Never throws, never waits.

import type { Speech } from "../actions/ports.ts";

const voicesWithinMs = 1_000;

const localVoice = (): SpeechSynthesisVoice | null =>
  speechSynthesis.getVoices().find(({ lang, localService }) => localService && /^zh[-_]?(CN|Hans|$)/i.test(lang)) ?? null;

export const speech: Speech = {
  isPossible: () =>
    new Promise((resolve) => {
      if (typeof speechSynthesis === "undefined") return resolve(false);
      if (localVoice() !== null) return resolve(true);
      // Some browsers find their voices only after they were asked once.
      const finish = (): void => resolve(localVoice() !== null);
      speechSynthesis.addEventListener?.("voiceschanged", finish, { once: true });
      setTimeout(finish, voicesWithinMs);
    }),
  say(text) {
    try {
      const voice = localVoice();
      if (voice === null) return;
      // The person before the camera matters, not the one before that.
      speechSynthesis.cancel();
      const words = new SpeechSynthesisUtterance(text);
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = 1.2;
      speechSynthesis.speak(words);
    } catch (error) {
      console.info("speech: silent", error);
    }
  },
};
