/** SwiGLU: the twins of reference/swiglu.ts. What silu(gate) was is computed again in the backward rather than kept. */
import { SILU, slope, value } from "./activation";
import { get, get4, set, set4 } from "./place";

@inline
function silu1(x: f32): f32 {
  return f32x4.extract_lane(value(SILU, f32x4.splat(x)), 0);
}

/** swiglu */
export function swiglu(from: i32, to: i32, scratch: usize, gate: usize, x: usize, out: usize): void {
  let i = from;
  for (; i + 8 <= to; i += 8) {
    const first = f32x4.mul(value(SILU, get4(gate, i)), get4(x, i));
    const second = f32x4.mul(value(SILU, get4(gate, i + 4)), get4(x, i + 4));
    set4(out, i, first);
    set4(out, i + 4, second);
  }
  for (; i < to; i++) set(out, i, silu1(get(gate, i)) * get(x, i));
}

/** swigluBackward */
export function swigluBackward(
  from: i32, to: i32, scratch: usize, dy: usize, gate: usize, x: usize, dGate: usize, dx: usize,
): void {
  let i = from;
  for (; i + 8 <= to; i += 8) {
    const d = get4(dy, i);
    const e = get4(dy, i + 4);
    const g = get4(gate, i);
    const h = get4(gate, i + 4);
    const first = f32x4.mul(f32x4.mul(d, get4(x, i)), slope(SILU, g));
    const second = f32x4.mul(f32x4.mul(e, get4(x, i + 4)), slope(SILU, h));
    set4(dGate, i, first);
    set4(dGate, i + 4, second);
    set4(dx, i, f32x4.mul(d, value(SILU, g)));
    set4(dx, i + 4, f32x4.mul(e, value(SILU, h)));
  }
  for (; i < to; i++) {
    const d = get(dy, i);
    const g = get(gate, i);
    set(dGate, i, d * get(x, i) * f32x4.extract_lane(slope(SILU, f32x4.splat(g)), 0));
    set(dx, i, d * silu1(g));
  }
}
