/**
 * A run made ready: its data tokenised, its model built or loaded. openNewRun begins one, resume.ts takes one up.
 *
 * Refuses to know: what is shown, when it is saved.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import {
  configFrom,
  createModel,
  defaultTrainSettings,
  type Engine,
  InklingError,
  type ManifestFacts,
  type ModelConfig,
  PackedSet,
  parseDocumentRule,
  presetNames,
  readTokenizerJson,
  type Tokenizer,
  type TrainingData,
  type TrainSettings,
  type Transformer,
  validationBatches,
} from "inkling";
import {
  type CorpusProgress,
  openCorpus,
  sha256OfFile,
  type TokenisedCorpus,
  tokeniseCorpus,
  tokenizerFor,
} from "inkling/node";
import type { CorpusFacts, Recipe, RunState } from "./recipe.ts";
import { type RunRequest, requestDefaults } from "./request.ts";

export interface Run {
  readonly out: string;
  readonly model: Transformer;
  readonly tokenizer: Tokenizer;
  readonly recipe: Recipe;
  /** The files it learns from, for inkling.json. */
  readonly files: ManifestFacts["data"];
  readonly data: TrainingData;
  /** Where it goes on; undefined if it begins. */
  readonly resumed: RunState | undefined;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly onProgress?: (progress: CorpusProgress) => void;
}

/** What holds the ids of a run's data: DIR/.cache. It may be deleted at any time; it is made again when needed. */
export const CACHE = ".cache";

/** Begins a run. Throws InklingError for whatever does not fit, before any file but the cache is written. */
export async function openNewRun(
  engine: Engine,
  request: RunRequest,
  { onProgress = () => {} }: OpenOptions = {},
): Promise<Run> {
  const { out, data, shape = {} } = request;
  await refuseTaken(out);
  if (data.length === 0)
    throw new InklingError("There is nothing to learn from: give --data with a text file or a folder.");
  const preset = request.preset ?? requestDefaults.preset;
  const settings = settingsOf(request, preset);
  // Checked before the data is read, which may take long; the vocabulary is not known yet.
  configFrom(preset, { ...shape, vocabSize: 1 });
  const documents = request.documents ?? requestDefaults.documents;
  const corpus = await openCorpus(data, { documents: parseDocumentRule(documents) });
  const tokenizer = await tokenizerOf(request, () => corpus);
  const config = configFrom(preset, { ...shape, vocabSize: tokenizer.vocabSize });
  const tokenised = await tokeniseCorpus(corpus, tokenizer, join(out, CACHE), onProgress);
  try {
    const recipe: Recipe = {
      data: data.map((path) => fromOut(out, path)),
      documents,
      tokenizer: kindOf(request.tokenizer ?? requestDefaults.tokenizer),
      preset,
      settings,
      saveEvery: request.saveEvery ?? null,
      validationTokens: request.validationTokens ?? null,
      windows: request.windows ?? requestDefaults.windows,
      fastMath: engine.kernels.rounding === "fast",
      chat: tokenised.manifest.chats > 0,
      command: request.command,
      corpus: corpusFacts(tokenised),
    };
    return {
      out,
      tokenizer,
      recipe,
      data: await trainingData(tokenised, recipe, { config, tokenizer }),
      files: await describeFiles(corpus.files),
      model: createModel(engine, config, settings.seed),
      resumed: undefined,
      close: () => tokenised.close(),
    };
  } catch (error) {
    await tokenised.close();
    throw error;
  }
}

/** Throws unless `out` is new or holds nothing: a run is never written over. Hidden files don't count. */
async function refuseTaken(out: string): Promise<void> {
  const names = await readdir(out).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new InklingError(`${out} is not a folder, so no run can be kept there. Give --out another name.`);
  });
  if (names.some((name) => name === "inkling.json" || name === ".commit")) {
    throw new InklingError(
      `${out} already holds a run, which is never written over. Go on with it by --resume, or give another --out.`,
    );
  }
  if (names.some((name) => !name.startsWith("."))) {
    throw new InklingError(
      `${out} is not empty, and a run would write its files among yours. Give --out a new folder.`,
    );
  }
}

/** The preset's defaults with what was asked for; the lowest rate follows a rate that is given, at a tenth of it. */
function settingsOf({ settings = {} }: RunRequest, preset: string): TrainSettings {
  const minLr = settings.lr === undefined ? {} : { minLr: settings.lr / 10 };
  const known = presetNames.find((name) => name === preset);
  return { ...defaultTrainSettings(known), ...minLr, ...settings };
}

type LazyCorpus = () => Awaited<ReturnType<typeof openCorpus>>;

async function tokenizerOf(request: RunRequest, corpus: LazyCorpus): Promise<Tokenizer> {
  const { tokenizer = requestDefaults.tokenizer, vocabSize } = request;
  const kind = kindOf(tokenizer);
  if (kind === "bpe") {
    return tokenizerFor(corpus(), { kind: "bpe", vocabSize: vocabSize ?? requestDefaults.vocabSize });
  }
  if (vocabSize !== undefined) {
    throw new InklingError(
      `--vocab-size belongs to --tokenizer bpe; ${kind === "char" ? "a character tokenizer has as many tokens as there are characters" : "a tokenizer from a file has the size it has"}. Leave it out, or choose bpe.`,
    );
  }
  return kind === "char" ? tokenizerFor(corpus(), { kind: "char" }) : readTokenizer(tokenizer);
}

/** Whatever is neither "char" nor "bpe" is the path of a file. */
export function kindOf(tokenizer: string): "char" | "bpe" | "file" {
  return tokenizer === "char" || tokenizer === "bpe" ? tokenizer : "file";
}

export async function readTokenizer(path: string): Promise<Tokenizer> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new InklingError(
      `--tokenizer is ${path}, but there is no such file. Say char, bpe, or the path of a tokenizer.json.`,
    );
  });
  return readTokenizerJson(text, path);
}

export function corpusFacts({ manifest }: TokenisedCorpus): CorpusFacts {
  const { format, corpusSha256, split, documents, characters, trainIds, validationIds } = manifest;
  return { format, corpusSha256, split, documents, characters, trainIds, validationIds };
}

/** Batches to learn from, and the held-out text where there is something in it to predict. */
export async function trainingData(
  corpus: TokenisedCorpus,
  { settings, validationTokens, windows }: Recipe,
  { config, tokenizer }: { readonly config: ModelConfig; readonly tokenizer: Tokenizer },
): Promise<TrainingData> {
  const shape = { batchSize: settings.batchSize, contextLength: config.contextLength };
  const beginWith = windows === "documents" ? tokenizer.bos : undefined;
  const packed = new PackedSet(corpus.train, { ...shape, seed: settings.seed, beginWith });
  const held = corpus.validation;
  const length = Math.min(held.length, validationTokens ?? held.length);
  const source = { length, read: held.read.bind(held) };
  const batch = (index: number) => packed.batch(index);
  if (length < 2) return { batch };
  for await (const { counted } of validationBatches(source, shape)) {
    if (counted > 0) return { batch, validation: () => validationBatches(source, shape) };
  }
  return { batch };
}

/** More files than this are told as one: a list of thousands would be saved with every checkpoint. */
const mostFiles = 200;

export async function describeFiles(paths: readonly string[]): Promise<Run["files"]> {
  const files: Run["files"][number][] = [];
  if (paths.length > mostFiles) return files;
  for (const path of paths) {
    const { size } = await stat(path);
    files.push({ name: basename(path), bytes: size, sha256: await sha256OfFile(path) });
  }
  return files;
}

/** A path as the recipe keeps it. On Windows, another drive has no relative path and stays as it is. */
export function fromOut(out: string, path: string): string {
  return relative(resolve(out), resolve(path)).split(sep).join("/");
}
