/**
 * What some cases need on disk: a text with a tokenizer, a checkpoint, models in other formats. Made when first asked
 * for, in a temporary folder that goes away at the end.
 *
 * The text is TinyStories with GPT-2's vocabulary where ../shared/data has them, as published figures use these; else
 * Moby Dick, from an ordinary install, with a vocabulary of its own. Which one it was stands beside the figures.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { configFrom, createEngine, createModel, trainBpe } from "inkling";
import { saveModel } from "inkling/node";
import { mobyDick } from "../../packages/cli/dist/start/mobyDick.js";
import { runPython } from "./programs.mjs";

const shared = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

export class Materials {
  #folder;
  #made = new Map();

  /** { tokenizerFile, textFile, what } */
  text() {
    return this.#once("text", () => {
      const textFile = join(shared, "text/tinystories-lower-4.2MB.txt");
      const vocabulary = join(shared, "tokenizers/gpt2");
      if (existsSync(textFile) && existsSync(vocabulary)) {
        const tokenizerFile = this.#write("tokenizer.json", gpt2Tokenizer(vocabulary));
        return {
          textFile,
          tokenizerFile,
          what: "4.2 MB of TinyStories; where a vocabulary is given, it is GPT-2's",
        };
      }
      const text = mobyDick()
        .map((file) => readFileSync(file, "utf8"))
        .join("\n");
      const tokenizer = trainBpe([text], { vocabSize: 4096 });
      return {
        textFile: this.#write("text.txt", text),
        tokenizerFile: this.#write("tokenizer.json", JSON.stringify(tokenizer)),
        what: "Moby Dick; where a vocabulary is given, it is of 4096 tokens learned from it",
      };
    });
  }

  /** { folder, what }: a model of G's shape with random weights, as Inkling saves it. */
  checkpoint() {
    return this.#once("checkpoint", async () => {
      const folder = join(this.#root(), "checkpoint");
      const engine = await createEngine();
      const model = createModel(engine, configFrom("guppy", { vocabSize: 4096 }), 1);
      const tokenizer = trainBpe(["a tokenizer has to be there"], { vocabSize: 260 });
      const facts = { inkling: "0.1.0", step: 0, seed: 1, training: {}, data: [], metrics: {} };
      await saveModel(folder, { model, tokenizer, chat: false, card: "# Random weights\n", facts });
      engine.dispose();
      return { folder, what: "model.safetensors from the system's file cache, a new model each time" };
    });
  }

  /** { modelFile }: a model with random weights in another format, written by a Python script; or { error }. */
  written(script, { shape, weights = "f32" }) {
    const name = `${script}.${weights}`;
    return this.#once(name, () => {
      const modelFile = join(this.#root(), name);
      const error = runPython(script, [JSON.stringify(shape), weights, modelFile]);
      return error === undefined ? { modelFile } : { error: `its model could not be written: ${error}` };
    });
  }

  dispose() {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #once(name, make) {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name);
  }

  #write(name, content) {
    const file = join(this.#root(), name);
    writeFileSync(file, content);
    return file;
  }

  #root() {
    this.#folder ??= mkdtempSync(join(tmpdir(), "inkling-bench-"));
    return this.#folder;
  }
}

/** GPT-2's older pair of files as the tokenizer.json that both sides read. */
function gpt2Tokenizer(folder) {
  const vocab = JSON.parse(readFileSync(join(folder, "vocab.json"), "utf8"));
  const lines = readFileSync(join(folder, "merges.txt"), "utf8").split("\n");
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  return JSON.stringify({
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: "BPE",
      vocab,
      merges: lines.filter((line) => line !== "" && !line.startsWith("#version")),
    },
  });
}
