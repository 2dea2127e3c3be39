/**
 * `npm run publish:inkling -- --hours H`: from a finished run to models/inkling. Weights as F16; every exam and measure taken of
 * those; ten conversations; the card, written from all that.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine, InklingError, type ManifestFacts, type ModelConfig } from "inkling";
import { openModel, openSet, saveModel } from "inkling/node";
import { METRICS } from "../run/metrics.ts";
import { readRun } from "../run/recipe.ts";
import { answersTo } from "../suite/answers.ts";
import { type Evaluation, inklingCard, type Transcript } from "./inklingCard.ts";
import { places } from "./inklingRecipe.ts";
import { type MeasureOptions, measureAll } from "./measures.ts";
import { movedTo } from "./movedTo.ts";
import { tenTalks } from "./tenTalks.ts";
import { type CurvePoint, trainingCurve } from "./trainingCurve.ts";

/** A little below the model's own odds: facts stay facts, and small talk varies. */
const sampling = { temperature: 0.3 } as const;

export interface PublishOptions {
  /** Where the run and its conversations lie. */
  readonly root: string;
  readonly out: string;
  /** That the training took. */
  readonly hours: number;
  readonly say: (line: string) => void;
}

/** `measure` is measureAll, but in a test that has no hour to spare. */
export async function publishInkling(
  { root, out, hours, say }: PublishOptions,
  measure: (options: MeasureOptions) => Promise<Evaluation> = measureAll,
): Promise<void> {
  const { model: run, village, train } = places(root);
  const { manifest } = await openSet(run);
  if (!manifest)
    throw new InklingError(`${run} has no inkling.json: train first, with npm run train:inkling.`);
  const curve = await curveOf(join(run, METRICS));
  // What is measured is the model as it ships, in F16; but it is shipped only when all is measured.
  const trial = join(root, "trial");
  const config = await save(run, trial, manifest, { card: "# inkling\n", texts: {} });
  const heldOut = join(village, "validation");
  const kept = join(root, "evaluation");
  const evaluation = await measure({ model: trial, train, heldOut, kept, say });
  say("conversations …");
  const talks = await transcripts(trial);
  const { recipe } = readRun(manifest, run);
  const tokensSeen = manifest.step * recipe.settings.batchSize * config.contextLength;
  const card = inklingCard({ config, manifest, hours, tokensSeen, evaluation, talks });
  const texts = {
    "evaluation.json": `${JSON.stringify(evaluation, null, 1)}\n`,
    "training-curve.svg": curve,
  };
  await save(run, out, movedTo(out, run, manifest), { card, texts });
  say(`Written to ${out}.`);
}

async function save(
  run: string,
  out: string,
  facts: ManifestFacts,
  rest: { readonly card: string; readonly texts: Readonly<Record<string, string>> },
): Promise<ModelConfig> {
  const engine = await createEngine({ threads: 1 });
  try {
    const { model, tokenizer } = await openModel(engine, run);
    await saveModel(out, { model, tokenizer, chat: true, dtype: "F16", sampling, facts, ...rest });
    return model.config;
  } finally {
    engine.dispose();
  }
}

async function transcripts(dir: string): Promise<Transcript[]> {
  const engine = await createEngine({ threads: 1 });
  try {
    const { model, tokenizer, endIds, sampling } = await openModel(engine, dir);
    const talks: Transcript[] = [];
    for (const { who, turns } of tenTalks) {
      const said = await answersTo({ model, tokenizer, endIds }, { turns }, { ...sampling, seed: 1 });
      talks.push({ who, turns: turns.map((user, i) => ({ user, reply: said[i].text })) });
    }
    return talks;
  } finally {
    engine.dispose();
  }
}

async function curveOf(path: string): Promise<string> {
  const lines = (await readFile(path, "utf8")).trim().split("\n");
  const train: CurvePoint[] = [];
  const heldOut: CurvePoint[] = [];
  for (const line of lines) {
    const { step, loss, evaluation } = JSON.parse(line);
    if (evaluation) heldOut.push({ step: evaluation.step, loss: evaluation.valLoss });
    else train.push({ step, loss });
  }
  return trainingCurve(train, heldOut);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--hours");
  const hours = Number(process.argv[at + 1]);
  if (at < 0 || !(hours > 0)) {
    process.stderr.write("Say how long the training took: npm run publish:inkling -- --hours 3\n");
    process.exitCode = 2;
  } else {
    const say = (line: string) => process.stdout.write(`${line}\n`);
    await publishInkling({ root: "runs/inkling", out: "models/inkling", hours, say });
  }
}
