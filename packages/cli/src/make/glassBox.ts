/**
 * models/glass-box: a model whose every number was written by hand, so that one knows what the inspection tools must find in it.
 *
 * It copies. Behind "… a b … a" it says "b", as trained models learn to do with the same two heads in a row (the induction heads
 * of Elhage et al. 2021 and Olsson et al. 2022). It has attention only, two blocks of two heads:
 *
 *   block 0, head 0   previous token   looks one position back, and notes which token stands there
 *   block 0, head 1   bag              looks at everything alike, and makes what was seen a little likelier
 *   block 1, head 0   induction        looks for places whose previous token is mine, and says what stands there
 *   block 1, head 1   rest             looks at the beginning and says nothing
 *
 * The stream is four shelves side by side, in each of which one number in a row is 1 and the others are 0:
 *
 *   mine [V] | where [T] | before [V] | next [V]
 *
 * Embeddings fill the first two, the previous-token head fills the third, the others write into the fourth, which is the only one
 * that the logits are read from. So the norm in front of each block meets vectors of one known length: 2 ones in front of block 0,
 * 3 in front of block 1 (the very first position notes itself as its previous token). RMSNorm makes each 1 into √(D / ones).
 */
import {
  characterTokenizer,
  configFrom,
  createModel,
  type Engine,
  type Tokenizer,
  type Transformer,
} from "inkling";

const CONTEXT = 32;
const D_HEAD = 32;
/** By how much the score of what is looked for exceeds the others: e^-24 of the attention goes astray. */
const SHARP = 24;
/** What the bag head writes, of a whole 1: a hint, where there is nothing to copy. */
const HINT = 1 / 16;
/** A 1 on the shelf "next" counts for so many nats. */
const LOUD = 20;

export function glassBoxTokenizer(): Tokenizer {
  return characterTokenizer(Array.from({ length: 26 }, (_, i) => "a".charCodeAt(0) + i));
}

export function makeGlassBox(engine: Engine, tokenizer: Tokenizer): Transformer {
  const { vocabSize: V, bos = 0 } = tokenizer;
  const dModel = 3 * V + CONTEXT;
  const shelves = { mine: 0, where: V, before: V + CONTEXT, next: 2 * V + CONTEXT } as const;
  const config = configFrom("first", {
    vocabSize: V,
    contextLength: CONTEXT,
    nLayers: 2,
    nHeads: 2,
    nKvHeads: 2,
    dModel,
    dHead: D_HEAD,
    dMlp: 0,
    norm: "rms",
    bias: false,
    tiedEmbedding: false,
  });
  const model = createModel(engine, config, 0);
  // All zeros, but the norms keep their ones.
  const matrices = new Map<string, Float32Array>();
  for (const { name, tensor } of model.parameters) {
    if (!name.endsWith(".w")) matrices.set(name, new Float32Array(tensor.size));
  }
  const put = (name: string, row: number, column: number, columns: number, value: number) => {
    const matrix = matrices.get(name);
    if (matrix) matrix[row * columns + column] = value;
  };

  /** √(D / ones): what the norm makes of a 1. */
  const one = (ones: number) => Math.sqrt(dModel / ones);
  const inFrontOf = [one(2), one(3)] as const;
  /** Query times key, so that the score is `nats` (it is divided by √dHead). */
  const gain = (nats: number, block: 0 | 1) => Math.sqrt(nats * Math.sqrt(D_HEAD)) / inFrontOf[block];

  for (let id = 0; id < V; id++) put("embed.W_E", id, shelves.mine + id, dModel, 1);
  for (let t = 0; t < CONTEXT; t++) put("pos_embed.W_pos", t, shelves.where + t, dModel, 1);

  const head = (block: 0 | 1, number: 0 | 1, { query, key, value, out }: Wiring) => {
    const first = number * D_HEAD; // of this head's numbers, among those of both
    const read = { W_Q: query, W_K: key, W_V: value };
    for (const [matrix, wires] of Object.entries(read)) {
      for (const { from, to, weight } of wires)
        put(`blocks.${block}.attn.${matrix}`, from, first + to, config.nHeads * D_HEAD, weight);
    }
    for (const { from, to, weight } of out) put(`blocks.${block}.attn.W_O`, first + from, to, dModel, weight);
  };

  /** One wire for each of `count` neighbours. */
  const wires = (count: number, from: number, to: number, weight: number): Wire[] =>
    Array.from({ length: count }, (_, i) => ({ from: from + i, to: to + i, weight }));
  /** From every token to one number: whatever stands here, it says so. */
  const always = (to: number, weight: number): Wire[] =>
    wires(V, shelves.mine, 0, weight).map(({ from }) => ({ from, to, weight }));
  const letters = (weight: number) => wires(V, shelves.mine, 0, weight).filter(({ to }) => to !== bos);
  const sharp = [gain(SHARP, 0), gain(2 * SHARP, 1)] as const;
  /** The number of a head's query and key that says "rest at the beginning", behind those for the tokens. */
  const REST = V;
  const beginning: Wire = { from: shelves.where, to: REST, weight: sharp[1] };

  // I stand at i and look for i − 1; the first looks at itself.
  head(0, 0, {
    query: [
      { from: shelves.where, to: 0, weight: sharp[0] },
      ...wires(CONTEXT - 1, shelves.where + 1, 0, sharp[0]),
    ],
    key: wires(CONTEXT, shelves.where, 0, sharp[0]),
    value: wires(V, shelves.mine, 0, 1 / inFrontOf[0]),
    out: wires(V, 0, shelves.before, 1),
  });
  // No query and no key: all scores are 0, and attention is even.
  head(0, 1, {
    query: [],
    key: [],
    value: letters(1 / inFrontOf[0]),
    out: wires(V, 0, shelves.next, HINT),
  });
  // My token is what the other noted as the token before it. Half as loud, everybody hears the beginning: there one rests.
  head(1, 0, {
    query: [...wires(V, shelves.mine, 0, sharp[1]), ...always(REST, sharp[1] / 2)],
    key: [...wires(V, shelves.before, 0, sharp[1]), beginning],
    value: letters(1 / inFrontOf[1]),
    out: wires(V, 0, shelves.next, 1),
  });
  head(1, 1, {
    query: always(REST, sharp[1]),
    key: [beginning],
    value: [],
    out: [],
  });

  // Behind block 1 there are four ones where something was copied.
  for (let id = 0; id < V; id++) put("unembed.W_U", shelves.next + id, id, V, LOUD / one(4));
  for (const { name, tensor } of model.parameters) {
    const matrix = matrices.get(name);
    if (matrix) engine.kernels.write(tensor, matrix);
  }
  return model;
}

/** From one number of a vector to one of another. */
interface Wire {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** What a head reads from the stream, and writes into it. */
interface Wiring {
  readonly query: readonly Wire[];
  readonly key: readonly Wire[];
  readonly value: readonly Wire[];
  readonly out: readonly Wire[];
}
