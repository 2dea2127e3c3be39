/** Rotary positions: the twin of reference/rotary.ts. */
import { at, get, get4, set, set4 } from "./place";

/** rotary: the pair (i, i + K/2) turned by the angle of its position; a unit is one head of one position */
export function rotary(
  from: i32, to: i32, scratch: usize,
  x: usize, cos: usize, sin: usize, out: usize, positions: i32, heads: i32, dHead: i32, start: i32, inverse: i32,
): void {
  const half = dHead >> 1;
  for (let unit = from; unit < to; unit++) {
    const angle = (start + ((unit / heads) % positions)) * half;
    const first = at(x, unit * dHead);
    const second = at(first, half);
    const outFirst = at(out, unit * dHead);
    const outSecond = at(outFirst, half);
    let i = 0;
    for (; i + 4 <= half; i += 4) {
      const c = get4(cos, angle + i);
      const turn = get4(sin, angle + i);
      const s = inverse ? f32x4.neg(turn) : turn;
      const a = get4(first, i);
      const b = get4(second, i);
      set4(outFirst, i, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, s)));
      set4(outSecond, i, f32x4.add(f32x4.mul(b, c), f32x4.mul(a, s)));
    }
    for (; i < half; i++) {
      const c = get(cos, angle + i);
      const s = inverse ? -get(sin, angle + i) : get(sin, angle + i);
      const a = get(first, i);
      const b = get(second, i);
      set(outFirst, i, a * c - b * s);
      set(outSecond, i, b * c + a * s);
    }
  }
}
