/**
 * Batches [B, T] out of one long stream of ids.
 *
 * The stream is read as a ring, cut into windows of T + 1 ids which share their border id: T inputs, and for
 * each the id that follows it as its target. In one epoch each window is drawn once, in a seeded order; each
 * epoch cuts the ring somewhere else, so that a word is not always seen with the same little context. An
 * epoch's windows leave over the last (length mod T) targets of the ring, fewer than one window; the next
 * epoch, cut elsewhere, leaves over others.
 *
 *   stream  a b c d e f g h     T = 3, cut at b     windows  b c d e | e f g h      left over: targets a, b
 *
 * Nothing is remembered between batches: a batch follows from (seed, index), so a resumed run needs no state.
 *
 * Refuses to know: tokenizers, documents, the model.
 * Try it: `await new PackedSet(memoryIds(ids), { batchSize: 8, contextLength: 64, seed: 1 }).batch(0)`
 */
import { InklingError } from "../errors.ts";
import { RandomStream, shuffledIndex } from "../math/random.ts";
import { type IdSource, idOf, isLearned } from "./idSource.ts";

/** A target of -1 is ignored: it adds nothing to the loss. */
export const ignored = -1;

export interface Batch {
  /** B, the number of rows. */
  batchSize: number;
  /** T */
  contextLength: number;
  /** [B, T] */
  inputs: Int32Array;
  /** [B, T]; `ignored` where the id is not learned. */
  targets: Int32Array;
  /** How many targets are not ignored: what the summed loss is divided by. Can be 0 in a chat's long question. */
  counted: number;
}

export interface BatchShape {
  batchSize: number;
  contextLength: number;
}

export interface PackedSettings extends BatchShape {
  seed: number;
  /** Names the random stream, so that two sets of one run are drawn independently. */
  name?: string;
  /**
   * The id with which documents begin. If given, a window whose cut falls into a document is moved on to where the next one
   * begins, unless none begins within it: so no document is read without its beginning. An epoch then leaves out some
   * targets and visits others twice.
   */
  beginWith?: number | undefined;
}

/** The place where an epoch cuts the ring is one 32-bit draw, also in longer streams. */
const largestPhase = 0x100000000;

export class PackedSet {
  /** Windows in an epoch: ⌊length / T⌋. */
  readonly windows: number;
  /** Targets visited in an epoch: windows · T, learned or not. */
  readonly tokensPerEpoch: number;
  readonly #source: IdSource;
  readonly #settings: PackedSettings & { readonly name: string };

  /** Throws if the stream is not longer than one context. */
  constructor(source: IdSource, settings: PackedSettings) {
    const { contextLength } = settings;
    checkShape(settings);
    if (source.length <= contextLength) {
      throw new InklingError(
        `The training text has ${source.length} tokens, too few for a context of ${contextLength}: it needs at least ${contextLength + 1}. Use a shorter context or more text.`,
      );
    }
    this.#source = source;
    this.#settings = { name: "data", ...settings };
    this.windows = Math.floor(source.length / contextLength);
    this.tokensPerEpoch = this.windows * contextLength;
  }

  /** Number `index` of the endless row of batches; with gradient accumulation each micro-batch has its own number. */
  async batch(index: number): Promise<Batch> {
    if (!Number.isSafeInteger(index) || index < 0) {
      throw new InklingError(`Batches are numbered 0, 1, 2 …; got ${index}.`);
    }
    const { batchSize, contextLength } = this.#settings;
    const batch = emptyBatch({ batchSize, contextLength });
    const rows = Array.from({ length: batchSize }, (_, row) => this.#window(index * batchSize + row));
    for (const [row, ids] of (await Promise.all(rows)).entries()) fillRow(batch, row, ids);
    return batch;
  }

  /** Number `index` of the endless row of windows [T + 1], which crosses from epoch to epoch. */
  async #window(index: number): Promise<Int32Array> {
    const { contextLength, seed, name, beginWith } = this.#settings;
    const epoch = Math.floor(index / this.windows);
    const window = shuffledIndex(index % this.windows, this.windows, seed, `${name}.order`, epoch);
    const phase = new RandomStream(seed, `${name}.phase`, epoch).below(
      Math.min(this.#source.length, largestPhase),
    );
    const start = phase + window * contextLength;
    const ids = await this.#readRing(start, contextLength + 1);
    const first = ids.findIndex((stored) => idOf(stored) === beginWith);
    return first > 0 ? this.#readRing(start + first, contextLength + 1) : ids;
  }

  async #readRing(start: number, count: number): Promise<Int32Array> {
    const { length } = this.#source;
    const from = start % length;
    const head = Math.min(count, length - from);
    if (head === count) return this.#source.read(from, count);
    const ids = new Int32Array(count);
    ids.set(await this.#source.read(from, head));
    ids.set(await this.#source.read(0, count - head), head);
    return ids;
  }
}

/**
 * The whole stream in consecutive windows: each id but the first is a target exactly once, if it is learned.
 * The last batch has only as many rows as are needed, and its last row is padded with ignored targets.
 * Throws if the stream has fewer than two ids.
 */
export async function* validationBatches(source: IdSource, shape: BatchShape): AsyncGenerator<Batch> {
  checkShape(shape);
  if (source.length < 2) {
    throw new InklingError(
      `The validation text has ${source.length} tokens, and at least 2 are needed to predict one from another. Use more text.`,
    );
  }
  const { batchSize, contextLength } = shape;
  const windows = Math.ceil((source.length - 1) / contextLength);
  for (let first = 0; first < windows; first += batchSize) {
    const batch = emptyBatch({ batchSize: Math.min(batchSize, windows - first), contextLength });
    for (let row = 0; row < batch.batchSize; row++) {
      const start = (first + row) * contextLength;
      fillRow(batch, row, await source.read(start, Math.min(contextLength + 1, source.length - start)));
    }
    yield batch;
  }
}

/** Inputs 0 and targets ignored everywhere: what padding looks like. */
function emptyBatch({ batchSize, contextLength }: BatchShape): Batch {
  const inputs = new Int32Array(batchSize * contextLength);
  return { batchSize, contextLength, inputs, targets: inputs.slice().fill(ignored), counted: 0 };
}

/** Lays stored ids [≤ T + 1] into a row: input t is id t, target t is id t + 1. */
function fillRow(batch: Batch, row: number, ids: Int32Array): void {
  const offset = row * batch.contextLength;
  for (let t = 0; t + 1 < ids.length; t++) {
    const target = ids[t + 1];
    batch.inputs[offset + t] = idOf(ids[t]);
    if (!isLearned(target)) continue;
    batch.targets[offset + t] = target;
    batch.counted++;
  }
}

function checkShape({ batchSize, contextLength }: BatchShape): void {
  for (const [name, value] of [
    ["batch size", batchSize],
    ["context", contextLength],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new InklingError(`The ${name} is ${value}, expected a whole number of at least 1.`);
    }
  }
}
