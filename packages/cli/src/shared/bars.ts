/** Bars for figures in a terminal, to an eighth of a column. */

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of `share` (0 to 1) times `width` columns. */
export function bar(share: number, width: number): string {
  const units = Math.max(0, Math.min(8 * width, Math.round(8 * width * share)));
  return "█".repeat(Math.floor(units / 8)) + eighths[units % 8];
}

/** The same, filled up to `width` columns, with a line in the column of the share `mark`. */
export function markedBar(share: number, mark: number, width: number): string {
  const columns = Array.from(bar(share, width).padEnd(width));
  columns[Math.max(0, Math.min(width - 1, Math.floor(width * mark)))] = "│";
  return columns.join("").trimEnd();
}
