/**
 * Taking up a run that was cut off: everything comes from its folder. What is asked for besides must agree with what
 * is recorded there, or the result would be neither the old run's nor a new one's.
 */
import { join, resolve } from "node:path";
import {
  type Engine,
  InklingError,
  loadOptimizer,
  type Manifest,
  parseDocumentRule,
  type Trainer,
} from "inkling";
import { type OpenedModel, openCorpus, openModel, tokeniseCorpus } from "inkling/node";
import {
  CACHE,
  describeFiles,
  fromOut,
  kindOf,
  type OpenOptions,
  type Run,
  readTokenizer,
  trainingData,
} from "./open.ts";
import { type Recipe, readRun } from "./recipe.ts";
import { flagOf, type RunRequest } from "./request.ts";

/** A run taken up: `restore` puts the optimiser's moments back before the first step. */
export interface ResumedRun extends Run {
  restore(trainer: Trainer): Promise<void>;
}

/** Opens the run in `request.out`. Throws InklingError if there is none, it is damaged, or something differs. */
export async function openResumedRun(
  engine: Engine,
  request: RunRequest,
  { onProgress = () => {} }: OpenOptions = {},
): Promise<ResumedRun> {
  const { out } = request;
  const opened = await openModel(engine, out);
  const { model, tokenizer, set } = opened;
  if (set.manifest === undefined || tokenizer === undefined) throw noRun(out);
  if (!set.has(OPTIMIZER)) throw onlyAResult(out);
  const recorded = readRun(set.manifest, out);
  await refuseDifferences(request, recorded.recipe, opened);
  refuseOtherRounding(engine, recorded.recipe, out);
  const recipe: Recipe = {
    ...recorded.recipe,
    saveEvery: request.saveEvery ?? recorded.recipe.saveEvery,
    data: request.data.length > 0 ? request.data.map((path) => fromOut(out, path)) : recorded.recipe.data,
  };
  const paths = recipe.data.map((path) => resolve(out, path));
  const corpus = await openCorpus(paths, { documents: parseDocumentRule(recipe.documents) });
  const tokenised = await tokeniseCorpus(corpus, tokenizer, join(out, CACHE), onProgress);
  try {
    if (tokenised.manifest.corpusSha256 !== recipe.corpus.corpusSha256) throw changedData(recipe);
    if (tokenised.manifest.format !== recipe.corpus.format) throw otherOrder(out);
    return {
      out,
      model,
      tokenizer,
      recipe,
      data: await trainingData(tokenised, recipe, { config: model.config, tokenizer }),
      files: await describeFiles(corpus.files),
      resumed: recorded.state,
      restore: (trainer) => restore(trainer, opened),
      close: () => tokenised.close(),
    };
  } catch (error) {
    await tokenised.close();
    throw error;
  }
}

/** Whether a folder holds a run that `openResumedRun` could take up, as far as its inkling.json tells. */
export function isRun(manifest: Manifest | undefined): boolean {
  return manifest !== undefined && "progress" in manifest.training;
}

async function restore({ optimizer }: Trainer, { set }: OpenedModel): Promise<void> {
  const source = await set.source(OPTIMIZER);
  try {
    await loadOptimizer(optimizer.state(), source);
  } finally {
    await source.close();
  }
}

/** Throws naming every flag that was given and does not say what the run was begun with. */
async function refuseDifferences(request: RunRequest, recipe: Recipe, opened: OpenedModel): Promise<void> {
  const { model, tokenizer } = opened;
  const differences: string[] = [];
  const compare = (flag: string, given: unknown, recorded: unknown) => {
    if (given !== undefined && given !== recorded)
      differences.push(`${flag} ${given} (begun with ${recorded})`);
  };
  compare("--preset", request.preset, recipe.preset);
  compare("--documents", request.documents, recipe.documents);
  const asked = request.tokenizer;
  if (asked !== undefined && kindOf(asked) === "file" && recipe.tokenizer === "file") {
    const same = JSON.stringify(await readTokenizer(asked)) === JSON.stringify(tokenizer);
    compare("--tokenizer", same ? undefined : asked, "another");
  } else compare("--tokenizer", asked, recipe.tokenizer);
  compare("--vocab-size", request.vocabSize, model.config.vocabSize);
  compare("--validation-tokens", request.validationTokens, recipe.validationTokens ?? undefined);
  compare("--windows", request.windows, recipe.windows);
  const shape = new Map<string, unknown>(Object.entries(model.config));
  for (const [name, value] of Object.entries(request.shape ?? {}))
    compare(flagOf(name), value, shape.get(name));
  const settings = new Map<string, unknown>(Object.entries(recipe.settings));
  for (const [name, value] of Object.entries(request.settings ?? {}))
    compare(flagOf(name), value, settings.get(name));
  if (differences.length === 0) return;
  throw new InklingError(
    `A resumed run keeps its settings, and these differ: ${differences.join(", ")}. Leave them out, or begin a new run into another --out.`,
  );
}

/** Steps of both kinds in one run would be bits that nothing can repeat. */
function refuseOtherRounding({ kernels }: Engine, { fastMath }: Recipe, out: string): void {
  if (fastMath === (kernels.rounding === "fast")) return;
  throw new InklingError(
    fastMath
      ? `The run in ${out} was begun with --fast-math, and this engine computes strictly. Give --fast-math, on a machine that has it.`
      : `The run in ${out} was begun with strict arithmetic. Leave --fast-math out, or begin a new run into another --out.`,
  );
}

/** AdamW's moments: what tells a run from its result. */
const OPTIMIZER = "optimizer.safetensors";

function onlyAResult(out: string): InklingError {
  return new InklingError(
    `${out} has no ${OPTIMIZER}, so this run can't go on where it was (a best/ folder is a result, not a run). Give the --out of the run itself.`,
  );
}

function noRun(out: string): InklingError {
  return new InklingError(
    `${out} holds a model but no run of Inkling's that could go on: inkling.json or tokenizer.json is missing. Begin a new run into another --out.`,
  );
}

function otherOrder(out: string): InklingError {
  return new InklingError(
    `The run in ${out} was begun by an Inkling that laid the documents out in another order, so going on would mix two runs. Begin a new run into another --out.`,
  );
}

function changedData({ data }: Recipe): InklingError {
  return new InklingError(
    `The data is not what this run was begun with (${data.join(", ")}): its sha256 differs, so going on would mix two runs. Put the old data back (or point --data at it), or begin a new run into another --out.`,
  );
}
