/**
 * Which files belong to a model, by their names: what Inkling opens, what transformers needs beside it, what a reader
 * should see (the card, the licence).
 *
 * Knows nothing of the hub. Try it: `isCompanion("tokenizer.json")`
 */

const COMPANIONS = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja",
  "special_tokens_map.json",
  "README.md",
  // What Inkling writes beside its own models.
  "inkling.json",
  "evaluation.json",
  "training-curve.svg",
];

/** A small file that goes with the weights. */
export function isCompanion(name: string): boolean {
  return COMPANIONS.includes(name) || /^(LICENSE|NOTICE)(\.md|\.txt)?$/i.test(name);
}

export const WEIGHTS = "model.safetensors";
export const SHARDS_INDEX = "model.safetensors.index.json";

/** One of the files that the index splits the weights over. */
export function isShard(name: string): boolean {
  return /^model-\d{5}-of-\d{5}\.safetensors$/.test(name);
}

export function isGguf(path: string): boolean {
  return path.endsWith(".gguf");
}

/** What Adam remembers: needed to go on training, and of no use to anybody else. */
export const OPTIMIZER = "optimizer.safetensors";

/** A pickle is a program that runs when it is opened. (llama2.c's weights end in .bin too, and are none.) */
export function isPickle(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const byEnding = /\.(pt|pth|ckpt|pkl|pickle|joblib)$/i;
  const byName =
    /^(pytorch_model|adapter_model|consolidated|training_args|optimizer|scheduler|diffusion_pytorch).*\.bin$/i;
  return byEnding.test(name) || byName.test(name);
}
