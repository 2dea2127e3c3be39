/** What assembly/fusedAttention.ts, attentionScores.ts, attentionMix.ts and rotary.ts are given. */
import type { AttentionShape, Kernels } from "../kernels.ts";
import { attentionSizes } from "../reference/attentionIndex.ts";
import type { Machine } from "./machine.ts";

type Names =
  | "rotary"
  | "attentionScores"
  | "attentionScoresBackward"
  | "attentionMix"
  | "attentionMixBackward"
  | "attention"
  | "attentionBackward";

/** Queries that the compiled backward treats together. */
const QUERIES = 32;

export function attentionKernels(machine: Machine): Pick<Kernels, Names> {
  const { memory } = machine;
  /** Forward, each head of each text by itself; backward, all heads that share a key are one thread's. */
  const byHead = ({ batch, heads }: AttentionShape) => ({ units: batch * heads });
  const byKvHead = ({ batch, kvHeads }: AttentionShape) => ({ units: batch * kvHeads });
  const numbers = ({ queries, keys, capacity, heads, kvHeads, dHead }: AttentionShape) => [
    queries,
    keys,
    capacity,
    heads,
    kvHeads,
    dHead,
  ];
  return {
    rotary(x, cos, sin, out, { batch, positions, heads, dHead, start, inverse }) {
      const count = batch * positions * heads * dHead;
      const [X, Y] = [memory.at(x, count), memory.at(out, count)];
      const [Cos, Sin] = [cos, sin].map((span) => memory.at(span, ((start + positions) * dHead) / 2));
      const work = { units: batch * positions * heads, grain: Math.ceil(4096 / dHead) };
      machine.run("rotary", work, X, Cos, Sin, Y, positions, heads, dHead, start, Number(inverse));
    },

    attentionScores(q, k, scores, shape) {
      const sizes = attentionSizes(shape);
      const operands = [memory.at(q, sizes.q), memory.at(k, sizes.k), memory.at(scores, sizes.pattern)];
      machine.run("attentionScores", byHead(shape), ...operands, ...numbers(shape));
    },

    attentionScoresBackward(dScores, q, k, dq, dk, shape) {
      const sizes = attentionSizes(shape);
      const [DS, Q, K] = [memory.at(dScores, sizes.pattern), memory.at(q, sizes.q), memory.at(k, sizes.k)];
      const [DQ, DK] = [memory.at(dq, sizes.q), memory.at(dk, sizes.k)];
      machine.run("attentionScoresBackward", byKvHead(shape), DS, Q, K, DQ, DK, ...numbers(shape));
    },

    attentionMix(pattern, v, z, shape) {
      const sizes = attentionSizes(shape);
      const operands = [memory.at(pattern, sizes.pattern), memory.at(v, sizes.k), memory.at(z, sizes.q)];
      machine.run("attentionMix", byHead(shape), ...operands, ...numbers(shape));
    },

    attentionMixBackward(dz, pattern, v, dPattern, dv, shape) {
      const sizes = attentionSizes(shape);
      const [DZ, P, V] = [memory.at(dz, sizes.q), memory.at(pattern, sizes.pattern), memory.at(v, sizes.k)];
      const [DP, DV] = [memory.at(dPattern, sizes.pattern), memory.at(dv, sizes.k)];
      machine.run("attentionMixBackward", byKvHead(shape), DZ, P, V, DP, DV, ...numbers(shape));
    },

    attention(q, k, v, z, logSum, shape) {
      const sizes = attentionSizes(shape);
      const [Q, K, V] = [memory.at(q, sizes.q), memory.at(k, sizes.k), memory.at(v, sizes.k)];
      const [Z, LogSum] = [memory.at(z, sizes.q), memory.at(logSum, sizes.rows)];
      const width = roundUp8(shape.keys);
      const scratch = Math.max(shape.dHead * (width + 4) + 8 * width, shape.heads * width);
      // A lone query's heads read neighbouring numbers, so they stay together as far as there are threads.
      const grain = shape.queries < 4 ? Math.ceil(shape.heads / machine.threads) : 1;
      machine.run("attention", { ...byHead(shape), grain, scratch }, Q, K, V, Z, LogSum, ...numbers(shape));
    },

    attentionBackward(dz, q, k, v, z, logSum, dq, dk, dv, shape) {
      const sizes = attentionSizes(shape);
      const [DZ, Q, Z, DQ] = [dz, q, z, dq].map((span) => memory.at(span, sizes.q));
      const [K, V, DK, DV] = [k, v, dk, dv].map((span) => memory.at(span, sizes.k));
      const LogSum = memory.at(logSum, sizes.rows);
      const width = roundUp8(shape.keys);
      const scratch = 2 * shape.dHead * width + 4 * Math.max(shape.dHead, width) + 2 * QUERIES * width;
      const operands = [DZ, Q, K, V, Z, LogSum, DQ, DK, DV];
      machine.run("attentionBackward", { ...byKvHead(shape), scratch }, ...operands, ...numbers(shape));
    },
  };
}

function roundUp8(count: number): number {
  return Math.ceil(count / 8) * 8;
}
