/** Figures as rows of words, for the terminal and for Markdown. Knows nothing of what they mean. */

/** Three digits say all that a measurement knows: 1234.5 → "1,230", 12.345 → "12.3", 0.01234 → "0.0123". */
export function figure(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return "";
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 100 ? rounded.toLocaleString("en-US") : value.toPrecision(3);
}

export function megabytes(bytes) {
  return bytes === undefined ? "" : `${figure(bytes / 1e6)} MB`;
}

export function milliseconds(seconds) {
  return seconds === undefined ? "" : `${figure(seconds * 1000)} ms`;
}

export function percent(share) {
  return share === undefined ? "" : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 * @returns {string} columns in line; those of figures to the right
 */
export function textTable(head, rows) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const right = figureColumns(head, rows);
  const line = (row) =>
    row
      .map((cell, column) => (right[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)].join("\n");
}

export function markdownTable(head, rows) {
  const right = figureColumns(head, rows);
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const cell = (words) => words.replaceAll("|", "\\|").replaceAll("\n", " ");
  return [
    line(head),
    line(right.map((isFigure) => (isFigure ? "---:" : "---"))),
    ...rows.map((row) => line(row.map(cell))),
  ].join("\n");
}

/** A column in which every cell begins with a digit, or is empty. */
function figureColumns(head, rows) {
  return head.map((_, column) => column > 0 && rows.every((row) => /^([\d.-]|$)/.test(row[column])));
}
