/** `inkling inspect`: takes activations out of a run, by name, as a safetensors file. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import {
  checkHookNames,
  collectBytes,
  type Edit,
  edited,
  hookShapes,
  InklingError,
  type LanguageModel,
  parseEdits,
  type Recording,
  record,
  writeSafetensors,
} from "inkling";
import { explainFileError, writeFileAtomically } from "inkling/node";
import { addCommand, addRequiredFlag } from "../shared/command.ts";
import { UsageError } from "../shared/errors.ts";
import { hookTable, summaries, summaryTable } from "../shared/inspectTables.ts";
import { addModelFlags, type ModelFlags, withModel } from "../shared/modelFlags.ts";
import { outputFor } from "../shared/output.ts";
import { addPromptFlags, checkPromptFlags, type PromptFlags, promptIds } from "../shared/prompt.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags extends ModelFlags, PromptFlags {
  readonly json?: boolean;
  readonly hook: readonly string[];
  readonly edit?: readonly string[];
  readonly out?: string;
}

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "inspect",
    description: "Record what a model computes on the way, edited if you like, into a file.",
    json: '{"out","tensors":[{"name","shape","mean","min","max"}]}; for --hook list {"hooks":[{"name","axes","shape"}]}',
    examples: [
      ["inkling inspect --model runs/book --hook list", "all that can be recorded"],
      [
        'inkling inspect --model runs/book --prompt "Call me" --hook blocks.0.attn.hook_pattern --out run.safetensors',
        "who looks at whom in the first block",
      ],
      [
        `inkling inspect --model runs/book --prompt "Call me" --hook ln_final.hook_normalized --edit '{"kind":"ablate","at":{"layer":0,"head":1}}' --out without.safetensors`,
        "the same run without one head",
      ],
    ],
  });
  addPromptFlags(addModelFlags(command));
  const hooks = 'Activations to record; "list" names them all with their shapes.';
  addRequiredFlag(command, "--hook <name...>", hooks)
    .option("--edit <json...>", "Edits to apply, as JSON or @file.json.")
    .option(
      "--out <file>",
      "Where to write one tensor per hook, logits always among them, and ids [1, T] as I32.",
    )
    .action((flags: Flags) => inspectCommand(flags, terminal));
}

async function inspectCommand(flags: Flags, terminal: Terminal): Promise<void> {
  if (flags.hook.includes("list")) return listHooks(flags, terminal);
  checkPromptFlags(flags);
  const { out } = flags;
  if (out === undefined) throw new UsageError("Where shall it be written? Give --out FILE.safetensors.");
  const output = outputFor(terminal, flags);
  const edits = await readEdits(flags.edit ?? []);
  await withModel(flags, output.note, async (opened) => {
    // Written in the order of computation, and each once.
    const asked = new Set<string>([...checkHookNames(opened.model, flags.hook), "logits"]);
    const names = [...hookShapes(opened.model.config).keys()].filter((name) => asked.has(name));
    const ids = promptIds(flags, opened);
    const run = await record(await edited(opened.model, edits), ids, names);
    await writeFileAtomically(out, await encode(run, ids));
    const tensors = summaries(run);
    output.json({ out, tensors });
    output.text(summaryTable(tensors, output.colors));
    output.text(`${output.colors.dim("written to")} ${out}\n`);
  });
}

async function listHooks(flags: Flags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  await withModel(flags, output.note, async ({ model }) => {
    const hooks = [...hookShapes(model.config)].map(([name, axes]) => ({
      name,
      axes,
      shape: axes.split(" ").map((axis) => sizeOf(axis, model)),
    }));
    output.json({ hooks });
    output.text(hookTable(hooks, output.colors));
  });
}

/** An axis's size in this model; B, T and S depend on what is read, and stay letters. */
function sizeOf(axis: string, { config }: LanguageModel): number | string {
  const sizes = new Map([
    ["D", config.dModel],
    ["H", config.nHeads],
    ["Hkv", config.nKvHeads],
    ["K", config.dHead],
    ["F", config.dMlp],
    ["V", config.vocabSize],
  ]);
  return sizes.get(axis) ?? axis;
}

/** Each --edit is an edit, a list of them, or @ and the name of a file with one or the other. */
async function readEdits(given: readonly string[]): Promise<Edit[]> {
  const edits: Edit[] = [];
  for (const text of given) {
    const file = text.startsWith("@") ? text.slice(1) : undefined;
    edits.push(...parseEdits(parseJson(file === undefined ? text : await readText(file), file ?? "--edit")));
  }
  return edits;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw explainFileError(error, `${path} could not be read`);
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InklingError(
      `${where} is not JSON: ${reason}. Expected an edit such as '{"kind":"ablate","at":{"layer":0,"head":1}}'.`,
    );
  }
}

async function encode(run: Recording, ids: readonly number[]): Promise<Uint8Array> {
  const sink = collectBytes();
  const tensors = [...run].map(([name, { shape, data }]) => ({
    name,
    shape,
    data: () => Float32Array.from(data),
  }));
  const read = {
    name: "ids",
    shape: [1, ids.length],
    dtype: "I32",
    data: () => Int32Array.from(ids),
  } as const;
  await writeSafetensors([...tensors, read], {}, sink);
  return sink.bytes();
}
