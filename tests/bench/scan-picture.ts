// Draws one picture of a code as a phone's camera would take it: a plane seen through a pinhole, light added and lost, the lens's and the
// hand's blur in linear light, the sensor's limit, its curve and its noise. Knows nothing of classes or seeds.

import type { Chance } from "../simulation/chance.ts";

type Point = readonly [number, number];
/** Where print is gone: a line with round ends, or a spot. In modules, from the paper's corner. */
export interface Damage {
  readonly from: Point;
  readonly to: Point;
  readonly radius: number;
}
export interface Glare {
  readonly at: Point;
  readonly angle: number;
  readonly stretch: number;
  readonly peak: number;
  readonly sigma: number;
  readonly veil: number;
  readonly veilSigma: number;
}
export interface Thing {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shade: number;
  readonly stripes: number;
}
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** The code with its border of four; true is ink. */
  readonly modules: readonly (readonly boolean[])[];
  /** The side with border as a share of the height, before it leans; smaller where it would not be whole in the picture. */
  readonly share: number;
  /** 0 … 1 of the room there is. */
  readonly at: Point;
  readonly turn: number;
  readonly tilt: number;
  readonly tiltAxis: number;
  readonly paper: number;
  readonly ink: number;
  /** Paper beyond the border, in modules. */
  readonly margin: number;
  readonly light: number;
  readonly wall: number;
  readonly things: readonly Thing[];
  readonly defocus: number;
  readonly motion: number;
  readonly motionAngle: number;
  readonly noise: number;
  readonly coarseNoise: number;
  readonly glare: Glare | null;
  readonly damage: readonly Damage[];
  readonly noiseOf: Chance;
}

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

function inverse([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const det = a * A + b * B + c * C;
  const all = [A, c * h - b * i, b * f - c * e, B, a * i - c * g, c * d - a * f, C, b * g - a * h, a * e - b * d];
  return all.map((it) => it / det) as unknown as Matrix;
}

/** From modules to pixels: rolled, leaning about an axis in its plane, before a lens of about 58° across. */
function projection(picture: Picture, share: number): Matrix {
  const { width, height, turn, tilt, tiltAxis, modules } = picture;
  const size = modules.length;
  const focal = 0.9 * width;
  const distance = focal / (share * height);
  const [ct, st, ca, sa, cb, sb] = [Math.cos(turn), Math.sin(turn), Math.cos(tiltAxis), Math.sin(tiltAxis), Math.cos(tilt), Math.sin(tilt)];
  // Rodrigues about (ca, sa, 0), after the roll; only the columns of the plane.
  const lean = [ca * ca * (1 - cb) + cb, ca * sa * (1 - cb), ca * sa * (1 - cb), sa * sa * (1 - cb) + cb, -sa * sb, ca * sb] as const;
  const x = [lean[0] * ct + lean[1] * st, -lean[0] * st + lean[1] * ct] as const;
  const y = [lean[2] * ct + lean[3] * st, -lean[2] * st + lean[3] * ct] as const;
  const z = [lean[4] * ct + lean[5] * st, -lean[4] * st + lean[5] * ct] as const;
  const row = ([u, v]: readonly [number, number], scale: number): Point => [(u * scale) / size, (v * scale) / size];
  const [X, Y, Z] = [row(x, focal), row(y, focal), row(z, 1)];
  const middle = ([u, v]: Point): number => (-(u + v) * size) / 2;
  return [X[0], X[1], middle(X), Y[0], Y[1], middle(Y), Z[0], Z[1], middle(Z) + distance];
}

const project = (m: Matrix, u: number, v: number): Point => {
  const w = m[6] * u + m[7] * v + m[8];
  return [(m[0] * u + m[1] * v + m[2]) / w, (m[3] * u + m[4] * v + m[5]) / w];
};

/** Shifts the projection so that the whole code lies in the picture. Null where it is too large for that. */
function placed(
  picture: Picture,
  share: number,
): { readonly matrix: Matrix; readonly box: readonly [number, number, number, number] } | null {
  const m = projection(picture, share);
  const [size, reach] = [picture.modules.length, picture.margin];
  const bounds = (low: number, high: number): readonly [number, number, number, number] => {
    const corners = [project(m, low, low), project(m, high, low), project(m, high, high), project(m, low, high)];
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  };
  // Two of the border's four modules are enough for a phone, and people do not see borders.
  const [left, top, right, bottom] = bounds(2, size - 2);
  const [roomX, roomY] = [picture.width - (right - left), picture.height - (bottom - top)];
  if (roomX < 0 || roomY < 0) return null;
  const [dx, dy] = [roomX * Math.min(1, Math.max(0, picture.at[0])) - left, roomY * Math.min(1, Math.max(0, picture.at[1])) - top];
  const matrix: Matrix = [
    m[0] + dx * m[6],
    m[1] + dx * m[7],
    m[2] + dx * m[8],
    m[3] + dy * m[6],
    m[4] + dy * m[7],
    m[5] + dy * m[8],
    m[6],
    m[7],
    m[8],
  ];
  const [l, t, r, b] = bounds(-reach, size + reach);
  return { matrix, box: [l + dx, t + dy, r + dx, b + dy] };
}

function damaged(picture: Picture): (u: number, v: number) => boolean {
  const lines = picture.damage.map(({ from, to, radius }) => {
    const [x, y] = [to[0] - from[0], to[1] - from[1]];
    return { from, x, y, length: x * x + y * y, square: radius * radius };
  });
  return (u, v) =>
    lines.some(({ from, x, y, length, square }) => {
      const [px, py] = [u - from[0], v - from[1]];
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * x + py * y) / length));
      return (px - along * x) ** 2 + (py - along * y) ** 2 < square;
    });
}

/** Light from each pixel, before the lens. */
function scene(picture: Picture, matrix: Matrix, box: readonly [number, number, number, number]): Float32Array {
  const { width, height, light, modules, margin, paper, ink, glare } = picture;
  const size = modules.length;
  const out = new Float32Array(width * height).fill(light * picture.wall);
  for (const thing of picture.things)
    for (let y = thing.y; y < Math.min(height, thing.y + thing.height); y += 1) {
      const shade = thing.stripes > 0 && Math.floor(y / thing.stripes) % 2 === 0 ? thing.shade / 2 : thing.shade;
      out.fill(light * shade, y * width + thing.x, y * width + Math.min(width, thing.x + thing.width));
    }
  const m = inverse(matrix);
  const isDamaged = damaged(picture);
  const [cg, sg] = [Math.cos(glare?.angle ?? 0), Math.sin(glare?.angle ?? 0)];
  const shine = (u: number, v: number): number => {
    if (glare === null) return 0;
    const [x, y] = [u - glare.at[0], v - glare.at[1]];
    const [along, across] = [(cg * x + sg * y) / Math.sqrt(glare.stretch), (cg * y - sg * x) * Math.sqrt(glare.stretch)];
    const core = glare.peak * Math.exp(-(along * along + across * across) / (2 * glare.sigma ** 2));
    return core + glare.veil * Math.exp(-(x * x + y * y) / (2 * glare.veilSigma ** 2));
  };
  const steps = [1 / 6, 1 / 2, 5 / 6];
  const [left, top] = [Math.max(0, Math.floor(box[0])), Math.max(0, Math.floor(box[1]))];
  const [right, bottom] = [Math.min(width - 1, Math.ceil(box[2])), Math.min(height - 1, Math.ceil(box[3]))];
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) {
      const behind = out[y * width + x] ?? 0;
      let sum = 0;
      for (const dy of steps)
        for (const dx of steps) {
          const w = m[6] * (x + dx) + m[7] * (y + dy) + m[8];
          const [u, v] = [(m[0] * (x + dx) + m[1] * (y + dy) + m[2]) / w, (m[3] * (x + dx) + m[4] * (y + dy) + m[5]) / w];
          if (u < -margin || v < -margin || u > size + margin || v > size + margin) sum += behind;
          else sum += light * (modules[Math.floor(v)]?.[Math.floor(u)] === true && !isDamaged(u, v) ? ink : paper) + shine(u, v);
        }
      out[y * width + x] = sum / 9;
    }
  return out;
}

/** Weighted mean along a line of points; `taps` are offsets and weights that add up to 1. */
function smear(from: Float32Array, width: number, height: number, taps: readonly (readonly [number, number, number])[]): Float32Array {
  const out = new Float32Array(from.length);
  for (const [dx, dy, weight] of taps) {
    const [x0, y0] = [Math.floor(dx), Math.floor(dy)];
    const [fx, fy] = [dx - x0, dy - y0];
    const corners = [
      [x0, y0, (1 - fx) * (1 - fy)],
      [x0 + 1, y0, fx * (1 - fy)],
      [x0, y0 + 1, (1 - fx) * fy],
      [x0 + 1, y0 + 1, fx * fy],
    ] as const;
    for (const [cx, cy, part] of corners) {
      const share = part * weight;
      if (share === 0) continue;
      for (let y = 0; y < height; y += 1) {
        const row = Math.min(height - 1, Math.max(0, y + cy)) * width;
        for (let x = 0; x < width; x += 1) {
          const sx = x + cx < 0 ? 0 : x + cx >= width ? width - 1 : x + cx;
          out[y * width + x] = (out[y * width + x] ?? 0) + share * (from[row + sx] ?? 0);
        }
      }
    }
  }
  return out;
}

function gaussian(from: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const along = smear(
    from,
    width,
    height,
    weights.map((it, i) => [i - reach, 0, it / sum] as const),
  );
  return smear(
    along,
    width,
    height,
    weights.map((it, i) => [0, i - reach, it / sum] as const),
  );
}

/** 4,096 values of a normal distribution, each as likely as the next. */
const normals = ((): Float32Array => {
  const values = new Float32Array(4096);
  const tail = (p: number): number => {
    const t = Math.sqrt(-2 * Math.log(p));
    return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
  };
  for (let i = 0; i < 2048; i += 1) {
    const value = tail((i + 0.5) / 4096);
    values[i] = -value;
    values[4095 - i] = value;
  }
  return values;
})();

/** Brightness as the app gets it, a byte a pixel. */
export function renderPicture(picture: Picture): Uint8Array {
  const { width, height, noiseOf: chance } = picture;
  let { share } = picture;
  let place = placed(picture, share);
  while (place === null) {
    share *= 0.97;
    place = placed(picture, share);
  }
  const module = (share * height) / picture.modules.length;
  let light = gaussian(scene(picture, place.matrix, place.box), width, height, Math.hypot(0.5, picture.defocus * module));
  if (picture.motion > 0) {
    const reach = picture.motion * module;
    const count = Math.max(3, Math.ceil(reach) * 2 + 1);
    const [dx, dy] = [Math.cos(picture.motionAngle), Math.sin(picture.motionAngle)];
    const taps = Array.from({ length: count }, (_, i) => {
      const along = (i / (count - 1) - 0.5) * reach;
      return [along * dx, along * dy, 1 / count] as const;
    });
    light = smear(light, width, height, taps);
  }
  const out = new Uint8Array(width * height);
  const coarse = new Float32Array(Math.ceil(width / 2));
  const normal = (): number => normals[chance.below(4096)] ?? 0;
  const corner = width * width + height * height;
  for (let y = 0; y < height; y += 1) {
    if (y % 2 === 0) for (let i = 0; i < coarse.length; i += 1) coarse[i] = normal() * picture.coarseNoise;
    for (let x = 0; x < width; x += 1) {
      const [ox, oy] = [2 * x - width, 2 * y - height];
      const shaded = (light[y * width + x] ?? 0) * (1 - (0.35 * (ox * ox + oy * oy)) / corner);
      const value = 255 * Math.min(1, shaded) ** (1 / 2.2) + normal() * picture.noise + (coarse[x >> 1] ?? 0);
      out[y * width + x] = value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
    }
  }
  return out;
}
