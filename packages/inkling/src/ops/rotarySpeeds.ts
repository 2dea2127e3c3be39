/**
 * How fast each rotary pair turns, in radians per position: fast pairs tell neighbours apart, slow ones far places.
 *
 *   speed(i) = base^(−2i/K)        i = 0 … K/2 − 1
 *
 * A model that learned on short texts is stretched to long ones by slowing pairs down:
 *
 *   linear   speed ÷ factor, for every pair
 *   llama3   n = how often a pair turns round within the original context (Llama 3.1's rule)
 *              n ≥ high         as it was: it has seen all its angles
 *              n ≤ low          speed ÷ factor
 *              between          s · speed + (1 − s) · speed ÷ factor,  s = (n − low) ÷ (high − low)
 *
 * Every step is rounded to float32, in the order in which PyTorch takes it: at position 100,000 the last bit of a
 * speed is an angle one can see. Knows nothing of tensors. Try it: `rotarySpeeds(64, 10_000)[31]`.
 */
import { pow } from "../math/float64.ts";

export interface LinearScaling {
  readonly kind: "linear";
  readonly factor: number;
}

export interface Llama3Scaling {
  readonly kind: "llama3";
  readonly factor: number;
  /** Turns within the original context: pairs below are slowed by the whole factor … */
  readonly low: number;
  /** … and pairs above not at all. */
  readonly high: number;
  /** The context it learned with, in tokens. */
  readonly originalContext: number;
}

export type RopeScaling = LinearScaling | Llama3Scaling;

const round = Math.fround;

export function rotarySpeeds(dHead: number, base: number, scaling?: RopeScaling): Float32Array {
  const half = dHead / 2;
  const speeds = Float32Array.from({ length: half }, (_, i) => 1 / round(pow(base, round((2 * i) / dHead))));
  switch (scaling?.kind) {
    case undefined:
      return speeds;
    case "linear":
      return speeds.map((speed) => speed / round(scaling.factor));
    case "llama3":
      return speeds.map((speed) => llama3Speed(speed, scaling));
  }
}

function llama3Speed(speed: number, { originalContext, ...scaling }: Llama3Scaling): number {
  const [factor, low, high] = [scaling.factor, scaling.low, scaling.high].map(round);
  const wavelength = round(round(1 / speed) * round(2 * Math.PI)); // positions for one turn
  if (wavelength < round(originalContext / high)) return speed;
  if (wavelength > round(originalContext / low)) return speed / factor;
  const turns = round(round(1 / wavelength) * originalContext);
  const share = round(round(turns - low) / round(high - low));
  const slowed = round(round(round(1 - share) * speed) / factor);
  return slowed + round(share * speed);
}
