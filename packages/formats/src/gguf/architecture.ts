/**
 * Which of llama.cpp's architectures a model is.
 *
 *   llama   rotary positions, RMS norm, SwiGLU; biases wherever they are
 *   gpt2    learned positions, layer norm, GELU in its tanh form, biases everywhere (a model without gets zeros);
 *           every head has its own keys and values
 *
 * llama.cpp computes each architecture in one way only, so that any other mixture is refused with the reason.
 */
import { InklingError, type ModelConfig } from "inkling";

export const architectures = ["llama", "gpt2"] as const;
export type Architecture = (typeof architectures)[number];

/** @throws InklingError that says what llama.cpp has no architecture for */
export function architectureOf(config: ModelConfig, name: string): Architecture {
  const architecture = config.position === "rotary" ? "llama" : "gpt2";
  const obstacle = (architecture === "llama" ? llamaObstacle : gpt2Obstacle)(config);
  if (obstacle === undefined) return architecture;
  throw new InklingError(
    `${name} can't become a GGUF file: it has ${config.position} positions, for which llama.cpp has the architecture "${architecture}", but ${obstacle}. Keep it as a model folder, which Inkling opens.`,
  );
}

function llamaObstacle({ norm, mlp, dMlp }: ModelConfig): string | undefined {
  if (dMlp === 0) return "it is attention only, and a llama has MLPs";
  if (norm !== "rms") return `its norm is "${norm}", and a llama's is "rms"`;
  return mlp === "swiglu" ? undefined : `its MLP is "${mlp}", and a llama's is "swiglu"`;
}

function gpt2Obstacle({
  norm,
  mlp,
  bias,
  dMlp,
  nHeads,
  nKvHeads,
  dHead,
  dModel,
}: ModelConfig): string | undefined {
  if (dMlp === 0) return "it is attention only, and a gpt2 has MLPs";
  if (norm !== "layer") return `its norm is "${norm}", and a gpt2's is "layer"`;
  if (mlp !== "gelu") return `its MLP is "${mlp}", and a gpt2's is "gelu" (the tanh form)`;
  if (typeof bias !== "boolean") return `it has biases in one part ("${bias}"), and a gpt2 has them in both`;
  if (nHeads !== nKvHeads) return "its heads share keys and values, and a gpt2's don't";
  return nHeads * dHead === dModel ? undefined : "its heads together are not as wide as the model";
}
