/** `inkling convert`: a model from one format into another, and what is lost on the way. */
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type CarriedDtype, carry, type Target, targetNames, targets } from "@inkling/formats";
import { type Command, Option } from "commander";
import { InklingError } from "inkling";
import { saveFolder, writeFileAtomically } from "inkling/node";
import { addCommand, addRequiredFlag } from "../shared/command.ts";
import { UsageError } from "../shared/errors.ts";
import { withSource } from "../shared/openSource.ts";
import { outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags {
  readonly json?: boolean;
  readonly out: string;
  readonly to?: Target;
  readonly dtype?: CarriedDtype;
  readonly tokenizer?: string;
  readonly name?: string;
  readonly force?: boolean;
}

const dtypes = [...new Set(targetNames.flatMap((name) => targets[name].dtypes))];

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "convert",
    description: "Turn a model into another format: for transformers, llama.cpp, ONNX Runtime.",
    json: '{"out","to","dtype","files","bytes","lost"}',
    examples: [
      ["inkling convert models/inkling --out inkling.gguf", "for llama.cpp"],
      ["inkling convert models/inkling --out inkling-q8.gguf --dtype Q8_0", "half the size"],
      ["inkling convert models/inkling --out web --to onnx", "for ONNX Runtime and transformers.js"],
      ["inkling convert model.gguf --out model", "a Hugging Face folder, for transformers"],
      ["inkling convert stories260K.bin --tokenizer tok512.bin --out stories", "from llama2.c"],
    ],
  });
  const all = targetNames.map((name) => `${name} (${targets[name].opens})`).join(", ");
  const each = targetNames.map((name) => `${name}: ${targets[name].dtypes.join(", ")}`).join("; ");
  command.argument("<model>", "A Hugging Face folder, a .gguf file, or llama2.c's .bin.");
  addRequiredFlag(command, "--out <path>", "Where the result goes: a .gguf file, or a folder.")
    .addOption(
      new Option("--to <format>", `${all}. Default: gguf if --out ends in .gguf, else hf.`).choices(
        targetNames,
      ),
    )
    .addOption(
      new Option(
        "--dtype <dtype>",
        `How numbers are stored. ${each}. Default: as they are, if the format can, else F32.`,
      ).choices(dtypes),
    )
    .option(
      "--tokenizer <file>",
      "llama2.c's tokenizer. Default: tok512.bin (for a vocabulary of 512) or tokenizer.bin beside the model.",
    )
    .option("--name <text>", "The model's name in the file's own words. Default: that of the folder or file.")
    .option("--force", "Overwrite the file --out, if there is one. (A folder is never overwritten.)")
    .action((model: string, flags: Flags) => convertCommand(model, flags, terminal));
}

async function convertCommand(model: string, flags: Flags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  const { out } = flags;
  const to = flags.to ?? (out.endsWith(".gguf") ? "gguf" : "hf");
  const { dtypes, label } = targets[to];
  if (flags.dtype !== undefined && !dtypes.some((one) => one === flags.dtype)) {
    throw new UsageError(`${flags.dtype} can't be written in ${label}, which holds ${dtypes.join(", ")}.`);
  }
  if (to === "gguf") await checkFile(out, flags.force === true);
  const { name = nameOf(model) } = flags;
  const bar = progressBar(terminal, output, "Converting");
  try {
    await withSource(model, flags.tokenizer, async (source) => {
      const options = { to, name, ...(flags.dtype === undefined ? {} : { dtype: flags.dtype }) };
      const { files, dtype, lost } = carry(source, options);
      let bytes = 0;
      const counted = files.map((file) => ({
        name: file.name,
        write: (sink: Parameters<typeof file.write>[0]) =>
          file.write({
            async write(chunk) {
              await sink.write(chunk);
              bytes += chunk.length;
              bar.update(bytes, 0, `${file.name} ${megabytes(bytes)}`);
            },
          }),
      }));
      if (to === "gguf") await writeFileAtomically(out, (sink) => counted[0].write(sink));
      else await saveFolder(out, counted);
      bar.stop();
      output.json({ out, to, dtype, files: files.map((file) => file.name), bytes, lost });
      output.text(`${model} (${source.storedAs}) is now ${out}: ${label}, ${dtype}, ${megabytes(bytes)}.\n`);
      for (const sentence of lost) output.text(`  ${sentence}\n`);
      output.text(`It opens in ${targets[to].opens}.\n`);
    });
  } finally {
    bar.stop();
  }
}

/** Before anything long begins. */
async function checkFile(out: string, force: boolean): Promise<void> {
  const old = await stat(out).catch(() => undefined);
  if (old?.isDirectory())
    throw new InklingError(
      `${out} is a folder, and GGUF is one file. Give a name such as ${out}/model.gguf.`,
    );
  if (old && !force)
    throw new InklingError(`${out} is there already. Choose another name, or add --force to overwrite it.`);
}

/** "runs/fish" → "fish", "a/model.gguf" → "model" */
function nameOf(path: string): string {
  return basename(path).replace(/\.(gguf|bin)$/, "");
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
