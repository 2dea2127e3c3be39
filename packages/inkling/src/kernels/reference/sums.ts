/**
 * The order in which a row is summed: LANES partial sums side by side, then folded in halves.
 *
 *   lane[l] = x[l] + x[l + 16] + x[l + 32] + …        then  lane[l] += lane[l + 8],  + 4,  + 2,  + 1
 *
 * A SIMD unit sums this way by nature; a plain loop that does the same gives the same bits.
 */
import type { Arithmetic } from "../../math/arithmetic.ts";
import { LANES } from "../kernels.ts";

/** Σ term(i) for i < count, in the fixed order. `term` must return numbers of the backend's precision. */
export type SumRow = (count: number, term: (i: number) => number) => number;

export function rowSums({ round, newArray }: Arithmetic): SumRow {
  const lanes = newArray(LANES);
  return (count, term) => {
    lanes.fill(0);
    for (let i = 0; i < count; i++) {
      const lane = i % LANES;
      lanes[lane] = round(lanes[lane] + term(i));
    }
    for (let half = LANES / 2; half >= 1; half /= 2) {
      for (let l = 0; l < half; l++) lanes[l] = round(lanes[l] + lanes[l + half]);
    }
    return lanes[0];
  };
}
