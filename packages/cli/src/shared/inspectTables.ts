/** Small tables about activations. */
import type { Recording } from "inkling";
import type { Colors } from "./terminal.ts";

export interface Summary {
  readonly name: string;
  readonly shape: readonly number[];
  /** Over the finite numbers (a masked attention score is -inf); null if there is none. */
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export function summaries(run: Recording): Summary[] {
  return [...run].map(([name, { shape, data }]) => ({ name, shape, ...summaryOf(data) }));
}

function summaryOf(data: Float32Array): Pick<Summary, "mean" | "min" | "max"> {
  let [sum, count, min, max] = [0, 0, Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return count === 0 ? { mean: null, min: null, max: null } : { mean: sum / count, min, max };
}

export function summaryTable(tensors: readonly Summary[], colors: Colors): string {
  const number = (value: number | null) => (value === null ? "-" : value.toPrecision(4));
  const rows = tensors.map(({ name, shape, mean, min, max }) => [
    name,
    bracketed(shape),
    number(mean),
    number(min),
    number(max),
  ]);
  return table(["name", "shape", "mean", "min", "max"], rows, colors);
}

export interface HookRow {
  readonly name: string;
  readonly axes: string;
  readonly shape: readonly (number | string)[];
}

const axisNames =
  "B batch · T position · S position looked at · D width · F MLP width\n" +
  "H head · Hkv key/value head · K head width · V vocabulary";

export function hookTable(hooks: readonly HookRow[], colors: Colors): string {
  const rows = hooks.map(({ name, axes, shape }) => [name, axes, bracketed(shape)]);
  return `${table(["name", "axes", "shape"], rows, colors)}${colors.dim(axisNames)}\n`;
}

function bracketed(shape: readonly (number | string)[]): string {
  return `[${shape.join(", ")}]`;
}

/** Columns as wide as they need to be. */
function table(head: readonly string[], rows: readonly (readonly string[])[], { dim }: Colors): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("   ")
      .trimEnd();
  return `${[dim(line(head)), ...rows.map(line)].join("\n")}\n`;
}
