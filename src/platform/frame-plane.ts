// Brightness of one picture, and the changes of it after which a code that was missed may be read. Pure; runs in the workers.

export interface Plane {
  readonly width: number;
  readonly height: number;
  /** A byte a pixel. */
  readonly light: Uint8Array;
}

/** As the eye weighs colours, near enough. */
export function planeOf(width: number, height: number, rgba: Uint8ClampedArray): Plane {
  const light = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < light.length; i += 1, j += 4)
    light[i] = ((rgba[j] as number) + 2 * (rgba[j + 1] as number) + (rgba[j + 2] as number)) >> 2;
  return { width, height, light };
}

/** Half as wide and high, each pixel the mean of four; an odd last row or column is left away. */
export function halved({ width, height, light }: Plane): Plane {
  const [across, down] = [width >> 1, height >> 1];
  const half = new Uint8Array(across * down);
  for (let y = 0; y < down; y += 1)
    for (let x = 0, i = 2 * y * width; x < across; x += 1, i += 2) {
      const above = (light[i] as number) + (light[i + 1] as number);
      const below = (light[i + width] as number) + (light[i + width + 1] as number);
      half[y * across + x] = (above + below + 2) >> 2;
    }
  return { width: across, height: down, light: half };
}

/** No side longer than `mostSide` pixels: halved as often as that takes. */
export const noLarger = (plane: Plane, mostSide: number): Plane =>
  Math.max(plane.width, plane.height) > mostSide ? noLarger(halved(plane), mostSide) : plane;

// Both below: without a branch, which of two is less is as good as chance in noise; and where a row ends the next one begins, which is of no
// account, for a code has a light border.

/**
 * Each pixel becomes as dark as the darkest of it, its right and its lower neighbours, two by two: ink grows over what is light by a pixel, and a
 * light line of that width is gone. Done twice, two pixels.
 */
export function darkened({ width, height, light }: Plane): Plane {
  const changed = light.slice();
  for (const away of [1, width])
    for (let i = 0; i < changed.length - away; i += 1) {
      const [here, there] = [changed[i] as number, changed[i + away] as number];
      const more = there - here;
      changed[i] = here + (more & (more >> 31));
    }
  return { width, height, light: changed };
}

/** As light as the lightest of it, its left and its upper neighbours: after `darkened`, ink is as wide as it was and where it was. */
export function lightened({ width, height, light }: Plane): Plane {
  const changed = light.slice();
  for (const away of [1, width])
    for (let i = changed.length - 1; i >= away; i -= 1) {
      const [here, there] = [changed[i] as number, changed[i - away] as number];
      const less = here - there;
      changed[i] = here - (less & (less >> 31));
    }
  return { width, height, light: changed };
}
