/** The formats a model can be carried away in, for a flag's choices and a page's buttons alike. */
import { InklingError } from "inkling";

/** What Inkling writes; the first dtype is what is written unless another is asked for, or the source has one of the others. */
export const targets = {
  hf: {
    label: "a Hugging Face folder",
    opens: "transformers, and everything built on it",
    dtypes: ["F32", "F16", "BF16"],
  },
  gguf: {
    label: "a GGUF file",
    opens: "llama.cpp, Ollama, LM Studio",
    dtypes: ["F32", "F16", "Q8_0", "Q4_0"],
  },
  onnx: {
    label: "an ONNX folder",
    opens: "ONNX Runtime, transformers.js",
    dtypes: ["F32", "INT8"],
  },
} as const;

export type Target = keyof typeof targets;
export const targetNames = ["hf", "gguf", "onnx"] as const satisfies readonly Target[];
export type CarriedDtype = (typeof targets)[Target]["dtypes"][number];

/** @throws InklingError for a format or a dtype that there isn't */
export function parseTarget(to: string, dtype: string): { to: Target; dtype: CarriedDtype } {
  for (const target of targetNames) {
    if (target !== to) continue;
    for (const one of targets[target].dtypes) if (one === dtype) return { to: target, dtype: one };
    throw new InklingError(
      `${dtype} can't be written in ${targets[target].label}, which holds ${targets[target].dtypes.join(", ")}.`,
    );
  }
  throw new InklingError(`There is no format "${to}"; there are ${targetNames.join(", ")}.`);
}
