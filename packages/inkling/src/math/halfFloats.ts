/**
 * float32 ⇄ float16 and bfloat16, the two 16-bit formats in which weights are kept on disk.
 *
 *              sign  exponent  fraction
 *   float32       1         8        23
 *   float16       1         5        10     finer, but nothing beyond 65,504
 *   bfloat16      1         8         7     the upper half of a float32: same range, coarser
 *
 * Narrowing rounds to the nearest, and a tie to the even fraction (IEEE 754's default), worked out on the bits.
 * Widening is exact. A NaN stays a NaN and keeps as much of its payload as fits.
 *
 * Knows nothing of files and tensors. Try it: `float16Bits(bitsOfFloat32(0.1))` is 0x2e66.
 */

/** Widens every float16 (its bits in a uint16) to the float32 of the same value. */
export function float16ToFloat32(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return mapBits(halves, new Uint32Array(halves.length), float32BitsOfFloat16);
}

/** Widens every bfloat16 (its bits in a uint16) to the float32 of the same value. */
export function bfloat16ToFloat32(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return mapBits(halves, new Uint32Array(halves.length), (half) => half << 16);
}

/** Rounds every value to the nearest float16; what is beyond ±65,504 (by half a step or more) becomes infinite. */
export function float32ToFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  return narrow(values, float16Bits);
}

/** Rounds every value to the nearest bfloat16. */
export function float32ToBfloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  return narrow(values, bfloat16Bits);
}

/** The bits of `value`, first rounded to float32, as a uint32. */
export function bitsOfFloat32(value: number): number {
  return new Uint32Array(new Float32Array([value]).buffer)[0];
}

function mapBits(from: Uint16Array, to: Uint32Array<ArrayBuffer>, widen: (half: number) => number) {
  for (let i = 0; i < from.length; i++) to[i] = widen(from[i]);
  return new Float32Array(to.buffer);
}

function narrow(values: Float32Array, bitsOf: (float32Bits: number) => number): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) halves[i] = bitsOf(bits[i]);
  return halves;
}

// float32 bits: infinity is 0x7f800000, and everything above it (sign aside) is a NaN.
const INFINITY_32 = 0x7f800000;
// The exponents' biases are 127 and 15: 112 steps of 2^23 lie between them.
const REBIAS = (127 - 15) << 23;

/** float32 bits → bfloat16 bits: drop the lower 16 bits, having rounded. */
export function bfloat16Bits(bits: number): number {
  const upper = bits >>> 16;
  if ((bits & 0x7fffffff) > INFINITY_32) {
    // A NaN whose payload lay in the dropped half would turn into infinity: give it the quiet bit.
    return (upper & 0x7f) === 0 ? upper | 0x40 : upper;
  }
  return roundOff(bits, 16);
}

/** float32 bits → float16 bits. */
export function float16Bits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > INFINITY_32) {
    const payload = (magnitude >>> 13) & 0x3ff;
    return sign | 0x7c00 | (payload === 0 ? 0x200 : payload);
  }
  // 65,520 is half-way between the largest float16 and what would come next: from there on, infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // From 2^-14 on: move the exponent over and round. A carry out of the fraction rightly raises the exponent.
  if (magnitude >= 0x38800000) return sign | roundOff(magnitude - REBIAS, 13);
  // Half of the smallest denormal (2^-25) is a tie and goes to the even neighbour, zero; so does all below.
  if (magnitude <= 0x33000000) return sign;
  // Denormals count steps of 2^-24: write the leading 1 out, and shift by what the exponent lacks.
  const fraction = (magnitude & 0x7fffff) | 0x800000;
  return sign | roundOff(fraction, 126 - (magnitude >>> 23));
}

/** bits ÷ 2^shift, to the nearest integer and in a tie to the even one. */
function roundOff(bits: number, shift: number): number {
  const kept = bits >>> shift;
  const dropped = (bits & ((1 << shift) - 1)) >>> 0;
  const half = 1 << (shift - 1);
  const up = dropped > half || (dropped === half && (kept & 1) === 1);
  return up ? kept + 1 : kept;
}

/** float16 bits → float32 bits. */
function float32BitsOfFloat16(half: number): number {
  const sign = (half & 0x8000) << 16;
  const magnitude = half & 0x7fff;
  if (magnitude >= 0x7c00) return sign | INFINITY_32 | ((magnitude & 0x3ff) << 13); // infinity or NaN
  if (magnitude >= 0x400) return sign | ((magnitude << 13) + REBIAS);
  if (magnitude === 0) return sign;
  // A denormal, magnitude × 2^-24: shift until its leading 1 stands where float32 leaves it out.
  const shift = Math.clz32(magnitude) - 8;
  return sign | ((126 - shift) << 23) | ((magnitude << shift) & 0x7fffff);
}
