/** Many numbers in a few: their limits, mean and spread, and how many fall where. */

export interface Summary {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  /** The standard deviation. */
  readonly deviation: number;
}

export function summaryOf(values: ArrayLike<number>): Summary {
  let [least, most, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]);
    most = Math.max(most, values[i]);
    sum += values[i];
    squares += values[i] * values[i];
  }
  const mean = sum / values.length;
  return { least, most, mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) };
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** `count` bins of equal width from the least to the largest. */
export function histogramOf(values: ArrayLike<number>, count: number): readonly Bin[] {
  const { least, most } = summaryOf(values);
  const width = (most - least) / count || 1;
  const counts = new Array<number>(count).fill(0);
  for (let i = 0; i < values.length; i++)
    counts[Math.min(count - 1, Math.floor((values[i] - least) / width))]++;
  return counts.map((found, i) => ({ from: least + i * width, to: least + (i + 1) * width, count: found }));
}

/** The numbers that are furthest from zero, and where they stand. */
export function largestOf(values: Float32Array, count: number): readonly { at: number; value: number }[] {
  const kept: { at: number; value: number }[] = [];
  for (const [at, value] of values.entries()) {
    const size = Math.abs(value);
    if (kept.length === count && size <= Math.abs(kept[count - 1].value)) continue;
    let place = kept.length;
    while (place > 0 && Math.abs(kept[place - 1].value) < size) place--;
    kept.splice(place, 0, { at, value });
    kept.length = Math.min(kept.length, count);
  }
  return kept;
}
