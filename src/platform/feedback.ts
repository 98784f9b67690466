// What a person feels and hears after a tap, so that nobody has to look: success two short beeps and an 80 ms buzz, failure one
// long low beep and 80-60-80 (SCREENS.md), a look wanted two beeps of one middle pitch and two buzzes. A phone on silent or without these APIs loses nothing: never throws, never waits.

import type { Feedback } from "../actions/ports.ts";

interface Beep {
  readonly hertz: number;
  readonly atMs: number;
  readonly lengthMs: number;
}

const beeps: Readonly<Record<"success" | "failure" | "look", readonly Beep[]>> = {
  success: [
    { hertz: 1320, atMs: 0, lengthMs: 90 },
    { hertz: 1760, atMs: 140, lengthMs: 90 },
  ],
  failure: [{ hertz: 220, atMs: 0, lengthMs: 600 }],
  look: [
    { hertz: 660, atMs: 0, lengthMs: 160 },
    { hertz: 660, atMs: 240, lengthMs: 160 },
  ],
};

const loudness = 0.25;
const edgeMs = 8;

function playBeep(audio: AudioContext, { hertz, atMs, lengthMs }: Beep): void {
  const start = audio.currentTime + atMs / 1000;
  const end = start + lengthMs / 1000;
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  // Soft edges: a square start clicks in the ear.
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + edgeMs / 1000);
  volume.gain.setValueAtTime(loudness, end - edgeMs / 1000);
  volume.gain.linearRampToValueAtTime(0, end);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(end);
}

/** `isSounding`: the person has not turned sound off; the buzz stays. */
export function createFeedback(isSounding: () => boolean): Feedback {
  let audio: AudioContext | null = null;

  const note = (error: unknown): void => console.info("feedback: silent", error);

  // Browsers let a page sound only after a gesture: the first one opens the audio, later ones find it open.
  const unlock = (): void => {
    try {
      audio ??= new AudioContext();
      if (audio.state !== "running") audio.resume().catch(note);
    } catch (error) {
      note(error);
    }
  };
  for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, unlock, { capture: true, passive: true });

  const answer = (kind: "success" | "failure" | "look", buzz: number | number[]): void => {
    try {
      // A context the phone has put to sleep would play its beeps much later, out of place.
      if (audio?.state === "running" && isSounding()) for (const beep of beeps[kind]) playBeep(audio, beep);
      navigator.vibrate?.(buzz);
    } catch (error) {
      note(error);
    }
  };

  return {
    success: () => answer("success", 80),
    failure: () => answer("failure", [80, 60, 80]),
    look: () => answer("look", [40, 120, 40]),
    tick() {
      try {
        navigator.vibrate?.(15);
      } catch (error) {
        note(error);
      }
    },
  };
}
