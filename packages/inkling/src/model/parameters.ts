/**
 * The weights of a model: named spans of one piece of memory.
 *
 * Each has its shape and its settings: does it decay, is it being trained, which other name it stands for (tied), is it
 * quantised (then it is frozen).
 * Matrices are stored [in, out], so that a layer reads y = x · W.
 */
import { InklingError } from "../errors.ts";
import type { WeightFormat } from "../kernels/blocks.ts";
import { PackedMatrices } from "../tensor/packedMatrices.ts";
import { type PlacedTensors, placeTensors } from "../tensor/placeTensors.ts";
import { elementCount, type Tensor, type TensorEngine } from "../tensor/tensor.ts";
import { hasBias, type ModelConfig } from "./config.ts";

type NormName = "ln1" | "ln2";
type BlockParameter =
  | `${NormName}.${"w" | "b"}`
  | `attn.${"W_Q" | "W_K" | "W_V" | "W_O" | "b_Q" | "b_K" | "b_V" | "b_O"}`
  | `mlp.${"W_gate" | "W_in" | "W_out" | "b_gate" | "b_in" | "b_out"}`;
export type ParameterName =
  | "embed.W_E"
  | "pos_embed.W_pos"
  | `blocks.${number}.${BlockParameter}`
  | `ln_final.${"w" | "b"}`
  | "unembed.W_U";

export interface ParameterSpec {
  readonly name: ParameterName;
  readonly shape: readonly number[];
  /** How it starts: see init.ts. */
  readonly start: "normal" | "residual" | "zero" | "one";
  /** Weight decay pulls matrices towards zero; norms, biases and embeddings are left alone. */
  readonly decay: boolean;
  /** The axis over which a product with this matrix sums: along it, weights can be quantised. */
  readonly summed?: 0 | 1;
  /** The parameter that this one also serves as, transposed: it has no numbers of its own. */
  readonly tied?: ParameterName;
}

/** Every parameter a model of this shape has, in the order they lie in memory. */
export function parameterSpecs(config: ModelConfig): readonly ParameterSpec[] {
  const { vocabSize, contextLength, nLayers, nHeads, nKvHeads, dModel, dHead, dMlp } = config;
  const specs: ParameterSpec[] = [];
  const table = (name: ParameterName, rows: number, more: Partial<ParameterSpec> = {}) =>
    specs.push({ name, shape: [rows, dModel], start: "normal", decay: false, ...more });
  const matrix = (
    name: ParameterName,
    rows: number,
    columns: number,
    start: "normal" | "residual" = "normal",
  ) => specs.push({ name, shape: [rows, columns], start, decay: true, summed: 0 });
  const bias = (part: "attn" | "mlp", name: ParameterName, size: number) => {
    if (hasBias(config, part)) specs.push({ name, shape: [size], start: "zero", decay: false });
  };
  const norm = (name: `blocks.${number}.${NormName}` | "ln_final") => {
    specs.push({ name: `${name}.w`, shape: [dModel], start: "one", decay: false });
    if (config.norm === "layer")
      specs.push({ name: `${name}.b`, shape: [dModel], start: "zero", decay: false });
  };

  table("embed.W_E", vocabSize, { summed: 1, ...(config.tiedEmbedding ? { tied: "unembed.W_U" } : {}) });
  if (config.position === "learned") table("pos_embed.W_pos", contextLength);
  for (let layer = 0; layer < nLayers; layer++) {
    const block = `blocks.${layer}` as const;
    norm(`${block}.ln1`);
    matrix(`${block}.attn.W_Q`, dModel, nHeads * dHead);
    matrix(`${block}.attn.W_K`, dModel, nKvHeads * dHead);
    matrix(`${block}.attn.W_V`, dModel, nKvHeads * dHead);
    matrix(`${block}.attn.W_O`, nHeads * dHead, dModel, "residual");
    bias("attn", `${block}.attn.b_Q`, nHeads * dHead);
    bias("attn", `${block}.attn.b_K`, nKvHeads * dHead);
    bias("attn", `${block}.attn.b_V`, nKvHeads * dHead);
    bias("attn", `${block}.attn.b_O`, dModel);
    if (dMlp === 0) continue;
    norm(`${block}.ln2`);
    if (config.mlp === "swiglu") matrix(`${block}.mlp.W_gate`, dModel, dMlp);
    matrix(`${block}.mlp.W_in`, dModel, dMlp);
    matrix(`${block}.mlp.W_out`, dMlp, dModel, "residual");
    if (config.mlp === "swiglu") bias("mlp", `${block}.mlp.b_gate`, dMlp);
    bias("mlp", `${block}.mlp.b_in`, dMlp);
    bias("mlp", `${block}.mlp.b_out`, dModel);
  }
  norm("ln_final");
  if (!config.tiedEmbedding) matrix("unembed.W_U", dModel, vocabSize);
  return specs;
}

/** How many numbers a model of this shape learns. */
export function parameterCount(config: ModelConfig): number {
  return parameterSpecs(config).reduce((count, { shape }) => count + elementCount(shape), 0);
}

export interface Parameter extends ParameterSpec {
  readonly tensor: Tensor;
  readonly trainable: boolean;
}

export class Parameters {
  /** As which the matrices were asked for; one whose sums are not whole blocks stays f32 all the same. */
  readonly format: WeightFormat;
  /** A second copy of the matrices, for as long as someone generates. */
  readonly packed = new PackedMatrices(this);
  readonly #engine: TensorEngine;
  readonly #memory: PlacedTensors;
  #gradients: PlacedTensors | undefined;
  readonly #all = new Map<ParameterName, Parameter & { trainable: boolean }>();

  constructor(engine: TensorEngine, specs: readonly ParameterSpec[], format: WeightFormat) {
    this.#engine = engine;
    this.format = format;
    this.#memory = placeTensors(engine, specs, format);
    for (const [i, spec] of specs.entries())
      this.#all.set(spec.name, { ...spec, tensor: this.#memory.tensors[i], trainable: true });
  }

  [Symbol.iterator](): IterableIterator<Parameter> {
    return this.#all.values();
  }

  has(name: ParameterName): boolean {
    return this.#all.has(name);
  }

  get(name: ParameterName): Tensor {
    const parameter = this.#all.get(name);
    if (!parameter) throw new InklingError(`This model has no parameter ${name}.`);
    return parameter.tensor;
  }

  /** The parameter that serves as `name`, if that one is tied. */
  tiedTo(name: ParameterName): ParameterName | undefined {
    for (const parameter of this) if (parameter.tied === name) return parameter.name;
    return undefined;
  }

  /** Choose what training may change; everything, unless told otherwise. */
  setTrainable(choose: (spec: ParameterSpec) => boolean): void {
    for (const parameter of this.#all.values()) parameter.trainable = choose(parameter);
  }

  /**
   * Gives every trainable parameter a place for its gradient (zeros), in the weights' order; takes it from the others. Weights
   * that change have no packed copy.
   */
  prepareGradients(): void {
    this.packed.drop();
    this.dropGradients();
    const trained = [...this].filter(({ trainable }) => trainable).map(({ tensor }) => tensor);
    this.#gradients = placeTensors(this.#engine, trained, "f32");
    for (const [i, tensor] of trained.entries()) {
      tensor.gradient = this.#gradients.tensors[i];
      tensor.needsGradient = true;
    }
  }

  dropGradients(): void {
    for (const { tensor } of this) {
      tensor.gradient = undefined;
      tensor.needsGradient = false;
    }
    this.#gradients?.free();
    this.#gradients = undefined;
  }

  dispose(): void {
    this.dropGradients();
    this.#memory.free();
  }
}
