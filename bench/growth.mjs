/**
 * How cost grows: tokens per second and peak memory against the number of parameters and the length of the context,
 * each beside what one expects.
 *
 * Work for a token: forward 2 flops per weight that multiplies, backward twice that; attention looks back at half the
 * context on average, at 2 · 2 flops per number, layer and position, and backward again twice (Kaplan et al. 2020, 2.1):
 *
 *   flops/token = 6 · N + 6 · L · D · T
 *
 * Expected speed: the flops/s of the best point, at every point. Expected memory: the weights with gradient and two
 * moments (16 bytes each), logits and their gradient (8 · V bytes a token), and what the blocks leave for the backward
 * pass, which is proportional to tokens · L · D and is scaled from the point in the middle. None of it depends on T,
 * as long as no [T, S] matrix is kept.
 */
import { scatteredIds } from "../packages/cli/dist/bench/workloads.js";
import { contest } from "./lib/contest.mjs";
import { inkling } from "./lib/programs.mjs";
import { slope } from "./lib/slope.mjs";

const THREADS = 2;
const TOKENS_PER_STEP = 2048;
const VOCABULARY = 1024;

/** 0.1 to 30 M parameters, with a context of 128. */
const widths = [
  { dModel: 32, nLayers: 4 },
  { dModel: 64, nLayers: 6 },
  { dModel: 128, nLayers: 6 },
  { dModel: 256, nLayers: 6 },
  { dModel: 384, nLayers: 8 },
  { dModel: 512, nLayers: 9 },
];
const contexts = [64, 128, 256, 512, 1024, 2048];

const shapesOf = {
  parameters: () => widths.map(({ dModel, nLayers }) => shape(dModel, nLayers, 128)),
  context: () => contexts.map((contextLength) => shape(256, 4, contextLength)),
};

function shape(dModel, nLayers, contextLength) {
  const batchSize = TOKENS_PER_STEP / contextLength;
  return {
    vocabSize: VOCABULARY,
    contextLength,
    nLayers,
    nHeads: dModel / 32,
    dModel,
    dMlp: 4 * dModel,
    batchSize,
  };
}

export async function measureGrowth(axis, { secondsPerTurn, note }) {
  const points = [];
  for (const shape of shapesOf[axis]()) {
    // A process for each, so that one point's memory is not the next one's.
    const ids = [...scatteredIds(TOKENS_PER_STEP + 1, VOCABULARY)];
    const entrant = {
      name: "Inkling",
      detail: describe(shape),
      inkling: true,
      start: inkling(),
      request: { task: "train", shape, ids, threads: THREADS, warmUps: 2 },
    };
    const [row] = await contest([entrant], { turns: 1, secondsPerTurn, note });
    if (row.error !== undefined) throw new Error(`${row.detail}: ${row.error}`);
    points.push({
      ...sizes(shape),
      shape: row.detail,
      tokensPerSecond: row.perSecond,
      peakBytes: row.peakBytes,
    });
  }
  return { axis, threads: THREADS, ...withExpectations(axis, points) };
}

function describe({ nLayers, dModel, contextLength, batchSize }) {
  return `${nLayers} blocks of ${dModel}, ${batchSize} × ${contextLength} tokens`;
}

/** What the formulas above need. `multiplying`: weights of matrices, the tied head among them; positions only look up. */
export function sizes({ vocabSize, contextLength, nLayers, dModel, dMlp }) {
  const multiplying = vocabSize * dModel + nLayers * (4 * dModel * dModel + 2 * dModel * dMlp);
  const parameters = multiplying + contextLength * dModel + nLayers * (9 * dModel + dMlp) + 2 * dModel;
  const blocks = nLayers * dModel;
  return { parameters, contextLength, blocks, flopsPerToken: 6 * multiplying + 6 * blocks * contextLength };
}

export function withExpectations(axis, measured) {
  const flopsPerSecond = Math.max(...measured.map((p) => p.tokensPerSecond * p.flopsPerToken));
  const middle = measured[Math.floor(measured.length / 2)];
  const known = ({ parameters }) => 16 * parameters + 8 * VOCABULARY * TOKENS_PER_STEP;
  const perBlock = (middle.peakBytes - known(middle)) / middle.blocks;
  const points = measured.map((point) => ({
    ...point,
    expectedTokensPerSecond: flopsPerSecond / point.flopsPerToken,
    expectedBytes: known(point) + perBlock * point.blocks,
  }));
  const along = (value) =>
    slope(points.map((point) => [point[axis === "context" ? "contextLength" : axis], value(point)]));
  return {
    points,
    slopes: {
      speed: along((p) => p.tokensPerSecond),
      expectedSpeed: along((p) => p.expectedTokensPerSecond),
      memory: along((p) => p.peakBytes),
      expectedMemory: along((p) => p.expectedBytes),
      explained: `a constant ${(flopsPerSecond / 1e9).toFixed(1)} GFLOP/s, the best point's`,
    },
  };
}
