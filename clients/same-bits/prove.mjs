/**
 * The same bits everywhere: the models of packages/inkling/test/train/sameWeights.ts, 200 steps each, must come to the
 * same sha256 with plain loops and with compiled kernels on one, two and four threads, in this Node, in a current one
 * and in headless Chromium. With --fast-math the losses must stay within 1e-3 of the strict ones.
 *
 *   npm ci --prefix clients
 *   node clients/same-bits/prove.mjs             all runtimes
 *   node clients/same-bits/prove.mjs node-here   one of: node-here node-24 chromium chromium-without-isolation
 *
 * It exits with 1 if a hash differs or a runtime is missing: a proof that was skipped proves nothing.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { inChromium } from "./chromium.mjs";
import { inNode } from "./node.mjs";

const FAST_MATH_TOLERANCE = 1e-3;

const strict = [{ backend: "reference" }, { threads: 1 }, { threads: 2 }, { threads: 4 }];
const fast = { threads: 2, fastMath: true };

/** Name → how to run jobs there, and which. */
const RUNTIMES = {
  "node-here": { open: (folder) => inNode(folder, process.execPath, []), engines: [...strict, fast] },
  "node-24": {
    open: (folder) => inNode(folder, "npx", ["-y", "-p", "node@24", "node"]),
    engines: [...strict, fast],
  },
  chromium: { open: (folder) => inChromium(folder, { isolated: true }), engines: [...strict, fast] },
  // A page without the two headers gets no shared memory: one thread, and a notice that says why.
  "chromium-without-isolation": {
    open: (folder) => inChromium(folder, { isolated: false }),
    engines: [{ threads: 2 }],
    notice: /^Running on one thread instead of 2: shared memory is missing/,
  },
};

const describeEngine = ({ backend, threads, fastMath }) =>
  backend ?? `${threads} thread${threads > 1 ? "s" : ""}${fastMath ? ", fast math" : ""}`;

/** Strict losses and hash by example, from whoever comes first; all others are held against it. */
const expected = new Map();

/** How far a run's losses are from the strict ones, at most. */
function apart(name, losses) {
  return Math.max(...losses.map((loss, i) => Math.abs(loss - expected.get(name).losses[i])));
}

/** What is wrong with an outcome; undefined if nothing. */
function complaint(name, engine, { sha256, losses, notices }, notice) {
  const asExpected = notice ? notices.length === 1 && notice.test(notices[0]) : notices.length === 0;
  if (!asExpected) return `it said ${JSON.stringify(notices)}, expected ${notice ?? "nothing"}`;
  if (engine.fastMath) {
    return apart(name, losses) < FAST_MATH_TOLERANCE
      ? undefined
      : `further from strict than ${FAST_MATH_TOLERANCE}`;
  }
  if (sha256 !== expected.get(name).sha256) return `expected sha256 ${expected.get(name).sha256}`;
  return losses.length === expected.get(name).losses.length ? undefined : `${losses.length} steps`;
}

async function proveIn(name, folder) {
  const { open, engines, notice } = RUNTIMES[name];
  const runtime = await open(folder);
  let wrong = 0;
  console.log(`${name}: ${runtime.version}`);
  try {
    for (const engine of engines) {
      const started = performance.now();
      for (const [example, outcome] of Object.entries(await runtime.run(engine))) {
        if (!expected.has(example)) expected.set(example, outcome);
        const problem = complaint(example, engine, outcome, notice);
        if (problem !== undefined) wrong++;
        const { sha256, losses } = outcome;
        const distance = engine.fastMath
          ? `at most ${apart(example, losses).toExponential(1)} from strict, `
          : "";
        const verdict = problem === undefined ? `${distance}ok` : `${distance}WRONG: ${problem}`;
        const numbers = `${sha256.slice(0, 16)}  loss ${losses.at(-1).toFixed(6)}`;
        console.log(`  ${describeEngine(engine).padEnd(22)} ${example.padEnd(28)} ${numbers}  ${verdict}`);
      }
      console.log(`  ${"".padEnd(22)} ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
  } finally {
    await runtime.close();
  }
  return wrong;
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(RUNTIMES);
const unknown = chosen.find((name) => !Object.hasOwn(RUNTIMES, name));
if (unknown !== undefined) {
  console.error(`There is no runtime "${unknown}". Choose from: ${Object.keys(RUNTIMES).join(", ")}.`);
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), "inkling-same-bits-"));
let wrong = 0;
try {
  await bundle(folder);
  for (const name of chosen) wrong += await proveIn(name, folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(wrong === 0 ? "The same bits everywhere." : `${wrong} outcomes are wrong.`);
process.exitCode = wrong === 0 ? 0 : 1;
