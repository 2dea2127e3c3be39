/** Model shapes with a name. A preset gives everything but the vocabulary, which the tokenizer decides. */
import { didYouMean, InklingError } from "../errors.ts";
import { checkConfig, type ModelConfig } from "./config.ts";

type Shape = Omit<ModelConfig, "vocabSize" | "dHead"> & { readonly dHead?: number };

/** The choices that make a GPT-2 (Radford et al. 2019). */
const gpt2 = {
  position: "learned",
  ropeTheta: 10_000,
  norm: "layer",
  normEpsilon: 1e-5,
  mlp: "gelu",
  bias: true,
  tiedEmbedding: true,
} as const;

/** The choices that make a Llama (Touvron et al. 2023). */
const llama = { ...gpt2, position: "rotary", norm: "rms", mlp: "swiglu", bias: false } as const;

export const presets = {
  /** nanoGPT's shakespeare-char in its CPU shape: 0.8 M parameters. */
  "shakespeare-char": {
    ...gpt2,
    nLayers: 4,
    nHeads: 4,
    nKvHeads: 4,
    dModel: 128,
    dMlp: 512,
    contextLength: 64,
  },
  /** GuppyLM's shape: 8.7 M parameters with a vocabulary of 4096. */
  guppy: {
    ...gpt2,
    mlp: "relu",
    nLayers: 6,
    nHeads: 6,
    nKvHeads: 6,
    dModel: 384,
    dMlp: 768,
    contextLength: 128,
  },
  /** For lists of names, as in makemore: 0.2 M parameters. */
  names: { ...gpt2, nLayers: 4, nHeads: 4, nKvHeads: 4, dModel: 64, dMlp: 256, contextLength: 32 },
  /**
   * The same task and size as a Llama, which learns it in half the time: with rotary positions a name need not be learned anew
   * for every place in a window at which it may begin.
   */
  "names-llama": { ...llama, nLayers: 4, nHeads: 4, nKvHeads: 4, dModel: 64, dMlp: 176, contextLength: 32 },
  /** A small Llama with shared keys: rotary positions, RMSNorm, SwiGLU. */
  "tiny-llama": { ...llama, nLayers: 4, nHeads: 4, nKvHeads: 2, dModel: 128, dMlp: 352, contextLength: 256 },
  /** A first model, small enough for plain loops: 0.06 M parameters. (`npm start` has a shape of its own.) */
  first: { ...gpt2, nLayers: 2, nHeads: 2, nKvHeads: 2, dModel: 48, dMlp: 192, contextLength: 48 },
} satisfies Record<string, Shape>;

export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as readonly PresetName[];

/**
 * A preset with some of its choices changed. Unless they are given, dHead follows from dModel / nHeads, and nKvHeads
 * from nHeads where each of the preset's heads has keys of its own.
 */
export function configFrom(
  preset: string,
  changes: Partial<ModelConfig> & { vocabSize: number },
): ModelConfig {
  if (!isPreset(preset)) {
    throw new InklingError(
      `There is no preset "${preset}".${didYouMean(preset, presetNames)} Choose one of: ${presetNames.join(", ")}.`,
    );
  }
  const original = presets[preset];
  const shape = { ...original, ...changes };
  const shared = original.nKvHeads < original.nHeads;
  const nKvHeads = changes.nKvHeads ?? (shared ? Math.min(shape.nKvHeads, shape.nHeads) : shape.nHeads);
  const dHead = changes.dHead ?? shape.dModel / shape.nHeads;
  if (!Number.isInteger(dHead)) {
    throw new InklingError(
      `dModel (${shape.dModel}) does not divide by nHeads (${shape.nHeads}): change one of them, so that every head gets the same width.`,
    );
  }
  const config = { ...shape, nKvHeads, dHead };
  checkConfig(config);
  return config;
}

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}
