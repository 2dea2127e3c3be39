/**
 * The transformer: ids in, logits out. GPT-2 and Llama alike.
 *
 *   embed (+ positions)  →  block, block, …  →  final norm  →  unembed
 *
 * It knows nothing of text, files or training. Try it:
 *   const model = createModel(engine, configFrom("names", { vocabSize: 27 }), 42);
 *   await engine.step(async () => (await model.forward(engine.ids([1, 3], [1, 2, 3])).read()));
 */
import { InklingError } from "../errors.ts";
import type { WeightFormat } from "../kernels/blocks.ts";
import { add } from "../ops/add.ts";
import { embedding } from "../ops/embedding.ts";
import { lastPosition } from "../ops/lastPosition.ts";
import { matmul, matmulTransposed } from "../ops/matmul.ts";
import { type RotaryTable, rotaryTable } from "../ops/rotary.ts";
import { dims } from "../tensor/dims.ts";
import type { Engine } from "../tensor/engine.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { block } from "./block.ts";
import { checkConfig, type ModelConfig } from "./config.ts";
import { initialise } from "./init.ts";
import { norm } from "./norm.ts";
import { Parameters, parameterSpecs } from "./parameters.ts";
import { Run, type RunOptions } from "./run.ts";

/** What generation, evaluation and inspection need of a model. An edited model is one as well. */
export interface LanguageModel {
  readonly engine: Engine;
  readonly config: ModelConfig;
  readonly parameters: Parameters;
  /** ids [B, T] → logits [B, T, V] */
  forward(ids: Tensor, options?: RunOptions): Tensor;
  /** A state of the stream [B, T, D] read as the last one is → logits [B, T, V] */
  unembed(x: Tensor, options?: RunOptions): Tensor;
}

/** A new model with random weights: the same seed gives the same bytes everywhere. */
export function createModel(engine: Engine, config: ModelConfig, seed: number): Transformer {
  const model = new Transformer(engine, config);
  initialise(model.parameters, config, seed);
  return model;
}

export class Transformer implements LanguageModel {
  readonly engine: Engine;
  readonly config: ModelConfig;
  readonly parameters: Parameters;
  readonly #rotaryTable: RotaryTable | undefined;

  /** Weights start at zero here: see createModel, or load a checkpoint into them. */
  constructor(engine: Engine, config: ModelConfig, format: WeightFormat = "f32") {
    checkConfig(config);
    this.engine = engine;
    this.config = config;
    this.parameters = new Parameters(engine, parameterSpecs(config), format);
    if (config.position === "rotary") this.#rotaryTable = rotaryTable(engine, config);
  }

  forward(ids: Tensor, options: RunOptions = {}): Tensor {
    const is = dims();
    const { B, T } = is(ids, "B T");
    const run = this.#run(options);
    const end = run.start + T;
    if (end > this.config.contextLength) {
      throw new InklingError(
        `This model sees ${this.config.contextLength} tokens at once; ${end} were given. Give fewer; generate() slides its window by itself.`,
      );
    }

    let x = run.at("hook_embed", embedding(ids, run.weight("embed.W_E")));
    if (this.config.position === "learned") {
      const positions = Array.from({ length: B * T }, (_, i) => run.start + (i % T));
      const where = embedding(this.engine.ids([B, T], positions), run.weight("pos_embed.W_pos"));
      x = add(x, run.at("hook_pos_embed", where));
    }
    x = run.dropout(x);
    for (let layer = 0; layer < this.config.nLayers; layer++) x = block(x, layer, run);
    options.cache?.advance(T);
    return options.lastOnly ? unembed(lastPosition(x), this.#run(options, end - 1)) : unembed(x, run);
  }

  unembed(x: Tensor, options: RunOptions = {}): Tensor {
    return unembed(x, this.#run(options));
  }

  /** Gives the memory of the weights back. The model must not be used afterwards. */
  dispose(): void {
    this.parameters.dispose();
    if (this.#rotaryTable) for (const table of Object.values(this.#rotaryTable)) this.engine.free(table);
  }

  #run(options: RunOptions, start?: number): Run {
    return new Run(this.config, this.parameters, this.#rotaryTable, options, start);
  }
}

/** The final norm, then a dot product with every token's direction: x [B, T, D] → logits [B, T, V]. */
function unembed(x: Tensor, run: Run): Tensor {
  const normal = norm(x, "ln_final", run);
  const tied = run.tiedTo("unembed.W_U");
  const logits = tied
    ? matmulTransposed(normal, run.weight(tied))
    : matmul(normal, run.weight("unembed.W_U"));
  return run.at("logits", logits);
}
