/**
 * `npm start -- learn`: a model learns before your eyes, and then you type to it. The first thing anyone sees of Inkling.
 *
 * Two to three minutes from a fresh clone on two cores, most of which is learning. The model stays in runs/first: the
 * next time there is something to talk to at once. Without a terminal a finished model is used again without asking,
 * and one that was cut off goes on.
 */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Engine, InklingError } from "inkling";
import { openModel, openSet } from "inkling/node";
import { openNewRun, type Run } from "../run/open.ts";
import { readRun } from "../run/recipe.ts";
import type { RunRequest } from "../run/request.ts";
import { openResumedRun, type ResumedRun } from "../run/resume.ts";
import { train } from "../run/run.ts";
import { listenForStop } from "../run/stop.ts";
import { exitCodes } from "../shared/errors.ts";
import { inputLines } from "../shared/lines.ts";
import { engineFrom } from "../shared/modelFlags.ts";
import { type Output, outputFor } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";
import { wordsOf } from "./realWords.ts";
import { samplesAt } from "./recipe.ts";
import { sampling, showLearning } from "./show.ts";
import { type Talker, talk, writeOn } from "./talk.ts";
import { afterTraining, farewell, greeting, invitation } from "./words.ts";

/**
 * Runs it all and gives the exit code. `requestFor` says what to train with the engine there is, and where it is kept.
 * The engine has a thread for each core; where it can't be as fast as it should, it says so here, once.
 */
export async function start(
  terminal: Terminal,
  requestFor: (backend: Engine["backend"]) => RunRequest,
): Promise<number> {
  const output = outputFor(terminal, {});
  const isTalk = output.live && terminal.stdin.isTTY === true;
  const engine = await engineFrom({}, output.note);
  const request = requestFor(engine.backend);
  try {
    const earlier = await earlierRun(request.out);
    const reuse = earlier === "finished" && (!isTalk || (await wantsOld(terminal, output)));
    if (earlier === "finished" && !reuse) await removeOurs(request);
    if (!reuse && !(await learn(engine, request, terminal, output, earlier === "begun"))) {
      return exitCodes.interrupted;
    }
    const talker = await openTalker(engine, request.out);
    if (reuse && !isTalk) {
      output.text(`\n  Using the model that learned earlier (delete ${shownPath} to see it learn).\n`);
    }
    if (isTalk) {
      output.text(invitation(output.colors));
      await talk(talker, terminal, output);
    } else {
      output.text(`\n  A sample, beginning with "The whale":\n\n`);
      await writeOn(talker, "The whale", output, { seed: 1 });
    }
    output.text(farewell(output.colors));
    return exitCodes.fine;
  } finally {
    engine.dispose();
  }
}

/** How messages call the folder: npm start is typed at the repository's root. */
const shownPath = "runs/first";

/** What lies in the folder. @throws InklingError if it is a checkpoint that can't be opened */
async function earlierRun(out: string): Promise<"finished" | "begun" | "none"> {
  // A save that was cut off in its last moment still waits in .commit.
  if (!["inkling.json", ".commit"].some((name) => existsSync(join(out, name)))) return "none";
  try {
    const { recipe, state } = await recordOf(out);
    return state.progress.step >= recipe.settings.steps ? "finished" : "begun";
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    const message = `${error.message} Delete ${shownPath}, and npm start -- learn begins anew.`;
    throw new InklingError(message, { cause: error });
  }
}

async function recordOf(out: string): Promise<ReturnType<typeof readRun>> {
  const { manifest } = await openSet(out);
  if (!manifest) throw new InklingError(`${out} has no inkling.json.`);
  return readRun(manifest, out);
}

/** Makes room for a new run, unless what is there is somebody's own. */
async function removeOurs({ out, command }: RunRequest): Promise<void> {
  const { recipe } = await recordOf(out);
  if (recipe.command === command) return rm(out, { recursive: true });
  throw new InklingError(
    `${shownPath} holds a run of yours (${recipe.command}), which is not written over. Rename that folder, and npm start -- learn has room.`,
  );
}

async function wantsOld(terminal: Terminal, output: Output): Promise<boolean> {
  output.text(`\n  There is a model from last time, in ${shownPath}.\n`);
  const question = "  Enter: talk to it.  n and Enter: watch a new one learn.  ";
  const { value } = await inputLines(terminal, output, question).next();
  return !/^n/i.test(String(value ?? "").trim());
}

/** @returns false if it was stopped by Ctrl-C */
async function learn(
  engine: Engine,
  request: RunRequest,
  terminal: Terminal,
  output: Output,
  goOn: boolean,
): Promise<boolean> {
  const stop = listenForStop(terminal);
  const columns = Math.min(terminal.stdout.columns ?? 80, 100);
  const show = showLearning(output, columns, wordsOf(request.data));
  const run: Run | ResumedRun = goOn
    ? await openResumedRun(engine, { out: request.out, data: [], command: request.command })
    : await openNewRun(engine, request);
  try {
    const began = performance.now();
    const reporter = {
      ...show,
      begin: (begun: Run) => {
        output.text(greeting(begun, engine.backend, output.colors));
        show.begin?.(begun);
      },
    };
    const { steps } = run.recipe.settings;
    const isShown = (step: number) => samplesAt.includes(step) || step === steps;
    const result = await train(run, { reporter, signal: stop.signal, samplesAt: isShown, sampling });
    show.close?.();
    if (!result) return false;
    output.text(afterTraining(run, result, (performance.now() - began) / 1000, output.colors));
    return true;
  } finally {
    stop.end();
    await run.close();
  }
}

async function openTalker(engine: Engine, out: string): Promise<Talker> {
  const { model, tokenizer } = await openModel(engine, out);
  if (!tokenizer) throw new Error(`${out} was saved without its tokenizer.`);
  return { model, tokenizer };
}
