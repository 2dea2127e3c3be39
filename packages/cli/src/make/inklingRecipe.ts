/** How the model we ship is made: its text, its tokenizer, its shape and its training. `npm run train:inkling` follows it. */
import { join } from "node:path";
import type { PreTokeniserName } from "inkling";
import type { RunRequest } from "../run/request.ts";

export interface InklingRecipe {
  /** All conversations come from one seed. */
  readonly conversations: { readonly count: number; readonly seed: number };
  /** The vocabulary is learned from the first file of conversations: more text moves no merge that matters. */
  readonly vocabSize: number;
  readonly preTokeniser: PreTokeniserName;
  readonly shape: RunRequest["shape"];
  readonly settings: RunRequest["settings"];
}

export const inklingRecipe: InklingRecipe = {
  conversations: { count: 320_000, seed: 1 },
  vocabSize: 2048,
  /** Digits are tokens of their own, so that sums can be done digit by digit. */
  preTokeniser: "smollm",
  shape: { nLayers: 5, nHeads: 5, nKvHeads: 5, dModel: 160, dMlp: 384, contextLength: 256 },
  settings: { steps: 26_000, batchSize: 4, lr: 0.002, minLr: 0.00005, warmup: 400, evalEvery: 2000 },
};

/** Where everything lies while it is made. */
export function places(root: string) {
  return {
    village: join(root, "village"),
    train: join(root, "village", "train"),
    tokenizer: join(root, "tokenizer.json"),
    model: join(root, "model"),
  } as const;
}

export function inklingRequest(root: string, { shape, settings }: InklingRecipe): RunRequest {
  const { train, tokenizer, model } = places(root);
  return {
    out: model,
    data: [train],
    tokenizer,
    preset: "tiny-llama",
    ...(shape === undefined ? {} : { shape }),
    ...(settings === undefined ? {} : { settings }),
    windows: "documents",
    validationTokens: 60_000,
    saveEvery: 100,
    command: "npm run train:inkling",
  };
}
