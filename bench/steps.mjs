/**
 * From the naive loop to the fast kernel: the tables of docs/07-fast-kernels.md, measured again.
 *
 * Every step multiplies the same matrices, and its result must have the same bits as the first one's, or nothing is
 * printed but the error. Steps take turns, and each one's best run counts: neighbours on a machine make a run
 * slower, never faster.
 *
 * Try it: node bench/steps.mjs              the steps, then tiles of other sizes, then whole training steps; two minutes
 *         node bench/steps.mjs --quick      a first impression
 *         node bench/steps.mjs --publish    writes the tables into the chapter
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createEngine } from "inkling";
import { benchmarkShape, trainingWorkload } from "../packages/cli/dist/bench/workloads.js";
import { busyShare, describeMachine, machineLine } from "./lib/machine.mjs";
import { figure, markdownTable, percent } from "./lib/tables.mjs";
import { compile } from "./steps/compile.mjs";
import { fourSums, textbook } from "./steps/loops.mjs";
import { registersOf, tileName, tileSizes, tileSource } from "./steps/tiles.mjs";

const SOURCE = new URL("./steps/assembly/steps.ts", import.meta.url);
const CHAPTER = new URL("../docs/07-fast-kernels.md", import.meta.url);
/** As in the model G of docs/benchmarks.md, from the stream to the MLP; with fewer rows, so that a run is short. */
export const SHAPE = { rows: 240, inner: 384, columns: 768 };
/** Slow steps are timed on few rows: a run should end before the system gives the core to someone else. */
const FEW_ROWS = 5;
/** One turn of one step: as many runs as begin within it. */
const TURN_MS = 20;
/** A tile and what it reads stay in the first-level cache. */
const TILE = { count: 384, times: 20 };

/** Two matrices of numbers between -0.5 and 0.5, the same on every machine. */
export function matrices({ rows, inner, columns }) {
  const numbers = (count, step) =>
    Float32Array.from({ length: count }, (_, i) => ((i * step) % 1009) / 1009 - 0.5);
  return { a: numbers(rows * inner, 617), b: numbers(inner * columns, 389) };
}

/**
 * @returns {Promise<object[]>} { name, run, result, rows }: `run(n)` computes the first n rows, `result()` gives
 *   the numbers; `rows` are to be timed. `free` marks what may have other bits, `limit` what multiplies no matrices.
 */
export async function prepareSteps(shape = SHAPE) {
  const { a, b } = matrices(shape);
  const inJavaScript = (name, loop) => {
    const out = new Float32Array(shape.rows * shape.columns);
    return { name, run: (rows) => loop(a, b, out, { ...shape, rows }), result: () => out, rows: FEW_ROWS };
  };
  const compiled = await inWebAssembly(shape, a, b);
  const steps = [
    inJavaScript("1. the textbook loop, TypeScript", textbook),
    inJavaScript("2. four sums side by side", fourSums),
    compiled("(the same, compiled to WebAssembly)", "fourSums"),
    compiled("3. WebAssembly, the four in one vector", "oneVector"),
    compiled("4. tiles of 5 × 8, matrices as they lie", "tiles"),
    await inEngine("5. packed and in blocks: the engine", {}, shape, a, b),
    await inEngine("the engine on 2 threads", { threads: 2 }, shape, a, b),
    { ...(await inEngine("the engine with fast math", { fastMath: true }, shape, a, b)), free: true },
    { ...compiled.limit, limit: true },
  ];
  const ofRow = 2 * shape.inner * shape.columns;
  return steps.map((step) => ({ flops: ofRow * step.rows, dispose: () => undefined, ...step }));
}

async function inWebAssembly(shape, a, b) {
  const { rows: all, inner, columns } = shape;
  const [sizeA, sizeB, sizeOut] = [4 * a.length, 4 * b.length, 4 * all * columns];
  const first = 4096; // what lies below is the compiler's
  const source = readFileSync(SOURCE, "utf8");
  const program = await compile(source, first + sizeA + sizeB + sizeOut + 4096);
  const at = { a: first, b: first + sizeA, out: first + sizeA + sizeB };
  new Float32Array(program.memory.buffer, at.a, a.length).set(a);
  new Float32Array(program.memory.buffer, at.b, b.length).set(b);
  const out = new Float32Array(program.memory.buffer, at.out, all * columns);
  const step = (name, kernel) => ({
    name,
    run: (rows) => program[kernel](at.a, at.b, at.out, rows, inner, columns),
    result: () => out.slice(),
    rows: 4 * FEW_ROWS,
  });
  const rounds = 20_000;
  const run = () => {
    out[0] = 1; // what is multiplied by it stays as it is: tiny numbers would be slow
    program.arithmeticOnly(at.out, rounds);
  };
  step.limit = { name: "arithmetic alone, nothing read", run, flops: rounds * 7 * 4 * 2 };
  return step;
}

async function inEngine(name, options, shape, a, b) {
  const engine = await createEngine({ backend: "wasm", ...options });
  const { rows, inner, columns } = shape;
  const [x, w, y] = [
    [rows, inner],
    [inner, columns],
    [rows, columns],
  ].map((size) => engine.weights(size));
  engine.kernels.write(x, a);
  engine.kernels.write(w, b);
  return {
    name: engine.notices.length > 0 ? `${name} (${engine.notices.join(" ")})` : name,
    run: (rows) => engine.kernels.matmul(x, w, y, { ...shape, rows }),
    result: () => y.read(),
    rows: shape.rows,
    dispose: () => engine.dispose(),
  };
}

/** Computes every step once; an error names the first that has other bits than step 1. */
export async function checkBits(steps, { rows } = SHAPE) {
  let first;
  for (const { name, run, result, free, limit } of steps) {
    run(rows);
    if (free || limit) continue;
    const found = Buffer.from(Float32Array.from(await result()).buffer);
    first ??= found;
    if (!found.equals(first)) throw new Error(`"${name}" has other bits than "${steps[0].name}".`);
  }
}

export async function prepareTiles(sizes = tileSizes) {
  const program = await compile(tileSource(sizes), 1 << 18);
  const [a, b, out] = [1 << 14, 1 << 15, 1 << 16];
  new Float32Array(program.memory.buffer, a, 1 << 13).set(numbersFor(1 << 13));
  return sizes.map((size) => ({
    size,
    flops: 2 * size.rows * size.columns * TILE.count * TILE.times,
    run: () => program[tileName(size)](a, b, out, TILE.count, TILE.times),
  }));
}

function numbersFor(count) {
  return Float32Array.from({ length: count }, (_, i) => ((i * 617) % 1009) / 1009 - 0.5);
}

const WHOLE_STEPS = [
  { name: "plain loops", options: { backend: "reference" } },
  { name: "the compiled kernels, 1 thread", options: { threads: 1 } },
  { name: "2 threads", options: { threads: 2 } },
  { name: "2 threads, fast math", options: { threads: 2, fastMath: true } },
];

/** Seconds of the best of several whole training steps of model S, for each way to compute them. */
export async function wholeSteps(rounds) {
  const contestants = [];
  for (const { name, options } of WHOLE_STEPS) {
    const engine = await createEngine(options);
    const { step } = trainingWorkload(engine, benchmarkShape("shakespeare-char"));
    contestants.push({ name, engine, step, seconds: Number.POSITIVE_INFINITY });
  }
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of contestants) {
      const before = performance.now();
      await contestant.step();
      const seconds = (performance.now() - before) / 1000;
      if (round > 0) contestant.seconds = Math.min(contestant.seconds, seconds); // the first warms up
    }
  }
  for (const { engine } of contestants) engine.dispose();
  return contestants.map(({ name, seconds }) => ({ name, seconds }));
}

/** GFLOP/s of each one's best run; all take turns until the time is over. */
export function bestOf(candidates, seconds) {
  const best = candidates.map(() => Number.POSITIVE_INFINITY);
  const started = performance.now();
  let turns = 0;
  while (performance.now() - started < seconds * 1000 || turns < 3) {
    candidates.forEach(({ run, rows }, index) => {
      const turn = performance.now();
      let after = turn;
      while (after - turn < TURN_MS) {
        const before = after;
        run(rows);
        after = performance.now();
        best[index] = Math.min(best[index], after - before);
      }
    });
    turns++;
  }
  return { turns, gflops: candidates.map(({ flops }, index) => flops / best[index] / 1e6) };
}

/** Both tables as Markdown, with what must be known to read them. */
function report({ steps, gflops, turns, tiles, tileBest, whole, busy }) {
  const { rows, inner, columns } = SHAPE;
  const limit = gflops[steps.findIndex((step) => step.limit)];
  const stepRows = steps.map(({ name }, index) => [
    name,
    figure(gflops[index]),
    `${figure(gflops[index] / gflops[0])}×`,
    percent(gflops[index] / limit),
  ]);
  const tileRows = tiles.map(({ size }, index) => [
    `${size.rows} × ${size.columns}${size.inlined ? ", inlined" : ""}`,
    String(registersOf(size)),
    figure(tileBest.gflops[index]),
    percent(tileBest.gflops[index] / limit),
  ]);
  const wholeRows = whole.map(({ name, seconds }) => [
    name,
    `${figure(seconds * 1000)} ms`,
    `${figure(whole[0].seconds / seconds)}×`,
  ]);
  return {
    about:
      `${new Date().toISOString().slice(0, 10)}, ${machineLine(describeMachine())}. ${rows}×${inner} · ${inner}×${columns}, ` +
      `the best run of ${turns} turns of ${TURN_MS} ms. Others took ${percent(busy)} of the machine just before.`,
    steps: markdownTable(["step", "GFLOP/s", "of step 1", "of the limit"], stepRows),
    tiles: markdownTable(["tile", "registers", "GFLOP/s", "of the limit"], tileRows),
    whole: markdownTable(["a training step of S", "time", "of plain loops"], wholeRows),
  };
}

/** Puts each table between its two marks. */
export function withTables(text, { about, steps, tiles, whole }) {
  const parts = { steps: `${about}\n\n${steps}`, tiles, whole };
  return Object.entries(parts).reduce((result, [name, part]) => {
    const [open, close] = [`<!-- ${name}: node bench/steps.mjs --publish -->`, `<!-- end of ${name} -->`];
    const [from, to] = [result.indexOf(open), result.indexOf(close)];
    if (from < 0 || to < from)
      throw new Error(`The chapter has no place for its ${name}: ${open} … ${close}`);
    return `${result.slice(0, from + open.length)}\n\n${part}\n\n${result.slice(to)}`;
  }, text);
}

async function main() {
  const seconds = process.argv.includes("--quick") ? 3 : 25;
  const busy = await busyShare();
  const steps = await prepareSteps();
  await checkBits(steps);
  const tiles = await prepareTiles();
  const { turns, gflops } = bestOf(steps, seconds);
  const tileBest = bestOf(tiles, seconds);
  for (const { dispose } of steps) dispose();
  const whole = await wholeSteps(process.argv.includes("--quick") ? 2 : 10);
  const tables = report({ steps, gflops, turns, tiles, tileBest, whole, busy });
  console.log([tables.about, tables.steps, tables.tiles, tables.whole].join("\n\n"));
  if (process.argv.includes("--publish")) {
    writeFileSync(CHAPTER, withTables(readFileSync(CHAPTER, "utf8"), tables));
    console.log("\nPublished: docs/07-fast-kernels.md");
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
