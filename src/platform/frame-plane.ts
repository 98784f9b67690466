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

/** No side longer than `mostSide` pixels: halved as often as that takes. */
export const noLarger = (plane: Plane, mostSide: number): Plane =>
  Math.max(plane.width, plane.height) > mostSide ? noLarger(halved(plane), mostSide) : plane;

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

/**
 * In place, each pixel becomes as dark as the darkest of the `reach` pixels that begin with it and lie `step` apart. A window made of two
 * smaller ones: few passes for a wide one. Where a row ends, the next one begins: of no account, a code has a light border.
 */
function darken(light: Uint8Array, reach: number, step: number): void {
  for (let done = 1; done < reach; ) {
    const more = Math.min(done, reach - done);
    const away = more * step;
    for (let i = 0; i < light.length - away; i += 1) {
      const other = light[i + away] as number;
      if (other < (light[i] as number)) light[i] = other;
    }
    done += more;
  }
}

/** The same with the lightest of the pixels that end with it: after `darken` nothing has moved. */
function lighten(light: Uint8Array, reach: number, step: number): void {
  for (let done = 1; done < reach; ) {
    const more = Math.min(done, reach - done);
    const away = more * step;
    for (let i = light.length - 1; i >= away; i -= 1) {
      const other = light[i - away] as number;
      if (other > (light[i] as number)) light[i] = other;
    }
    done += more;
  }
}

/** Ink grows over what is light by `reach` − 1 pixels, thin light lines vanish: the decoders bear thick ink better than broken marks. */
export function darkened({ width, height, light }: Plane, reach: number): Plane {
  const changed = light.slice();
  darken(changed, reach, 1);
  darken(changed, reach, width);
  return { width, height, light: changed };
}

/**
 * What is light and narrower than `reach` pixels becomes as dark as what surrounds it, all else stays as wide as it was: cracks in print close,
 * and a code keeps its proportions as long as its modules are wider than that.
 */
export function closed(plane: Plane, reach: number): Plane {
  const changed = darkened(plane, reach);
  lighten(changed.light, reach, 1);
  lighten(changed.light, reach, plane.width);
  return changed;
}

export function rgbaOf({ light }: Plane): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(4 * light.length).fill(255);
  for (let i = 0, j = 0; i < light.length; i += 1, j += 4) {
    const it = light[i] as number;
    rgba[j] = it;
    rgba[j + 1] = it;
    rgba[j + 2] = it;
  }
  return rgba;
}
