/**
 * What shape a transformer has. One set of choices covers the GPT-2 and the Llama families.
 *
 * It knows nothing of names other programs use for these (that is checkpoint/huggingface.ts).
 */
import { InklingError } from "../errors.ts";
import type { RopeScaling } from "../ops/rotarySpeeds.ts";
import { checkSettings, type Settings } from "../settings.ts";

export interface ModelConfig {
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly nLayers: number;
  readonly nHeads: number;
  /** Heads that have their own keys and values; fewer than nHeads share them in groups. */
  readonly nKvHeads: number;
  readonly dModel: number;
  readonly dHead: number;
  /** 0: no MLP at all, an attention-only model. */
  readonly dMlp: number;
  readonly position: "learned" | "rotary";
  /** The base of the rotary angles; not used with learned positions. */
  readonly ropeTheta: number;
  /** How a rotary model was stretched to a longer context than it learned with; absent: it was not. */
  readonly ropeScaling?: RopeScaling | undefined;
  readonly norm: "layer" | "rms";
  readonly normEpsilon: number;
  /** gelu is GPT-2's tanh form; gelu-erf the exact one; swiglu multiplies by a second, gated projection. */
  readonly mlp: "gelu" | "gelu-erf" | "relu" | "swiglu";
  /** A bias on every linear map (GPT-2), on none (most Llamas), or on those of one part of each block. */
  readonly bias: boolean | "attn" | "mlp";
  /** The head that makes logits is the embedding transposed. */
  readonly tiedEmbedding: boolean;
}

/** Whether the linear maps of this part of each block have biases. */
export function hasBias({ bias }: ModelConfig, part: "attn" | "mlp"): boolean {
  return bias === true || bias === part;
}

export const modelSettings = {
  nLayers: setting("Blocks", "How often the stream is refined.", 1, 96, 4),
  nHeads: setting("Heads", "How many patterns of attention each block has.", 1, 128, 4),
  nKvHeads: setting("Key/value heads", "Fewer than heads: they share keys and values in groups.", 1, 128, 4),
  dModel: setting("Width", "How many numbers stand for one token.", 1, 16_384, 128),
  dHead: setting("Head width", "How many numbers one head's query has.", 1, 1024, 32),
  dMlp: setting("MLP width", "How many neurons each block has; 0 for none.", 0, 65_536, 512),
  contextLength: setting("Context", "How many tokens the model sees at once.", 1, 131_072, 64),
  vocabSize: setting("Vocabulary", "How many different tokens there are.", 1, 1_000_000, 256),
} satisfies Settings;

function setting(label: string, help: string, min: number, max: number, standard: number) {
  return { label, help, kind: "integer", min, max, default: standard } as const;
}

/** Throws an InklingError that says what does not fit. */
export function checkConfig(config: ModelConfig): void {
  const { position, ropeTheta, ropeScaling, norm, normEpsilon, mlp, bias, tiedEmbedding, ...sizes } = config;
  checkSettings(modelSettings, sizes);
  if (config.nHeads % config.nKvHeads !== 0) {
    throw new InklingError(
      `nHeads (${config.nHeads}) must be a multiple of nKvHeads (${config.nKvHeads}), so that heads share keys in equal groups.`,
    );
  }
  if (position === "rotary" && config.dHead % 2 !== 0) {
    throw new InklingError(
      `Rotary positions turn pairs of numbers, so dHead must be even; it is ${config.dHead}.`,
    );
  }
}
