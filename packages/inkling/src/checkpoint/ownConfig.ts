/**
 * The config.json of a mixture that nobody else has a class for (attention only, rotary with layer norm, …): the fields of
 * ModelConfig itself, under "model_type": "inkling".
 *
 * Knows nothing of Hugging Face's fields. Try it: `ownConfig(new ConfigFields(toOwnConfig(config)))`.
 */
import { type ModelConfig, modelSettings } from "../model/config.ts";
import type { RopeScaling } from "../ops/rotarySpeeds.ts";
import type { ConfigFields } from "./configFields.ts";
import { ORIGINAL_CONTEXTS } from "./huggingfaceRope.ts";

export function ownConfig(fields: ConfigFields): ModelConfig {
  const nHeads = fields.size("nHeads", modelSettings.nHeads);
  const nKvHeads = fields.size("nKvHeads", modelSettings.nKvHeads);
  fields.divided("nHeads", nHeads, "nKvHeads", nKvHeads);
  const position = fields.oneOf("position", ["learned", "rotary"]);
  const dHead = fields.size("dHead", modelSettings.dHead);
  if (position === "rotary" && dHead % 2 !== 0)
    fields.fail("dHead", dHead, "an even number: rotary turns pairs");
  return {
    vocabSize: fields.size("vocabSize", modelSettings.vocabSize),
    contextLength: fields.size("contextLength", modelSettings.contextLength),
    nLayers: fields.size("nLayers", modelSettings.nLayers),
    nHeads,
    nKvHeads,
    dModel: fields.size("dModel", modelSettings.dModel),
    dHead,
    dMlp: fields.size("dMlp", modelSettings.dMlp),
    position,
    ropeTheta: fields.positive("ropeTheta"),
    ropeScaling: fields.has("ropeScaling") ? ropeScaling(fields.group("ropeScaling")) : undefined,
    norm: fields.oneOf("norm", ["layer", "rms"]),
    normEpsilon: fields.positive("normEpsilon"),
    mlp: fields.oneOf("mlp", ["gelu", "gelu-erf", "relu", "swiglu"]),
    bias: fields.oneOf("bias", [true, false, "attn", "mlp"]),
    tiedEmbedding: fields.flag("tiedEmbedding"),
  };
}

function ropeScaling(fields: ConfigFields): RopeScaling {
  const factor = fields.positive("factor");
  if (fields.oneOf("kind", ["linear", "llama3"]) === "linear") return { kind: "linear", factor };
  const [low, high] = [fields.positive("low"), fields.positive("high")];
  if (low >= high) fields.fail("high", high, `more than low, which is ${low}`);
  const originalContext = fields.size("originalContext", ORIGINAL_CONTEXTS);
  return { kind: "llama3", factor, low, high, originalContext };
}

export function toOwnConfig(config: ModelConfig): Record<string, unknown> {
  return { architectures: ["InklingModel"], ...config };
}
