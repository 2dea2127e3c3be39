/**
 * What of a run is saved, and where: DIR holds the last state with all it takes to go on; DIR/best the weights that
 * did best on held-out text, as a plain model.
 *
 * Nothing that is saved depends on the clock or on where the run was cut, so a resumed run saves the same bytes.
 */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { type ManifestFacts, modelCard, parameterCount, type Trainer, type Transformer } from "inkling";
import { type ModelToSave, saveModel } from "inkling/node";
import type { Run } from "./open.ts";
import { type RunState, trainingJson } from "./recipe.ts";
import { randomGuess } from "./words.ts";

/** Saves a model into a folder, as saveModel does; tests pass one that fails. */
export type Save = (dir: string, model: ModelToSave) => Promise<void>;

export const BEST = "best";

/** Saves the state of `run` into its folder, whole or not at all. */
export async function saveLast(run: Run, trainer: Trainer, state: RunState, save: Save = saveModel) {
  await save(run.out, { ...toSave(run, state), optimizer: trainer.optimizer.state() });
}

/** Saves the model as it is into DIR/best. */
export async function saveBest(run: Run, state: RunState, save: Save = saveModel) {
  await save(join(run.out, BEST), toSave(run, state));
}

function toSave(run: Run, state: RunState): ModelToSave {
  const { model, tokenizer, recipe } = run;
  return { model, tokenizer, chat: recipe.chat, card: cardOf(run, state), facts: factsOf(run, state) };
}

function factsOf({ model, recipe, files }: Run, state: RunState): ManifestFacts {
  return {
    inkling: version(),
    step: state.progress.step,
    seed: recipe.settings.seed,
    training: trainingJson(recipe, state),
    data: files,
    metrics: {
      trainLoss: state.trainLoss,
      validationLoss: state.validationLoss,
      bestValidationLoss: state.progress.bestLoss ?? null,
      randomGuessLoss: randomGuess(model.config.vocabSize),
    },
  };
}

function cardOf({ out, model, recipe, files }: Run, state: RunState): string {
  const { corpus } = recipe;
  const names = files.length > 0 ? files.map(({ name }) => name) : recipe.data.map((path) => basename(path));
  return modelCard({
    name: basename(resolve(out)),
    config: model.config,
    parameters: parameterCount(model.config),
    tokenizer: { char: "characters", bpe: "byte-level BPE" }[recipe.tokenizer] ?? "a given tokenizer.json",
    chat: recipe.chat,
    data: {
      names,
      sha256: corpus.corpusSha256,
      documents: corpus.documents,
      characters: corpus.characters,
      trainTokens: corpus.trainIds,
      validationTokens: corpus.validationIds,
      split: corpus.split,
    },
    step: state.progress.step,
    steps: recipe.settings.steps,
    trainLoss: state.trainLoss,
    validationLoss: state.validationLoss,
    command: recipe.command,
    inkling: version(),
  });
}

function version(): string {
  const manifest: unknown = createRequire(import.meta.url)("../../package.json");
  const found =
    typeof manifest === "object" && manifest !== null && "version" in manifest && manifest.version;
  return typeof found === "string" ? found : "unknown";
}

/**
 * The sha256 of all weights: every parameter in the model's own order (parameters.ts: embedding, positions, blocks,
 * final norm, head), each row-major as float32, little-endian, with nothing between. The same run gives the same
 * 64 digits on every machine.
 */
export async function weightsSha256({ parameters }: Transformer): Promise<string> {
  const hash = createHash("sha256");
  for (const { tensor } of parameters) {
    const values = await tensor.read();
    const bytes = new DataView(new ArrayBuffer(4 * values.length));
    for (let i = 0; i < values.length; i++) bytes.setFloat32(4 * i, values[i], true);
    hash.update(new Uint8Array(bytes.buffer));
  }
  return hash.digest("hex");
}
