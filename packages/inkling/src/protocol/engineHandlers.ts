/**
 * An engine with models in it, as handlers for a channel: `serve<EngineCalls>(self, engineHandlers(createEngine()))`. The engine
 * may still be in the making: a worker has to listen from its first moment, or it misses what is said before.
 *
 * Here ids and text meet, as they do in the CLI. What comes through the channel is checked where it is used: ids, edits
 * and names by the engine itself, files by openFiles.
 */
import { collectBytes } from "../checkpoint/bytes.ts";
import { modelFiles } from "../checkpoint/checkpoint.ts";
import { endOfReply, renderChat } from "../data/chat.ts";
import type { Message } from "../data/documents.ts";
import { type EvaluationWindow, evaluationWindows } from "../data/evaluation.ts";
import { beginText } from "../data/prompt.ts";
import { didYouMean, InklingError } from "../errors.ts";
import { surprises } from "../evaluate/surprise.ts";
import { memoryFiles } from "../folder/modelFiles.ts";
import { generate } from "../generate/generate.ts";
import { attribute } from "../inspect/attribute.ts";
import { bake, canBake } from "../inspect/bake.ts";
import { cutaway } from "../inspect/cutaway.ts";
import { edited } from "../inspect/edited.ts";
import { type Edit, parseEdits } from "../inspect/edits.ts";
import { nearestTokens, tokenMap } from "../inspect/embeddings.ts";
import { influence } from "../inspect/influence.ts";
import { type RecordedTensor, record } from "../inspect/record.ts";
import { sweep } from "../inspect/sweep.ts";
import { exp } from "../math/float64.ts";
import { largestOf } from "../math/shares.ts";
import { checkIds } from "../model/ids.ts";
import { parameterCount } from "../model/parameters.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { sourceOfModel } from "../modelSource.ts";
import { type ModelOfFiles, openFiles, openSource } from "../openFiles.ts";
import type { Engine } from "../tensor/engine.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { EditedModel, EngineCalls, LikelyToken, Prompt } from "./calls.ts";
import type { Doors } from "./doors.ts";
import type { Handlers } from "./serve.ts";

/** @param doors formats and templates that need libraries; without them, models are folders and chats ChatML */
export function engineHandlers(engine: Engine | Promise<Engine>, doors?: Doors): Handlers<EngineCalls> {
  const models = new Models();
  return {
    async hello() {
      const { backend, notices } = await engine;
      return { backend, notices };
    },
    async open({ name, files }) {
      const opened =
        doors === undefined || Object.hasOwn(files, "config.json")
          ? await openFiles(await engine, memoryFiles(name, files))
          : await openSource(await engine, await doors.source(name, files));
      const { model, tokenizer, sampling, notes } = opened;
      const chat = opened.chat || (doors !== undefined && opened.chatTemplate !== undefined);
      const vocabulary = tokenizer === undefined ? [] : spelledOut(tokenizer);
      const { config } = model;
      const parameters = parameterCount(config);
      const weights = [...model.parameters].map(({ name, shape }) => ({ name, shape }));
      return { model: models.add(opened), config, parameters, vocabulary, weights, chat, sampling, notes };
    },
    async close({ model }) {
      models.remove(model);
      return undefined;
    },
    async tokenise({ model, text }) {
      return models.tokenizer(model).encodeShowingWork(text);
    },
    async prompt({ model, prompt }) {
      return idsOf(prompt, models.get(model), models.tokenizer(model), doors);
    },
    async next(run) {
      return nextOf(await models.edited(run), run.ids);
    },
    async likeliest({ count, ...run }) {
      return likeliestOf(await nextOf(await models.edited(run), run.ids), count);
    },
    async *generate({ likeliest, sampling, seed, maxTokens, ...run }) {
      const { endIds, tokenizer } = models.get(run.model);
      const decoder = tokenizer?.decoder({ special: "skip" });
      const stopIds = tokenizer === undefined ? endIds : withEndOfReply(endIds, tokenizer);
      const model = await models.edited(run);
      let count = 0;
      for await (const { id, probability, logits } of generate(model, run.ids, {
        ...sampling,
        seed,
        maxTokens,
        stopIds,
      })) {
        count++;
        const text = decoder?.push(id) ?? "";
        yield { id, probability, text, likeliest: likeliestOf(logits, likeliest) };
      }
      return { why: count < maxTokens ? "end" : "length", rest: decoder?.end() ?? "" };
    },
    async cutaway(run) {
      return cutaway(await models.edited(run), run.ids);
    },
    async *influence({ token, ...run }) {
      yield* influence(await models.edited(run), run.ids, token);
      return undefined;
    },
    async *sweep({ from, token, ...run }) {
      yield* sweep(await models.edited(run), run.ids, { from, token });
      return undefined;
    },
    async surprise({ conversations, ...run }) {
      const tokenizer = models.tokenizer(run.model);
      return surpriseAt(await models.edited(run), tokenizer, conversations);
    },
    async tokenMap({ model }) {
      return tokenMap(models.get(model).model);
    },
    async nearest({ model, id, count }) {
      return nearestTokens(models.get(model).model, id, count);
    },
    async weight({ model, name }) {
      return weightOf(models.get(model).model, name);
    },
    async bakeable({ model, edits = [] }) {
      return parseEdits(edits).map((edit) => canBake(models.get(model).model, edit));
    },
    async carry({ model, edits = [], ...ask }) {
      if (!doors) throw new InklingError("This engine was started without the doors to other formats.");
      const opened = models.get(model);
      if (edits.length === 0) return doors.carry(sourceOfModel(opened.model, opened), ask);
      const baked = await bake(opened.model, edits);
      return doors.carry(sourceOfModel(baked, opened), ask).finally(() => baked.dispose());
    },
    async bake({ model, edits = [] }) {
      return bakedWeights(models.get(model).model, edits);
    },
    async record({ names, ...run }) {
      return record(await models.edited(run), run.ids, names);
    },
    async attribute({ token, position, ...run }) {
      return attribute(await models.edited(run), run.ids, { token, position });
    },
  };
}

/** Open models by number. */
class Models {
  readonly #open = new Map<number, ModelOfFiles>();
  #next = 1;

  add(opened: ModelOfFiles): number {
    this.#open.set(this.#next, opened);
    return this.#next++;
  }

  get(number: number): ModelOfFiles {
    const opened = this.#open.get(number);
    if (!opened) throw new InklingError(`There is no model ${number}: it was closed, or never opened.`);
    return opened;
  }

  remove(number: number): void {
    this.get(number).model.dispose();
    this.#open.delete(number);
  }

  tokenizer(number: number): Tokenizer {
    const { tokenizer } = this.get(number);
    if (!tokenizer) throw new InklingError("This model has no tokenizer, so it speaks ids only.");
    return tokenizer;
  }

  async edited({ model: number, edits = [] }: EditedModel): Promise<LanguageModel> {
    const { model } = this.get(number);
    return edits.length === 0 ? model : edited(model, edits);
  }
}

async function idsOf(
  prompt: Prompt,
  opened: ModelOfFiles,
  tokenizer: Tokenizer,
  doors: Doors | undefined,
): Promise<number[]> {
  if ("text" in prompt) return beginText(prompt.text, tokenizer);
  if (!opened.chat && doors) return doors.chatIds(opened, prompt.messages);
  const { ids } = renderChat(prompt.messages, tokenizer, { addGenerationPrompt: true });
  return tokenizer.bos === undefined ? ids : [tokenizer.bos, ...ids];
}

async function nextOf(model: LanguageModel, ids: readonly number[]): Promise<Float32Array> {
  checkIds(ids, model.config.vocabSize);
  const { engine } = model;
  const logits = await engine.step(() =>
    model.forward(engine.ids([1, ids.length], ids), { lastOnly: true }).read(),
  );
  return Float32Array.from(logits);
}

async function surpriseAt(
  model: LanguageModel,
  tokenizer: Tokenizer,
  conversations: readonly (readonly Message[])[],
): Promise<{ nats: number; tokens: number }> {
  const documents = conversations.map((messages) => ({ messages: [...messages] }));
  const windows: EvaluationWindow[] = [];
  for await (const window of evaluationWindows(documents, tokenizer, model.config.contextLength))
    windows.push(window);
  const all = (await surprises(model, windows)).flat();
  const sum = all.reduce((total, { logProbability }) => total - logProbability, 0);
  return { nats: sum / all.length, tokens: all.length };
}

async function weightOf({ parameters }: LanguageModel, wanted: string): Promise<RecordedTensor> {
  const names = [...parameters].map(({ name }) => name);
  const name = names.find((one) => one === wanted);
  if (name === undefined)
    throw new InklingError(`This model has no weight "${wanted}".${didYouMean(wanted, names)}`);
  const tensor = parameters.get(name);
  return { shape: tensor.shape, data: Float32Array.from(await tensor.read()) };
}

async function bakedWeights(model: LanguageModel, edits: readonly Edit[]): Promise<Uint8Array> {
  const baked = await bake(model, edits);
  try {
    const weights = modelFiles(baked, { bosTokenId: 0, eosTokenId: 0 }).find(
      ({ name }) => name === "model.safetensors",
    );
    const bytes = collectBytes();
    await weights?.write(bytes);
    return bytes.bytes();
  } finally {
    baked.dispose();
  }
}

function withEndOfReply(endIds: ReadonlySet<number>, tokenizer: Tokenizer): ReadonlySet<number> {
  return tokenizer.specialTokens.has("<|im_end|>") ? new Set([...endIds, endOfReply(tokenizer)]) : endIds;
}

function spelledOut(tokenizer: Tokenizer): string[] {
  return Array.from({ length: tokenizer.vocabSize }, (_, id) => tokenizer.decode([id]));
}

/** The `count` largest logits, with their softmax; the lower id goes first among equals. */
function likeliestOf(logits: ArrayLike<number>, count: number): LikelyToken[] {
  if (count === 0) return [];
  const largest = logits[largestOf(logits)];
  let total = 0;
  for (let id = 0; id < logits.length; id++) total += exp(logits[id] - largest);
  const all = count < logits.length ? candidates(logits, count) : Array.from(logits, (_, id) => id);
  return all
    .sort((a, b) => logits[b] - logits[a] || a - b)
    .slice(0, count)
    .map((id) => ({ id, probability: exp(logits[id] - largest) / total }));
}

/** The ids among which the `count` largest are: a vocabulary need not be sorted for a handful of it. */
function candidates(logits: ArrayLike<number>, count: number): number[] {
  const kept: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    if (kept.length === count && logits[id] <= logits[kept[count - 1]]) continue;
    let place = Math.min(kept.length, count - 1);
    while (place > 0 && logits[id] > logits[kept[place - 1]]) {
      kept[place] = kept[place - 1];
      place--;
    }
    kept[place] = id;
  }
  return kept;
}
