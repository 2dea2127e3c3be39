/**
 * Where the time of a training step goes: each kernel's share, and what it reaches of what it could.
 *
 * Kernels compute before they return, so a stopwatch around each of the engine's kernels tells it all; what is left of
 * the step is JavaScript. The limits are measured in the same run: matmul's on the shape it likes best, memory's with
 * the plainest kernel there is.
 */
import { configFrom, createEngine } from "inkling";
import { median } from "../packages/cli/dist/bench/statistics.js";
import { timeRounds } from "../packages/cli/dist/bench/stopwatch.js";
import { trainingWorkload } from "../packages/cli/dist/bench/workloads.js";

const WARM_UPS = 3;
const BYTES = 4;
const NOT_COMPUTING = new Set(["allocate", "free", "memory", "dispose"]);

/** @returns {Promise<object>} { kernels, peak, share }: see lib/report.mjs */
export async function profileStep({ batchSize, ...sizes }, threads, { turns, secondsPerTurn }) {
  const engine = await createEngine({ threads });
  try {
    const seconds = (turns * secondsPerTurn) / 3;
    const config = configFrom("guppy", { ...sizes, nKvHeads: sizes.nHeads, mlp: "relu" });
    const { step } = trainingWorkload(engine, { config, batchSize });
    for (let i = 0; i < WARM_UPS; i++) await step();
    // Before and behind the steps, and the better counts: no neighbour on this machine may lower the limit.
    const before = bestMatmul(engine, seconds);
    const { kernels, restore } = watchKernels(engine.kernels);
    const steps = await timeRounds(step, { seconds: seconds * 3, warmUps: 0, atLeast: 3 });
    restore();
    const after = bestMatmul(engine, seconds);
    const peak = { ...(before.gflops > after.gflops ? before : after), gigabytes: memorySpeed(engine) };
    return summary(kernels, steps, peak);
  } finally {
    engine.dispose();
  }
}

/**
 * Puts a stopwatch around every kernel.
 *
 * @returns {{ kernels: Map<string, object>, restore: () => void }} name → { calls, seconds, flops, bytes }, matmuls by shape
 */
export function watchKernels(kernels) {
  const watched = new Map();
  const originals = { ...kernels };
  for (const [name, kernel] of Object.entries(originals)) {
    if (NOT_COMPUTING.has(name)) continue;
    kernels[name] = (...args) => {
      const before = performance.now();
      const result = kernel(...args);
      const seconds = (performance.now() - before) / 1000;
      const label = labelOf(name, args);
      const entry = watched.get(label) ?? { name: label, calls: 0, seconds: 0, flops: 0, bytes: 0 };
      entry.calls++;
      entry.seconds += seconds;
      entry.flops += flopsOf(name, args);
      entry.bytes += bytesOf(name, args);
      watched.set(label, entry);
      return result;
    };
  }
  return { kernels: watched, restore: () => Object.assign(kernels, originals) };
}

/** "matmul 2048×384 · 384×768", with a ᵀ where an operand is stored transposed. */
function labelOf(name, args) {
  const shape = args.find((arg) => arg?.inner !== undefined);
  if (shape === undefined) return name;
  const { rows, inner, columns, transposeA, transposeB } = shape;
  if (rows === undefined) return `${name} ${inner}×${columns}${transposeB ? "ᵀ" : ""}`;
  return `${name} ${rows}×${inner}${transposeA ? "ᵀ" : ""} · ${inner}×${columns}${transposeB ? "ᵀ" : ""}`;
}

/**
 * Multiplications and additions. A causal attention looks at half of all pairs of positions: two products per pair
 * forward (q · k, pattern · v), five backward (the scores once more, dPattern, dq, dk, dv).
 */
export function flopsOf(name, args) {
  const shape = args.at(-1);
  const matrix = args.find((arg) => arg?.rows !== undefined && arg.inner !== undefined);
  if (matrix !== undefined) return 2 * matrix.rows * matrix.inner * matrix.columns;
  if (shape?.queries === undefined) return 0;
  const { batch, heads, queries, keys, dHead } = shape;
  const pairs = batch * heads * queries * (keys - (queries - 1) / 2);
  return 2 * pairs * dHead * (name.endsWith("Backward") ? 5 : 2);
}

/** What has to go through memory at least: every operand once. Ops hand their tensors down, which know their size. */
function bytesOf(name, args) {
  if (name === "fill") return BYTES * args[1];
  const operands = args.reduce((sum, arg) => sum + (arg?.shape !== undefined ? arg.size : 0), 0);
  // AdamW writes what it reads, but for the gradient.
  return BYTES * (name === "adamW" ? operands + 3 * args[0].size : operands);
}

/** GFLOP/s of matmul on the best of several shapes that fit a training step. */
function bestMatmul(engine, budget) {
  const { fill, matmul } = engine.kernels;
  const shapes = [
    [2048, 384, 384],
    [2048, 384, 1536],
    [2048, 768, 384],
    [1024, 1024, 1024],
    [512, 512, 512],
  ];
  let best = { gflops: 0, shape: "" };
  for (const [rows, inner, columns] of shapes) {
    const [a, b, out] = [
      [rows, inner],
      [inner, columns],
      [rows, columns],
    ].map((shape) => engine.weights(shape));
    for (const operand of [a, b]) fill(operand, operand.size, 0.5);
    const seconds = median(rounds(budget / shapes.length, () => matmul(a, b, out, { rows, inner, columns })));
    for (const tensor of [a, b, out]) engine.free(tensor);
    const gflops = (2 * rows * inner * columns) / seconds / 1e9;
    if (gflops > best.gflops) best = { gflops, shape: `${rows}×${inner} · ${inner}×${columns}` };
  }
  return best;
}

/** GB/s while adding two rows of numbers far longer than the caches: two are read, one is written. */
function memorySpeed(engine) {
  const count = 1 << 24;
  const [a, b, out] = [0, 0, 0].map(() => engine.weights([count]));
  const times = rounds(0.5, () => engine.kernels.add(a, b, out, count, count));
  for (const tensor of [a, b, out]) engine.free(tensor);
  return (3 * BYTES * count) / median(times) / 1e9;
}

function rounds(budget, work) {
  for (let i = 0; i < WARM_UPS; i++) work();
  const seconds = [];
  const started = performance.now();
  while (seconds.length < 5 || performance.now() - started < budget * 1000) {
    const before = performance.now();
    work();
    seconds.push((performance.now() - before) / 1000);
  }
  return seconds;
}

/** The sums of all steps as one step's; kernels under half a per cent of it in one line. */
export function summary(watch, steps, peak) {
  const total = steps.reduce((sum, seconds) => sum + seconds, 0);
  const all = [...watch.values()].sort((a, b) => b.seconds - a.seconds);
  const inKernels = all.reduce((sum, { seconds }) => sum + seconds, 0);
  const small = all.filter(({ seconds }) => seconds < 0.005 * total);
  const rest = (name, entries) => ({
    name,
    calls: entries.reduce((sum, { calls }) => sum + calls, 0),
    seconds: entries.reduce((sum, { seconds }) => sum + seconds, 0),
    flops: 0,
    bytes: 0,
  });
  const matmuls = all.filter(({ name }) => name.startsWith("matmul"));
  const flops = matmuls.reduce((sum, entry) => sum + entry.flops, 0);
  const running = matmuls.reduce((sum, entry) => sum + entry.seconds, 0);
  const lines = [
    ...all.filter((entry) => !small.includes(entry)),
    rest("all smaller kernels", small),
    { name: "JavaScript between kernels", calls: Number.NaN, seconds: total - inKernels, flops: 0, bytes: 0 },
  ];
  return {
    msPerStep: median(steps) * 1000,
    steps: steps.length,
    peak,
    share: {
      gflopsOfStep: flops / total / 1e9,
      ofStep: flops / total / 1e9 / peak.gflops,
      whileRunning: flops / running / 1e9 / peak.gflops,
    },
    kernels: lines.map((entry) => kernelLine(entry, { total, steps: steps.length, peak })),
  };
}

/** A kernel that computes much is held against matmul's speed, one that computes little against memory's. */
function kernelLine({ name, calls, seconds, flops, bytes }, { total, steps, peak }) {
  const line = { name, calls: calls / steps, seconds: seconds / steps, share: seconds / total };
  if (flops > 0) {
    const gflops = flops / seconds / 1e9;
    return { ...line, gflops, ofLimit: gflops / peak.gflops };
  }
  if (bytes === 0) return line;
  const gigabytes = bytes / seconds / 1e9;
  return { ...line, gigabytes, ofLimit: gigabytes / peak.gigabytes };
}
