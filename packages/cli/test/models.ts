/** Tiny model folders with random weights, made when a test needs them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configFrom, createEngine, createModel, type Tokenizer, trainBpe, trainCharacters } from "inkling";
import { saveModel } from "inkling/node";

export const sampleText = `The cat sat on the mat, and the mat sat under the cat.
What is ink? user
assistant
system
A dark fluid!
`;

export const contextLength = 24;

export interface Folders {
  readonly root: string;
  /** A character tokenizer, no chat template. */
  readonly char: string;
  /** A byte-level BPE with a few merges. */
  readonly bpe: string;
  /** The character model, with a chat template. */
  readonly chat: string;
  /** Without tokenizer.json. */
  readonly bare: string;
  remove(): Promise<void>;
}

export async function makeModels(): Promise<Folders> {
  const root = await mkdtemp(join(tmpdir(), "inkling-cli-"));
  const folder = (name: string) => join(root, name);
  const characters = trainCharacters([sampleText]);
  await save(folder("char"), characters, false);
  await save(folder("bpe"), trainBpe([sampleText], { vocabSize: 270 }), false);
  await save(folder("chat"), characters, true);
  await save(folder("bare"), characters, false);
  for (const file of ["tokenizer.json", "tokenizer_config.json", "inkling.json"]) {
    await rm(join(folder("bare"), file));
  }
  return {
    root,
    char: folder("char"),
    bpe: folder("bpe"),
    chat: folder("chat"),
    bare: folder("bare"),
    remove: () => rm(root, { recursive: true }),
  };
}

async function save(dir: string, tokenizer: Tokenizer, chat: boolean): Promise<void> {
  const engine = await createEngine();
  const shape = { nLayers: 2, nHeads: 2, dModel: 16, dMlp: 32, contextLength };
  const model = createModel(engine, configFrom("first", { ...shape, vocabSize: tokenizer.vocabSize }), 7);
  const facts = { inkling: "0.1.0", step: 0, seed: 7, training: {}, data: [], metrics: {} };
  await saveModel(dir, { model, tokenizer, chat, card: "# A model of a test\n", facts });
  engine.dispose();
}
