// How codes are held before the cameras of bench `scan`, and what is counted: written down before any way of reading them was tried or
// tuned. Nothing here is made easier after seeing figures. Seeds named "tuning" are for working on the reader, "held-out" for the figures.
//
// Every class also has what every picture has: a lens a little soft, some noise, darker corners, things behind the code, a code that hangs up to
// 12° askew and leans up to 10°. A picture is of a code somebody holds or hangs to be read: whole, and large enough for a person's own phone.
//
// What is counted, for every pipeline alike, in Chromium with the main thread at a quarter of its speed (a worker of ours is slowed by us):
// - frame decoded: this one picture is all the camera shows, and its text is reported within `stillMs`. Two stills of each burst are shown.
// - first decode: a burst of pictures as a hand and a sensor make them, `framesPerSecond`, over and over; ms from the first picture's reaching
//   the video element until its text is reported; never within `burstMs` counts as `burstMs`.
// A text other than the one shown is a misreading; one is a failure of the bench.

export const kinds = ["sign", "badge", "rotating", "relay"] as const;
export type Kind = (typeof kinds)[number];
export const classes = ["clean", "blur", "rotation", "low-light", "perspective", "glare", "cracked"] as const;
export type Condition = (typeof classes)[number];

/** What cameras give that are not asked for more, and what they give that are. */
export const sizes = [
  { width: 640, height: 480 },
  { width: 1280, height: 720 },
] as const;

export const framesPerSecond = 15;
export const framesOfBurst = 4;
export const stillMs = 600;
export const burstMs = 2_000;
export const slowdown = 4;

type Range = readonly [number, number];

/** The code's side as a share of the picture's height. A relay code has 69 modules a side, it fills the picture. */
export const share: Readonly<Record<Kind, Range>> = {
  sign: [0.35, 0.85],
  badge: [0.35, 0.85],
  rotating: [0.35, 0.85],
  relay: [0.6, 0.92],
};
/** Only what hangs and is carried gets cracked; rotating and relay codes are on screens. */
export const printed: readonly Kind[] = ["sign", "badge"];

export interface Look {
  /** Degrees in the picture, and out of its plane. */
  readonly turn: Range;
  readonly tilt: Range;
  /** In widths of a module: the standard deviation of a lens out of focus, or the way moved while the shutter is open. */
  readonly defocus: Range;
  readonly motion: Range;
  /** Of 100 pictures, how many are moved rather than out of focus. */
  readonly moved: number;
  /** Light that white paper sends back; 1 is all the sensor can hold. */
  readonly light: Range;
  /** Of 255, standard deviation: of each pixel, and of each four, as a phone's noise filter leaves it. */
  readonly noise: Range;
  readonly coarseNoise: Range;
  /** Where the light's reflection hides the code, as a share of the code; and the veil around it, as light. */
  readonly glare: Range | null;
  readonly veil: Range;
  /** Lines and spots where the print is gone; widths and radii in modules. */
  readonly cracks: Range | null;
  readonly crackWidth: Range;
  readonly flakes: Range;
  readonly flakeRadius: Range;
}

const clean: Look = {
  turn: [-12, 12],
  tilt: [0, 10],
  defocus: [0.05, 0.15],
  motion: [0, 0],
  moved: 0,
  light: [0.55, 0.9],
  noise: [2, 4],
  coarseNoise: [0.5, 1.5],
  glare: null,
  veil: [0, 0],
  cracks: null,
  crackWidth: [0.25, 0.6],
  flakes: [2, 6],
  flakeRadius: [0.4, 1.1],
};

export const looks: Readonly<Record<Condition, Look>> = {
  clean,
  blur: { ...clean, defocus: [0.2, 0.45], motion: [0.3, 1.2], moved: 60 },
  rotation: { ...clean, turn: [-180, 180], tilt: [0, 15] },
  "low-light": { ...clean, light: [0.03, 0.1], noise: [5, 9], coarseNoise: [2, 4], defocus: [0.1, 0.2] },
  perspective: { ...clean, tilt: [20, 45], turn: [-25, 25] },
  glare: { ...clean, glare: [0.01, 0.04], veil: [0.1, 0.4], light: [0.4, 0.7] },
  cracked: { ...clean, cracks: [1, 2] },
};

/** From picture to picture of a burst: what a hand does. */
export const tremor = { shift: 0.006, turn: 1, tilt: 1.5, scale: 0.015, blur: [0.7, 1.1] as Range, glare: 1.5 };
