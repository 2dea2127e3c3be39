/**
 * `npm run train:names`: trains a model on first names, and makes models/names of it: the same bytes each time. Kill it at any
 * moment and call it again: the training goes on where it was.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine, InklingError } from "inkling";
import { openModel, saveModel } from "inkling/node";
import { exitCodes, reportError } from "../shared/errors.ts";
import { outputFor } from "../shared/output.ts";
import { processTerminal, type Terminal } from "../shared/terminal.ts";
import { movedTo } from "./movedTo.ts";
import { namesCard } from "./namesCard.ts";
import { namesFigures } from "./namesFigures.ts";
import { namesCommand, namesRequest, namesSampling } from "./namesRecipe.ts";
import { trainOrGoOn } from "./trainOrGoOn.ts";

interface Places {
  /** Where it is trained. */
  readonly run: string;
  /** The model as it is shipped. */
  readonly model: string;
}

/** @returns the exit code */
export async function trainNames({ run, model }: Places, terminal: Terminal): Promise<number> {
  const output = outputFor(terminal, {});
  if (!(await trainOrGoOn(namesRequest(run), terminal, output))) return exitCodes.interrupted;
  await shipNames({ run, model });
  output.text(`Shipped   ${model}\nTry it    npx inkling generate --model ${model} --prompt "" --seed 7\n`);
  return exitCodes.fine;
}

/**
 * The last state of a run, as float16, with a card. It is the last and not the best: choosing by the held-out names would flatter
 * the figures.
 */
async function shipNames({ run, model: out }: Places): Promise<void> {
  const engine = await createEngine();
  const rounded = await mkdtemp(join(tmpdir(), "inkling-names-"));
  try {
    const { model, tokenizer, set } = await openModel(engine, run);
    if (set.manifest === undefined)
      throw new InklingError(`${run} has no inkling.json: expected a run of ${namesCommand}.`);
    const facts = movedTo(out, run, set.manifest);
    const saved = { tokenizer, chat: false, dtype: "F16", sampling: namesSampling, facts } as const;
    await saveModel(rounded, { ...saved, model, card: "" });
    const stored = await openModel(engine, rounded);
    const figures = await namesFigures(stored.model, tokenizer);
    const card = namesCard({ config: model.config, steps: facts.step, figures });
    await saveModel(out, { ...saved, model: stored.model, card });
  } finally {
    engine.dispose();
    await rm(rounded, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [run = "runs/names", model = "models/names"] = process.argv.slice(2);
  const terminal = processTerminal();
  try {
    process.exitCode = await trainNames({ run, model }, terminal);
  } catch (error) {
    process.exitCode = reportError(error, [], terminal);
  }
}
