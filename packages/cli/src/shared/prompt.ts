/** --prompt TEXT or --ids 1,2,3: what a model is given to read. */
import type { Command } from "commander";
import type { ModelOfFiles } from "inkling";
import { beginText, InklingError } from "inkling";
import { UsageError } from "./errors.ts";

export interface PromptFlags {
  readonly prompt?: string;
  readonly ids?: string;
}

export function addPromptFlags(command: Command): Command {
  return command
    .option("--prompt <text>", 'Text to read, "" for none; a BOS goes before it where the tokenizer has one.')
    .option("--ids <list>", "Token ids to read, exactly these, such as 1,2,3; works without a tokenizer.");
}

/** @throws UsageError unless exactly one of the flags is given; cheap, so call it before opening a model */
export function checkPromptFlags({ prompt, ids }: PromptFlags): void {
  if (prompt === undefined && ids === undefined) {
    throw new UsageError(
      'There is nothing to read: give --prompt TEXT ("" begins a text from nothing) or --ids 1,2,3.',
    );
  }
  if (prompt !== undefined && ids !== undefined) {
    throw new UsageError("Both --prompt and --ids were given: choose one.");
  }
}

/** The ids that the flags mean. */
export function promptIds({ prompt, ids }: PromptFlags, { model, tokenizer, name }: ModelOfFiles): number[] {
  if (ids !== undefined) return parseIds(ids, model.config.vocabSize);
  if (!tokenizer) {
    throw new InklingError(
      `${name} has no tokenizer.json, so this model can't read text. Give the ids themselves: --ids 1,2,3.`,
    );
  }
  return beginText(prompt ?? "", tokenizer);
}

/** "1,2, 3" → [1, 2, 3], each an id of the vocabulary. */
export function parseIds(text: string, vocabSize: number): number[] {
  return text.split(",").map((part) => {
    const id = /^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN;
    if (Number.isInteger(id) && id < vocabSize) return id;
    const what = Number.isNaN(id) ? `"${part}", which is no id` : `${id}`;
    throw new InklingError(
      `--ids has ${what}: this model's ids are the whole numbers from 0 to ${vocabSize - 1}. Write them as 1,2,3.`,
    );
  });
}
