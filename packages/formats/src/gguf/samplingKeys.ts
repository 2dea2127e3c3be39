/** How a model's makers would draw the next token: our names and GGUF's. */
import type { SuggestedSampling } from "inkling";

export const samplingKeys = [
  ["temperature", "general.sampling.temp", "f32"],
  ["topK", "general.sampling.top_k", "i32"],
  ["topP", "general.sampling.top_p", "f32"],
  ["minP", "general.sampling.min_p", "f32"],
  ["repetitionPenalty", "general.sampling.penalty_repeat", "f32"],
] as const satisfies readonly (readonly [
  ours: keyof SuggestedSampling,
  theirs: string,
  type: "f32" | "i32",
])[];
