/**
 * A model that lies in a file of whatever format: what it is, what goes with it, and its numbers on demand.
 *
 * Every reader (a Hugging Face folder, GGUF, llama2.c) gives one of these, and every writer takes one; so each format
 * needs one reader and one writer, and no two whole models are ever in memory. Refuses to know any format.
 */
import type { SuggestedSampling } from "./checkpoint/generationConfig.ts";
import { writeWeight } from "./checkpoint/quantised.ts";
import type { WeightFormat } from "./kernels/blocks.ts";
import type { ModelConfig } from "./model/config.ts";
import type { ParameterName } from "./model/parameters.ts";
import { type LanguageModel, Transformer } from "./model/transformer.ts";
import type { Engine } from "./tensor/engine.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

export interface ModelSource {
  /** What messages call it: a path, or the name of a dropped file. */
  readonly name: string;
  readonly config: ModelConfig;
  /** How the numbers are stored, in the format's own words: "F32", "BF16", "Q8_0", "mostly Q4_0". */
  readonly storedAs: string;
  /** Absent for a model that speaks ids only. */
  readonly tokenizer: Tokenizer | undefined;
  /** In Jinja, as tokenizer_config.json and GGUF have it. */
  readonly chatTemplate: string | undefined;
  readonly bosTokenId: number | undefined;
  /** Ids that end a text; the first is the one a format with room for only one gets. */
  readonly eosTokenIds: readonly number[];
  /** How its makers would draw the next token, if they say. */
  readonly sampling: SuggestedSampling;
  /** What the reader passed over or had to guess, a sentence each, for whoever asked for the model. */
  readonly notes: readonly string[];
  /**
   * A parameter under Inkling's name and in Inkling's layout ([in, out], heads' rotary pairs as halves), decoded to
   * float32. Any parameter of `parameterSpecs(config)`, in any order, as often as asked; it belongs to the caller.
   */
  parameter(name: ParameterName): Promise<Float32Array<ArrayBuffer>>;
}

/** How weights in memory are called in files. */
export const formatNames = { f32: "F32", q8_0: "Q8_0", q4_0: "Q4_0" } satisfies Record<WeightFormat, string>;

/** Builds the model and fills it, one parameter at a time. @param format what the weights become in memory */
export async function modelOfSource(
  engine: Engine,
  source: ModelSource,
  format?: WeightFormat,
): Promise<Transformer> {
  const model = new Transformer(engine, source.config, format);
  try {
    for (const { name, tensor } of model.parameters) writeWeight(tensor, await source.parameter(name));
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** A model in memory as a source: what was trained, loaded or changed, on its way into any format. */
export function sourceOfModel(
  model: LanguageModel,
  about: Omit<ModelSource, "config" | "storedAs" | "parameter"> & { readonly storedAs?: string },
): ModelSource {
  const { config, parameters } = model;
  const { format } = parameters;
  return {
    ...about,
    config,
    // What was read from a rounded file has lost what it lost, though its numbers are floats by now.
    storedAs: format === "f32" ? (about.storedAs ?? "F32") : formatNames[format],
    parameter: async (name) => Float32Array.from(await parameters.get(name).read()),
  };
}
