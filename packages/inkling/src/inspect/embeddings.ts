/**
 * The table of embeddings, looked at as a whole: a flat map of all tokens, and who stands next to whom.
 *
 *   map        principal component analysis (Pearson 1901): the plane in which the rows differ most
 *   neighbours cosine of two rows, u · v / (|u| |v|)
 *
 * A plane shows little of a space of a hundred dimensions: `shares` says how much. What is near in it may be far apart; neighbours
 * are those of the whole space.
 */
import { InklingError } from "../errors.ts";
import { RandomStream } from "../math/random.ts";
import type { LanguageModel } from "../model/transformer.ts";

export interface TokenMap {
  /** Where each token stands: [V] each. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** How much of all variance the two directions hold, of 1. */
  readonly shares: readonly [number, number];
}

export interface Neighbour {
  readonly id: number;
  /** From −1 to 1. */
  readonly cosine: number;
}

/** Turns of the iteration: each brings two directions nearer by the ratio of the variances beside and along them. */
const TURNS = 200;

export async function tokenMap(model: LanguageModel): Promise<TokenMap> {
  const { rows, columns, data } = await tableOf(model);
  const mean = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) mean[i % columns] += data[i] / rows;
  const centred = Float32Array.from(data, (value, i) => value - mean[i % columns]);
  const covariance = await products(model, centred, rows, columns);
  const [first, second] = principalDirections(covariance, columns);
  const along = (direction: Float64Array) =>
    Float32Array.from({ length: rows }, (_, row) => dot(centred.subarray(row * columns), direction, columns));
  let total = 0;
  for (let d = 0; d < columns; d++) total += covariance[d * columns + d];
  const share = (direction: Float64Array) => dot(times(covariance, direction), direction, columns) / total;
  return { x: along(first), y: along(second), shares: [share(first), share(second)] };
}

/** The `count` tokens nearest to one, itself left out, the nearest first; the lower id goes first among equals. */
export async function nearestTokens(model: LanguageModel, id: number, count: number): Promise<Neighbour[]> {
  const { rows, columns, data } = await tableOf(model);
  if (!Number.isInteger(id) || id < 0 || id >= rows) {
    throw new InklingError(`There is no token ${id}: this model's ids go from 0 to ${rows - 1}.`);
  }
  const rowOf = (row: number) => data.subarray(row * columns, (row + 1) * columns);
  const own = rowOf(id);
  const length = (row: Float32Array) => Math.sqrt(dot(row, row, columns));
  const all = Array.from({ length: rows }, (_, other) => {
    const row = rowOf(other);
    return { id: other, cosine: dot(own, row, columns) / (length(own) * length(row) || 1) };
  });
  return all
    .filter((one) => one.id !== id)
    .sort((a, b) => b.cosine - a.cosine || a.id - b.id)
    .slice(0, count);
}

async function tableOf({ parameters }: LanguageModel) {
  const table = parameters.get("embed.W_E");
  const [rows, columns] = table.shape;
  return { rows, columns, data: Float32Array.from(await table.read()) };
}

/** Xᵀ · X, [D, D]: by the engine, as a large table has billions of products. */
async function products(
  { engine }: LanguageModel,
  x: Float32Array,
  rows: number,
  columns: number,
): Promise<Float64Array> {
  return engine.step(async () => {
    const table = engine.from([rows, columns], x);
    const out = engine.empty([columns, columns]);
    engine.kernels.matmul(table, table, out, { rows: columns, inner: rows, columns, transposeA: true });
    return Float64Array.from(await out.read());
  });
}

/**
 * The two directions of most variance, of length 1, by orthogonal iteration: multiply, make them upright to each other again, and so
 * on. Their largest number is positive, as a direction's sign means nothing.
 */
function principalDirections(matrix: Float64Array, size: number): [Float64Array, Float64Array] {
  // Any start will do that is not upright to what is looked for: so a random one, always the same.
  const random = new RandomStream(1, "directions");
  const start = () => Float64Array.from({ length: size }, () => random.uniform() - 0.5);
  let first: Float64Array = start();
  let second: Float64Array = start();
  for (let turn = 0; turn < TURNS; turn++) {
    first = unit(times(matrix, first));
    const next = times(matrix, second);
    const shadow = dot(next, first, size);
    second = unit(next.map((value, i) => value - shadow * first[i]));
  }
  return [upward(first), upward(second)];
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const { length } = vector;
  return Float64Array.from({ length }, (_, i) => dot(matrix.subarray(i * length), vector, length));
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector, vector.length)) || 1;
  return vector.map((value) => value / length);
}

function upward(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += a[i] * b[i];
  return sum;
}
