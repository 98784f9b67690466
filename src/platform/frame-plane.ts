// Brightness of one picture, and the change of it after which a code that was missed may be read. Pure; runs in the workers.

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

/** Each pixel as dark as its darkest neighbour: closes white cracks in print, and what noise pricks into ink. */
export function darkened({ width, height, light }: Plane): Plane {
  const along = new Uint8Array(light.length);
  const out = new Uint8Array(light.length);
  for (let y = 0; y < height; y += 1) {
    const [start, end] = [y * width, y * width + width - 1];
    for (let i = start; i <= end; i += 1) {
      const [left, here, right] = [light[i > start ? i - 1 : i] as number, light[i] as number, light[i < end ? i + 1 : i] as number];
      const least = left < here ? left : here;
      along[i] = right < least ? right : least;
    }
  }
  for (let y = 0; y < height; y += 1) {
    const [up, down] = [y > 0 ? -width : 0, y < height - 1 ? width : 0];
    for (let i = y * width; i < (y + 1) * width; i += 1) {
      const [above, here, below] = [along[i + up] as number, along[i] as number, along[i + down] as number];
      const least = above < here ? above : here;
      out[i] = below < least ? below : least;
    }
  }
  return { width, height, light: out };
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
