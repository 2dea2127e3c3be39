/**
 * The rotary settings of a Hugging Face config ⇄ Inkling's ropeTheta and ropeScaling.
 *
 *   transformers 4   "rope_theta": 500000.0, "rope_scaling": { "rope_type": "llama3", "factor": 32.0, … } or null
 *   transformers 5   "rope_parameters": { "rope_theta": 500000.0, "rope_type": "llama3", "factor": 32.0, … }
 *
 * Read as transformers 5 reads both (a `rope_scaling` that is there wins), and written as both. What the numbers do is
 * told in ops/rotarySpeeds.ts. Try it: `readRope(new ConfigFields({ rope_theta: 500 }), 2048)`.
 */
import type { ModelConfig } from "../model/config.ts";
import type { RopeScaling } from "../ops/rotarySpeeds.ts";
import type { ConfigFields } from "./configFields.ts";

type Rope = Pick<ModelConfig, "ropeTheta" | "ropeScaling">;

const ORIGINAL = "original_max_position_embeddings";
// Any context that anyone has trained with; far below where whole numbers stop being exact in float32.
export const ORIGINAL_CONTEXTS = { min: 1, max: 16_777_216 };

/** @param fields the whole config.json */
export function readRope(fields: ConfigFields, contextLength: number): Rope {
  fields.mustBe("partial_rotary_factor", 1, 1);
  const theta = fields.positive("rope_theta", 10000);
  const group = ["rope_scaling", "rope_parameters"].find((name) => fields.has(name));
  if (group === undefined) return { ropeTheta: theta };
  const rope = fields.group(group);
  rope.mustBe("partial_rotary_factor", 1, 1);
  const scaling = {
    default: () => rope.mustBe("factor", 1, 1),
    linear: (): RopeScaling => ({ kind: "linear", factor: rope.positive("factor") }),
    llama3: () => llama3(rope, originalContext(fields, rope, contextLength)),
  };
  const type = rope.has("rope_type") ? "rope_type" : "type"; // its older name
  return {
    ropeTheta: rope.positive("rope_theta", theta),
    ropeScaling: rope.choice(type, scaling, "default")() ?? undefined,
  };
}

function llama3(rope: ConfigFields, originalContext: number): RopeScaling {
  const low = rope.positive("low_freq_factor");
  const high = rope.positive("high_freq_factor");
  if (low >= high) rope.fail("high_freq_factor", high, `more than low_freq_factor, which is ${low}`);
  return { kind: "llama3", factor: rope.positive("factor"), low, high, originalContext };
}

/** Beside the group it wins over the one within, as in transformers. */
function originalContext(fields: ConfigFields, rope: ConfigFields, contextLength: number): number {
  return fields.has(ORIGINAL)
    ? fields.size(ORIGINAL, ORIGINAL_CONTEXTS)
    : rope.size(ORIGINAL, ORIGINAL_CONTEXTS, contextLength);
}

export function ropeFields({ ropeTheta, ropeScaling }: Rope): Record<string, unknown> {
  const scaling = scalingFields(ropeScaling);
  return {
    rope_theta: ropeTheta,
    ...(scaling ? { rope_scaling: scaling } : {}),
    rope_parameters: { rope_theta: ropeTheta, ...(scaling ?? { rope_type: "default" }) },
  };
}

function scalingFields(scaling: RopeScaling | undefined): Record<string, unknown> | undefined {
  switch (scaling?.kind) {
    case undefined:
      return undefined;
    case "linear":
      return { rope_type: "linear", factor: scaling.factor };
    case "llama3":
      return {
        rope_type: "llama3",
        factor: scaling.factor,
        low_freq_factor: scaling.low,
        high_freq_factor: scaling.high,
        [ORIGINAL]: scaling.originalContext,
      };
  }
}
