/**
 * Direct logit attribution (Elhage et al. 2021): which part of the model wrote how much of a logit?
 *
 * The residual stream is a sum: the embedding, the position, what each head added, each bias, each MLP. The final
 * norm divides that sum by one number (its scale, taken as it was in this run) and the head is linear, so a logit is
 * a sum too, one term for each part:
 *
 *   logit = Σ parts  ((c − mean(c)) · scale ⊙ w) · u  +  b · u        LayerNorm; RMSNorm has no mean and no b
 *
 * with c what a part wrote at this position, and u the token's column of the unembedding [D]. Terms are exact up to
 * rounding; they say what a part wrote directly, not what it made later parts write.
 */
import { InklingError } from "../errors.ts";
import type { HookName } from "../model/hooks.ts";
import { checkIds } from "../model/ids.ts";
import type { ParameterName } from "../model/parameters.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { capture, type RecordedTensor, readAll } from "./record.ts";

export interface AttributionPart {
  /** "embed", "pos_embed", "blocks.0.attn.head.1", "blocks.0.attn.b_O", "blocks.0.mlp", "ln_final.b"; in an edited model "blocks.0.attn.edits". */
  readonly part: string;
  /** What it added to the logit. */
  readonly value: number;
}

export interface Attribution {
  readonly token: number;
  readonly position: number;
  readonly logit: number;
  readonly parts: readonly AttributionPart[];
  /** logit − Σ parts: rounding, and what edits of the stream itself wrote. */
  readonly unexplained: number;
}

/** Attributes the logit of `token` at `position` (the last, unless told otherwise). */
export async function attribute(
  model: LanguageModel,
  ids: readonly number[],
  { token, position = ids.length - 1 }: { token: number; position?: number },
): Promise<Attribution> {
  const { config } = model;
  if (!Number.isInteger(token) || token < 0 || token >= config.vocabSize) {
    throw new InklingError(
      `There is no token ${token}: this model's ids go from 0 to ${config.vocabSize - 1}.`,
    );
  }
  if (!Number.isInteger(position) || position < 0 || position >= ids.length) {
    throw new InklingError(
      `There is no position ${position}: this text has ${ids.length} tokens, counted from 0.`,
    );
  }
  checkIds(ids, config.vocabSize);
  const run = await runOf(model, ids);
  const read = reader(model, run, token, position);
  const parts = [...writings(model, run, position)].map(({ part, vector }) => ({
    part,
    value: read(vector),
  }));
  if (run.has("ln_final.b")) {
    parts.push({ part: "ln_final.b", value: dot(row(run, "ln_final.b", 0), unembedding(model, run, token)) });
  }
  const logit = row(run, "logits", position)[token];
  const explained = parts.reduce((sum, { value }) => sum + value, 0);
  return { token, position, logit, parts, unexplained: logit - explained };
}

type Name = HookName | ParameterName;
type Run = ReadonlyMap<Name, RecordedTensor>;

/** One run, with the weights that attribution reads as that run used them. */
async function runOf(model: LanguageModel, ids: readonly number[]): Promise<Run> {
  const { config, parameters } = model;
  const names: Name[] = ["hook_embed", "logits", "ln_final.w"];
  if (config.position === "learned") names.push("hook_pos_embed");
  if (config.norm === "layer") names.push("ln_final.b");
  names.push(config.tiedEmbedding ? "embed.W_E" : "unembed.W_U");
  for (let layer = 0; layer < config.nLayers; layer++) {
    const block = `blocks.${layer}` as const;
    names.push(
      `${block}.attn.hook_z`,
      `${block}.attn.W_O`,
      `${block}.hook_attn_out`,
      `${block}.hook_resid_post`,
    );
    if (parameters.has(`blocks.${layer}.attn.b_O`)) names.push(`blocks.${layer}.attn.b_O`);
    if (config.dMlp > 0) names.push(`blocks.${layer}.hook_mlp_out`);
  }
  return model.engine.step(async () => {
    const { hooks, seen } = capture(names);
    model.forward(model.engine.ids([1, ids.length], ids), { hooks });
    return readAll(seen);
  });
}

/** What each part wrote into the stream at this position, [D] each. */
function* writings({ config }: LanguageModel, run: Run, position: number) {
  yield { part: "embed", vector: row(run, "hook_embed", position) };
  if (run.has("hook_pos_embed")) yield { part: "pos_embed", vector: row(run, "hook_pos_embed", position) };
  const { nLayers, nHeads, dHead, dModel } = config;
  for (let layer = 0; layer < nLayers; layer++) {
    const block = `blocks.${layer}` as const;
    const z = get(run, `${block}.attn.hook_z`).data.subarray(position * nHeads * dHead);
    const wO = get(run, `${block}.attn.W_O`).data;
    const left = Float64Array.from(row(run, `${block}.hook_attn_out`, position));
    const take = (vector: ArrayLike<number>) => {
      for (let d = 0; d < dModel; d++) left[d] -= vector[d];
      return vector;
    };
    for (let head = 0; head < nHeads; head++) {
      // z of this head [K] times its K rows of W_O [K, D]
      const vector = new Float64Array(dModel);
      for (let k = head * dHead; k < (head + 1) * dHead; k++) {
        for (let d = 0; d < dModel; d++) vector[d] += z[k] * wO[k * dModel + d];
      }
      yield { part: `${block}.attn.head.${head}`, vector: take(vector) };
    }
    if (run.has(`${block}.attn.b_O`))
      yield { part: `${block}.attn.b_O`, vector: take(row(run, `${block}.attn.b_O`, 0)) };
    // More than rounding is left only where an edit changed what the heads wrote together.
    if (left.some((value) => Math.abs(value) > 1e-3)) yield { part: `${block}.attn.edits`, vector: left };
    if (run.has(`${block}.hook_mlp_out`)) {
      yield { part: `${block}.mlp`, vector: row(run, `${block}.hook_mlp_out`, position) };
    }
  }
}

/** How the final norm and the head read a vector, with the scale this run's final state had. */
function reader(model: LanguageModel, run: Run, token: number, position: number) {
  const { nLayers, norm, normEpsilon } = model.config;
  const final = centred(row(run, `blocks.${nLayers - 1}.hook_resid_post`, position), norm);
  const scale = 1 / Math.sqrt(dot(final, final) / final.length + normEpsilon);
  const w = row(run, "ln_final.w", 0);
  const u = unembedding(model, run, token);
  const direction = Float64Array.from(u, (value, d) => value * w[d] * scale);
  return (vector: ArrayLike<number>) => dot(centred(vector, norm), direction);
}

function centred(vector: ArrayLike<number>, norm: "layer" | "rms"): ArrayLike<number> {
  if (norm === "rms") return vector;
  const mean = Array.from(vector).reduce((sum, value) => sum + value, 0) / vector.length;
  return Float64Array.from(vector, (value) => value - mean);
}

/** The direction in the stream that means this token: [D]. */
function unembedding({ config }: LanguageModel, run: Run, token: number): Float64Array {
  const { dModel, vocabSize } = config;
  if (config.tiedEmbedding) return Float64Array.from(row(run, "embed.W_E", token));
  const w = get(run, "unembed.W_U").data;
  return Float64Array.from({ length: dModel }, (_, d) => w[d * vocabSize + token]);
}

function get(run: Run, name: Name): RecordedTensor {
  const tensor = run.get(name);
  if (!tensor)
    throw new InklingError(`The run did not come by ${name}, which attribution needs; this is a bug.`);
  return tensor;
}

/** Row i of a tensor seen as rows of its last axis. */
function row(run: Run, name: Name, i: number): Float32Array {
  const { shape, data } = get(run, name);
  const columns = shape.at(-1) ?? 1;
  return data.subarray(i * columns, (i + 1) * columns);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
