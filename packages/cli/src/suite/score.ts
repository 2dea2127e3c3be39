/** From verdicts to figures, each with the interval in which the true one lies. */

export interface Score {
  readonly right: number;
  readonly of: number;
  readonly share: number;
  /** 95% interval of the share (Wilson 1927). */
  readonly low: number;
  readonly high: number;
}

/** Two and a half per cent on either side of a normal distribution lie beyond so many standard deviations. */
const Z = 1.959964;

/** Wilson's interval: unlike the textbook one it stays within 0 and 1, and has a width at 100%, too. */
export function scoreOf(right: number, of: number): Score {
  if (of === 0) return { right, of, share: 0, low: 0, high: 1 };
  const share = right / of;
  const square = Z * Z;
  const centre = (share + square / (2 * of)) / (1 + square / of);
  const half = (Z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))) / (1 + square / of);
  return { right, of, share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
