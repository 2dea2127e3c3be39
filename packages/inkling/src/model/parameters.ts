/**
 * The weights of a model: named spans of one piece of memory.
 *
 * Each has its shape and its settings: does it decay, is it being trained, which other name it stands for (tied).
 * Matrices are stored [in, out], so that a layer reads y = x · W.
 */
import { InklingError } from "../errors.ts";
import { elementCount, Tensor, type TensorEngine } from "../tensor/tensor.ts";
import type { ModelConfig } from "./config.ts";

type NormName = "ln1" | "ln2";
type BlockParameter =
  | `${NormName}.${"w" | "b"}`
  | `attn.${"W_Q" | "W_K" | "W_V" | "W_O" | "b_Q" | "b_K" | "b_V" | "b_O"}`
  | `mlp.${"W_gate" | "W_in" | "W_out" | "b_in" | "b_out"}`;
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
  /** The parameter that this one also serves as, transposed: it has no numbers of its own. */
  readonly tied?: ParameterName;
}

/** Every parameter a model of this shape has, in the order they lie in memory. */
export function parameterSpecs(config: ModelConfig): readonly ParameterSpec[] {
  const { vocabSize, contextLength, nLayers, nHeads, nKvHeads, dModel, dHead, dMlp } = config;
  const specs: ParameterSpec[] = [];
  const table = (name: ParameterName, rows: number, tied?: ParameterName) =>
    specs.push({ name, shape: [rows, dModel], start: "normal", decay: false, ...(tied ? { tied } : {}) });
  const matrix = (
    name: ParameterName,
    rows: number,
    columns: number,
    start: "normal" | "residual" = "normal",
  ) => specs.push({ name, shape: [rows, columns], start, decay: true });
  const bias = (name: ParameterName, size: number) => {
    if (config.bias) specs.push({ name, shape: [size], start: "zero", decay: false });
  };
  const norm = (name: `blocks.${number}.${NormName}` | "ln_final") => {
    specs.push({ name: `${name}.w`, shape: [dModel], start: "one", decay: false });
    if (config.norm === "layer")
      specs.push({ name: `${name}.b`, shape: [dModel], start: "zero", decay: false });
  };

  table("embed.W_E", vocabSize, config.tiedEmbedding ? "unembed.W_U" : undefined);
  if (config.position === "learned") table("pos_embed.W_pos", contextLength);
  for (let layer = 0; layer < nLayers; layer++) {
    const block = `blocks.${layer}` as const;
    norm(`${block}.ln1`);
    matrix(`${block}.attn.W_Q`, dModel, nHeads * dHead);
    matrix(`${block}.attn.W_K`, dModel, nKvHeads * dHead);
    matrix(`${block}.attn.W_V`, dModel, nKvHeads * dHead);
    matrix(`${block}.attn.W_O`, nHeads * dHead, dModel, "residual");
    bias(`${block}.attn.b_Q`, nHeads * dHead);
    bias(`${block}.attn.b_K`, nKvHeads * dHead);
    bias(`${block}.attn.b_V`, nKvHeads * dHead);
    bias(`${block}.attn.b_O`, dModel);
    if (dMlp === 0) continue;
    norm(`${block}.ln2`);
    if (config.mlp === "swiglu") matrix(`${block}.mlp.W_gate`, dModel, dMlp);
    matrix(`${block}.mlp.W_in`, dModel, dMlp);
    matrix(`${block}.mlp.W_out`, dMlp, dModel, "residual");
    bias(`${block}.mlp.b_in`, dMlp);
    bias(`${block}.mlp.b_out`, dModel);
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
  readonly #engine: TensorEngine;
  readonly #memory: Tensor;
  #gradients: Tensor | undefined;
  readonly #all = new Map<ParameterName, Parameter & { trainable: boolean }>();

  constructor(engine: TensorEngine, specs: readonly ParameterSpec[]) {
    this.#engine = engine;
    this.#memory = engine.weights([specs.reduce((count, { shape }) => count + elementCount(shape), 0)]);
    let offset = 0;
    for (const spec of specs) {
      const tensor = new Tensor(engine, "float", spec.shape, { buffer: this.#memory.buffer, offset });
      this.#all.set(spec.name, { ...spec, tensor, trainable: true });
      offset += tensor.size;
    }
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

  /** Gives every trainable parameter a place for its gradient (zeros), in the weights' order; takes it from the others. */
  prepareGradients(): void {
    this.dropGradients();
    const trained = [...this].filter(({ trainable }) => trainable).map(({ tensor }) => tensor);
    this.#gradients = this.#engine.weights([trained.reduce((count, { size }) => count + size, 0)]);
    let offset = 0;
    for (const tensor of trained) {
      const place = { buffer: this.#gradients.buffer, offset };
      tensor.gradient = new Tensor(this.#engine, "float", tensor.shape, place);
      tensor.needsGradient = true;
      offset += tensor.size;
    }
  }

  dropGradients(): void {
    for (const { tensor } of this) {
      tensor.gradient = undefined;
      tensor.needsGradient = false;
    }
    if (this.#gradients) this.#engine.free(this.#gradients);
    this.#gradients = undefined;
  }

  dispose(): void {
    this.dropGradients();
    this.#engine.free(this.#memory);
  }
}
