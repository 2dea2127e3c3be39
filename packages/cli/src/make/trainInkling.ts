/**
 * `npm run train:inkling`: writes the conversations, learns a vocabulary, trains the model. Each stage is left out if it is
 * done, and the training goes on where it was: kill it at any moment and call it again.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InklingError, parseDocumentRule } from "inkling";
import { openCorpus, writeFileAtomically } from "inkling/node";
import { exitCodes, reportError } from "../shared/errors.ts";
import { learnTokenizer } from "../shared/learnTokenizer.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import { processTerminal, type Terminal } from "../shared/terminal.ts";
import { fingerprint, REPORT, writeConversations } from "./conversations.ts";
import { type InklingRecipe, inklingRecipe, inklingRequest, places } from "./inklingRecipe.ts";
import { trainOrGoOn } from "./trainOrGoOn.ts";

/** @returns the exit code */
export async function trainInkling(
  root: string,
  terminal: Terminal,
  recipe: InklingRecipe = inklingRecipe,
): Promise<number> {
  const making: Making = { root, recipe, terminal, output: outputFor(terminal, {}) };
  await writeVillage(making);
  await writeTokenizer(making);
  return trainModel(making);
}

interface Making {
  /** The folder in which all of it lies. */
  readonly root: string;
  readonly recipe: InklingRecipe;
  readonly terminal: Terminal;
  readonly output: Output;
}

async function writeVillage({ root, recipe: { conversations }, terminal, output }: Making): Promise<void> {
  const { village } = places(root);
  const written = await recorded(join(village, REPORT));
  if (written === identity(fingerprint(conversations.seed), conversations.count)) return;
  if (written !== undefined) {
    throw new InklingError(
      `${village} holds other conversations: their number, the table or the phrases have changed since. Rename or delete ${root}, and a new model is trained from what the village is now.`,
    );
  }
  output.text(`Writing conversations into ${village}: a minute or two.\n`);
  const progress = progressBar(terminal, output, "talking");
  try {
    await writeConversations({ ...conversations, out: village, progress });
  } finally {
    progress.stop();
  }
}

/** What tells one village's conversations from another's. */
function identity(fingerprint: string, count: number): string {
  return `${count} of ${fingerprint}`;
}

async function recorded(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  const report: unknown = JSON.parse(await readFile(path, "utf8"));
  const isReport =
    typeof report === "object" && report !== null && "fingerprint" in report && "count" in report;
  return isReport ? identity(String(report.fingerprint), Number(report.count)) : "";
}

async function writeTokenizer({ root, recipe, terminal, output }: Making): Promise<void> {
  const { preTokeniser, vocabSize } = recipe;
  const { train: folder, tokenizer: path } = places(root);
  if (existsSync(path)) return;
  const progress = progressBar(terminal, output, "merging");
  try {
    const corpus = await openCorpus([join(folder, "001.jsonl")], { documents: parseDocumentRule("file") });
    const onProgress = (now: { merges: number; of: number; token: string }) =>
      progress.update(now.merges, now.of, now.token);
    const { tokenizer, bytes, tokens } = await learnTokenizer(corpus, {
      kind: "bpe",
      preTokeniser,
      vocabSize,
      onProgress,
    });
    await writeFileAtomically(path, new TextEncoder().encode(`${JSON.stringify(tokenizer, null, 2)}\n`));
    progress.stop();
    output.text(`A vocabulary of ${vocabSize} tokens, ${(bytes / tokens).toFixed(2)} bytes each.\n`);
  } finally {
    progress.stop();
  }
}

async function trainModel({ root, recipe, terminal, output }: Making): Promise<number> {
  const request = inklingRequest(root, recipe);
  if (!(await trainOrGoOn(request, terminal, output))) return exitCodes.interrupted;
  output.text(`Talk to it: npx inkling chat --model ${request.out}\n`);
  return exitCodes.fine;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const terminal = processTerminal();
  try {
    process.exitCode = await trainInkling(process.argv[2] ?? "runs/inkling", terminal);
  } catch (error) {
    process.exitCode = reportError(error, [], terminal);
  }
}
