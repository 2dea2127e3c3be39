/**
 * Stretched rotary positions in GGUF ⇄ Inkling's RopeScaling.
 *
 *   linear   llama.rope.scaling.type "linear" and .factor (older files: llama.rope.scale_linear)
 *   llama3   the tensor rope_freqs.weight: by how much each pair is slowed down
 *
 * The tensor has lost the four settings it was made from. Ours are in keys of our own beside it; of others' files,
 * those settings are tried that Llama 3.1 to 3.3 have. What none of them gives is refused.
 */
import { type ModelConfig, type RopeScaling, rotarySpeeds } from "inkling";
import type { Metadata } from "./metadata.ts";
import { f32, type KeyValue, text, u32 } from "./write.ts";

/** The tensor's name. */
export const ROPE_FACTORS = "rope_freqs.weight";

const OWN = {
  factor: "inkling.rope.factor",
  low: "inkling.rope.low",
  high: "inkling.rope.high",
  originalContext: "inkling.rope.original_context",
} as const;

const published: readonly RopeScaling[] = [8, 32].map((factor) => ({
  kind: "llama3",
  factor,
  low: 1,
  high: 4,
  originalContext: 8192,
}));

/** llama.cpp's converter rounds otherwise than PyTorch does. */
const TOLERANCE = 1e-4;
const LONGEST_CONTEXT = 0xffff_ffff;

/** @param factors what rope_freqs.weight holds, if there is one */
export function readRopeScaling(
  metadata: Metadata,
  shape: Pick<ModelConfig, "dHead" | "ropeTheta">,
  factors: Float32Array | undefined,
): RopeScaling | undefined {
  const kind = metadata.choice("llama.rope.scaling.type", ["none", "linear"], "none");
  const factorKey = "llama.rope.scaling.factor";
  const older = metadata.positive("llama.rope.scale_linear", 1);
  const factor = metadata.positive(factorKey, older);
  if (factors?.some((one) => one !== 1)) {
    if (factor !== 1) metadata.fail(factorKey, factor, `1, as ${ROPE_FACTORS} stretches positions already`);
    return llama3Scaling(metadata, shape, factors);
  }
  // llama.cpp divides by the factor, whatever the type says.
  if (kind === "none" && metadata.has("llama.rope.scaling.type")) metadata.mustBe(factorKey, 1);
  return factor === 1 ? undefined : { kind: "linear", factor };
}

function llama3Scaling(
  metadata: Metadata,
  shape: Pick<ModelConfig, "dHead" | "ropeTheta">,
  factors: Float32Array,
): RopeScaling {
  const candidates = metadata.has(OWN.factor) ? [ownScaling(metadata)] : published;
  const isSame = (scaling: RopeScaling) => {
    const wanted = ropeFactors({ ...shape, ropeScaling: scaling });
    return (
      wanted.length === factors.length && wanted.every((one, i) => Math.abs(one / factors[i] - 1) < TOLERANCE)
    );
  };
  return (
    candidates.find(isSame) ??
    metadata.fail(`tensor ${ROPE_FACTORS}`, [...factors.slice(0, 4)], "the factors of Llama 3.1, 3.2 or 3.3")
  );
}

function ownScaling(metadata: Metadata): RopeScaling {
  return {
    kind: "llama3",
    factor: metadata.positive(OWN.factor),
    low: metadata.positive(OWN.low),
    high: metadata.positive(OWN.high),
    originalContext: metadata.size(OWN.originalContext, { min: 1, max: LONGEST_CONTEXT }),
  };
}

/** By how much each pair is slowed down: what llama.cpp divides its angle by. */
export function ropeFactors({
  dHead,
  ropeTheta,
  ropeScaling,
}: Pick<ModelConfig, "dHead" | "ropeTheta" | "ropeScaling">) {
  const slowed = rotarySpeeds(dHead, ropeTheta, ropeScaling);
  return rotarySpeeds(dHead, ropeTheta).map((speed, i) => speed / slowed[i]);
}

export function writeRopeScaling({ ropeScaling }: ModelConfig): KeyValue[] {
  if (ropeScaling?.kind === "linear")
    return [text("llama.rope.scaling.type", "linear"), f32("llama.rope.scaling.factor", ropeScaling.factor)];
  const none = text("llama.rope.scaling.type", "none");
  if (ropeScaling === undefined) return [none];
  return [
    none,
    f32(OWN.factor, ropeScaling.factor),
    f32(OWN.low, ropeScaling.low),
    f32(OWN.high, ropeScaling.high),
    u32(OWN.originalContext, ropeScaling.originalContext),
  ];
}
