/** What a case's result looks like as a table: { title, about, head, rows, notes }. */
import { machineLine } from "./machine.mjs";
import { figure, megabytes, milliseconds, percent } from "./tables.mjs";

export function report(result) {
  const { title, date, machine, quick = false, busy = 0 } = result;
  const remarks = [
    quick ? "; a quick run, so roughly" : "",
    busy > 0.02 ? `; other programs kept ${percent(busy)} of it busy` : "",
  ];
  const about = `${date.slice(0, 10)}, ${machineLine(machine)}${remarks.join("")}`;
  return { title, about, notes: [], ...reports[result.kind](result) };
}

const reports = { contest: contestReport, profile: profileReport, growth: growthReport };

/** One row per contestant; "Inkling is" says how many times as fast as this row each of Inkling's rows was. */
function contestReport({ unit, what, rows }) {
  const scale = unit === "MB/s" ? 1e-6 : 1;
  const ours = rows
    .filter(({ inkling, error }) => inkling && error === undefined)
    .map(({ detail }) => detail);
  const head = [
    "",
    "",
    unit,
    "median of",
    "a round",
    ...ours.map((detail) => `Inkling ${detail} is`),
    "peak memory",
    "evidence",
  ];
  const body = rows
    .filter(({ error }) => error === undefined)
    .map((row) => [
      row.name,
      row.detail,
      figure(row.perSecond * scale),
      String(row.rounds),
      milliseconds(row.seconds),
      ...ours.map((detail) => (row.inklingIs === undefined ? "" : `${figure(row.inklingIs[detail])}×`)),
      megabytes(row.peakRssBytes),
      evidence(row.evidence),
    ]);
  const failed = rows.filter(({ error }) => error !== undefined);
  const notes = failed.map(({ name, detail, error }) => `${name} (${detail}) was not measured: ${error}`);
  const versions = [
    ...new Set(rows.map(({ version }) => version).filter((version) => version !== undefined)),
  ];
  return { head, rows: body, notes: [[what, versions.join(", ")].filter(Boolean).join("; "), ...notes] };
}

/** Proof that the work was done: the loss at the first step and the last, the number of tokens found. */
function evidence({ first, last } = {}) {
  if (last?.loss !== undefined) return `loss ${first.loss.toFixed(2)} → ${last.loss.toFixed(2)}`;
  if (last?.tokens !== undefined) return `${last.tokens} tokens`;
  return "";
}

/** Where the time of a step goes; what each kernel reaches of what it could. */
function profileReport({ kernels, peak, share }) {
  const head = ["kernel", "calls", "a step", "share", "GFLOP/s", "GB/s", "of the limit"];
  const rows = kernels.map((kernel) => [
    kernel.name,
    figure(kernel.calls),
    milliseconds(kernel.seconds),
    percent(kernel.share),
    figure(kernel.gflops),
    figure(kernel.gigabytes),
    percent(kernel.ofLimit),
  ]);
  const notes = [
    `Limits, measured in the same run: matmul ${figure(peak.gflops)} GFLOP/s (its best shape, ${peak.shape}); ` +
      `memory ${figure(peak.gigabytes)} GB/s (adding two long rows of numbers).`,
    `All matmuls of a step make ${figure(share.gflopsOfStep)} GFLOP/s of the whole step's time, ` +
      `${percent(share.ofStep)} of matmul's peak; while they run, ${percent(share.whileRunning)}.`,
  ];
  return { head, rows, notes };
}

function growthReport({ axis, points, slopes }) {
  const head = [axis, "shape", "tokens/s", "expected", "peak memory", "expected"];
  const rows = points.map((point) => [
    axis === "parameters" ? `${figure(point.parameters / 1e6)} M` : String(point.contextLength),
    point.shape,
    figure(point.tokensPerSecond),
    figure(point.expectedTokensPerSecond),
    megabytes(point.peakBytes),
    megabytes(point.expectedBytes),
  ]);
  const notes = [
    `Expected: ${slopes.explained}. Slope on double logarithmic paper: tokens/s ${slopes.speed.toFixed(2)} ` +
      `(expected ${slopes.expectedSpeed.toFixed(2)}), memory ${slopes.memory.toFixed(2)} (expected ${slopes.expectedMemory.toFixed(2)}).`,
  ];
  return { head, rows, notes };
}
