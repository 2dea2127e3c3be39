/** `inkling verify`: makes the first steps of a model's training again, and compares the weights' hashes. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { createModel, InklingError, parseDocumentRule, type Tokenizer, Trainer } from "inkling";
import { type OpenedIdModel, openCorpus, openIdModel, tokeniseCorpus } from "inkling/node";
import { weightsSha256 } from "../run/checkpointing.ts";
import type { WeightHash } from "../run/hashes.ts";
import { trainingData } from "../run/open.ts";
import { type Recipe, readRun } from "../run/recipe.ts";
import { addCommand } from "../shared/command.ts";
import { parseSetting } from "../shared/flags.ts";
import { breathe } from "../shared/interrupt.ts";
import { addBackendFlags, type BackendFlags, engineFrom } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { type Progress, progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags extends BackendFlags {
  readonly json?: boolean;
  readonly data?: readonly string[];
  readonly steps?: number;
}

const stepsSetting = {
  label: "Steps",
  help: "How many steps are made again.",
  kind: "integer",
  min: 1,
  max: 1e9,
  default: 200,
} as const;

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "verify",
    description: "Make the first steps of a model's training again, and compare the weights bit by bit.",
    json: '{"model","steps","same","compared":[{"step","recorded","found","same"}]}',
    examples: [
      ["inkling verify runs/mine", "200 steps, with the data it was trained on"],
      ["inkling verify runs/mine --data copy/my-text.txt --steps 50", "fewer, and the data lies elsewhere"],
    ],
  })
    .argument("<model>", "A folder that Inkling trained a model into.")
    .option("--data <path...>", "Where the data is now. (default: where it was)")
    .option("--steps <integer>", "How many steps are made again. (default: 200)", (text) =>
      parseSetting(text, stepsSetting),
    );
  addBackendFlags(command).action((model: string, flags: Flags) => verifyCommand(model, flags, terminal));
}

interface Compared {
  readonly step: number;
  readonly recorded: string;
  readonly found: string;
  readonly same: boolean;
}

async function verifyCommand(dir: string, flags: Flags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  const engine = await engineFrom(flags, output.note);
  const progress = progressBar(terminal, output, "training again");
  try {
    const opened = await openIdModel(engine, dir);
    const { tokenizer, set } = opened;
    if (set.manifest === undefined || tokenizer === undefined) {
      throw new InklingError(
        `${dir} does not say how it was trained: inkling.json or tokenizer.json is missing.`,
      );
    }
    const { recipe, state } = readRun(set.manifest, dir);
    if (recipe.fastMath !== (engine.kernels.rounding === "fast")) {
      throw new InklingError(
        `This model was trained ${recipe.fastMath ? "with --fast-math, whose bits no other machine need repeat" : "strictly: leave --fast-math out"}.`,
      );
    }
    const most = flags.steps ?? stepsSetting.default;
    const hashes = state.hashes.filter(({ step }) => step <= most);
    if (hashes.length === 0) throw nothingToCompare(dir, state.hashes);
    const paths = flags.data ?? recipe.data.map((path) => resolve(dir, path));
    const compared = await trainAgain({ opened, tokenizer, recipe, paths, hashes, progress });
    progress.stop();
    const same = compared.every((one) => one.same);
    output.json({ model: dir, steps: hashes[hashes.length - 1].step, same, compared });
    explain(compared, output);
    if (!same)
      throw new InklingError(`${dir} was not made from this data by this program: the weights differ.`);
  } finally {
    progress.stop();
    engine.dispose();
  }
}

interface Again {
  readonly opened: OpenedIdModel;
  readonly tokenizer: Tokenizer;
  readonly recipe: Recipe;
  readonly paths: readonly string[];
  readonly hashes: readonly WeightHash[];
  readonly progress: Progress;
}

/** From the recorded seed and settings, with the recorded data, to the last of `hashes`. */
async function trainAgain({
  opened,
  tokenizer,
  recipe,
  paths,
  hashes,
  progress,
}: Again): Promise<Compared[]> {
  const { engine, config } = opened.model;
  const cache = await mkdtemp(join(tmpdir(), "inkling-verify-"));
  const corpus = await openCorpus(paths, { documents: parseDocumentRule(recipe.documents) });
  const tokenised = await tokeniseCorpus(corpus, tokenizer, cache);
  const model = createModel(engine, config, recipe.settings.seed);
  try {
    if (tokenised.manifest.corpusSha256 !== recipe.corpus.corpusSha256) {
      throw new InklingError(
        `The data in ${paths.join(", ")} is not what this model learned from: its sha256 differs. Give --data with the same files.`,
      );
    }
    const { batch } = await trainingData(tokenised, recipe, { config, tokenizer });
    const trainer = new Trainer(model, { batch }, recipe.settings);
    const compared: Compared[] = [];
    const last = hashes[hashes.length - 1].step;
    for await (const report of trainer.run()) {
      if (report.kind !== "step") continue;
      const { step } = report;
      progress.update(step, last, `step ${step} of ${last}`);
      const recorded = hashes.find((hash) => hash.step === step)?.sha256;
      if (recorded !== undefined) {
        const found = await weightsSha256(model);
        compared.push({ step, recorded, found, same: found === recorded });
      }
      if (step === last) break;
      await breathe();
    }
    trainer.dispose();
    return compared;
  } finally {
    model.dispose();
    await tokenised.close();
    await rm(cache, { recursive: true, force: true });
  }
}

function nothingToCompare(dir: string, hashes: readonly WeightHash[]): InklingError {
  return new InklingError(
    hashes.length === 0
      ? `${dir} has no hashes to compare with: it was trained by an Inkling that kept none.`
      : `The first hash in ${dir} is that of step ${hashes[0].step}: give --steps ${hashes[0].step} or more.`,
  );
}

function explain(compared: readonly Compared[], output: Output): void {
  const { dim, green, red } = output.colors;
  for (const { step, recorded, found, same } of compared) {
    output.text(
      `step ${String(step).padEnd(8)}${same ? green("same") : red("differs")}  ${dim(same ? found.slice(0, 16) : `${recorded.slice(0, 16)} recorded, ${found.slice(0, 16)} found`)}\n`,
    );
  }
}
