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
