/**
 * A model's folder as one page: `const { bytes } = await exportPage(engine, { dir, template });`
 *
 * Refuses a model that is too large before its numbers are read. Knows nothing of flags and of where the page is written.
 */
import { basename, resolve } from "node:path";
import { type Engine, InklingError, openSafetensors, parameterCount } from "inkling";
import { type CheckpointSet, openModel, openSet } from "inkling/node";
import { dtypeFor, textsOf, weightsOf } from "./contents.ts";
import { MOST_BYTES, type PageDtype, pageBytes, tooLarge } from "./dtypes.ts";
import { fillPage } from "./fillPage.ts";
import { inklingsQuestions } from "./questions.ts";

export interface ExportOptions {
  readonly dir: string;
  /** The page without a model, as apps/lab builds it. */
  readonly template: string;
  /** F16 unless told otherwise; weights that were saved quantised stay so. */
  readonly dtype?: PageDtype;
  /** What the page calls the model; the first heading of its card unless told otherwise. */
  readonly title?: string;
  /** To be offered; those for Inkling itself unless told otherwise. */
  readonly questions?: readonly string[];
  /** How far it is, from 0 to 1, and with what. */
  readonly progress?: (share: number, what: string) => void;
}

export interface ExportedPage {
  readonly bytes: Uint8Array;
  readonly title: string;
  readonly dtype: PageDtype;
  readonly parameters: number;
}

/** @throws InklingError if the folder is no model's, the model has no tokenizer, or the page would be too large */
export async function exportPage(engine: Engine, options: ExportOptions): Promise<ExportedPage> {
  const { dir, template, progress = () => {} } = options;
  progress(0, "checking its files");
  const set = await openSet(dir);
  if (!set.has("tokenizer.json") && set.has("config.json")) {
    throw new InklingError(
      `${dir} has no tokenizer.json, so this model speaks ids only, and nobody could type to its page.`,
    );
  }
  const texts = await textsOf(set);
  const rest = template.length + Buffer.byteLength(JSON.stringify(texts));
  await refuseTooLarge(set, rest, options.dtype ?? "F16");
  progress(0.2, "reading it");
  const opened = await openModel(engine, dir);
  const { model } = opened;
  const dtype = dtypeFor(model.parameters.format, options.dtype);
  progress(0.5, `writing its numbers as ${dtype}`);
  const { config, weights } = await weightsOf(opened, dtype);
  model.dispose();
  progress(0.8, "putting it into the page");
  const title = options.title ?? nameIn(texts["README.md"]) ?? basename(resolve(dir));
  const page = fillPage(template, {
    title,
    questions: options.questions ?? (isInkling(set) ? inklingsQuestions : []),
    storedAs: dtype,
    texts: { "config.json": config, ...texts },
    weights,
  });
  const bytes = new TextEncoder().encode(page);
  const parameters = parameterCount(model.config);
  if (bytes.length > MOST_BYTES) throw tooLarge({ dir, parameters, rest }, dtype);
  return { bytes, title, dtype, parameters };
}

/** By the shapes in the file's head, before anything large is read. */
async function refuseTooLarge(set: CheckpointSet, rest: number, dtype: PageDtype): Promise<void> {
  if (!set.has("model.safetensors")) return; // whoever opens the model says so better
  const source = await set.source("model.safetensors");
  try {
    const { tensors } = await openSafetensors(source);
    const all = [...tensors.values()];
    // Words of quantised numbers: what they take is what the file takes.
    const isQuantised = all.some((tensor) => tensor.dtype === "I32");
    const count = all.reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
    const size = { dir: set.dir, parameters: count, rest };
    if (!isQuantised && pageBytes(size, dtype) > MOST_BYTES) throw tooLarge(size, dtype);
  } finally {
    await source.close();
  }
}

/** The first heading of a model card. */
function nameIn(card: string | undefined): string | undefined {
  return /^# +(.*\S)/m.exec(card ?? "")?.[1];
}

/** The model that comes with Inkling, or one that was made as it was: it knows the village that the questions are about. */
function isInkling({ manifest }: CheckpointSet): boolean {
  return manifest?.training["command"] === "npm run train:inkling";
}
