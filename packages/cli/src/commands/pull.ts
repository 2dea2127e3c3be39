/** `inkling pull`: a model from the hub, into the cache that transformers uses as well. */
import type { Command } from "commander";
import type { Pulled } from "../hub/pull.ts";
import { parseRepository } from "../hub/repository.ts";
import { transferReport } from "../hub/transferReport.ts";
import { inBytes } from "../hub/words.ts";
import { count } from "../run/words.ts";
import { addCommand } from "../shared/command.ts";
import { Interrupted } from "../shared/errors.ts";
import { untilInterrupted } from "../shared/interrupt.ts";
import { type Output, outputFor } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags {
  readonly json?: boolean;
  readonly out?: string;
  readonly file?: readonly string[];
}

const more = `Fetched are the config, tokenizer, card and safetensors; a .gguf where there are none; never a pickle. Each file's checksum
is verified as it comes (of what is there already, the length). What transformers has fetched is not fetched again, and what is broken off goes on where it stopped.

Environment: HF_TOKEN or the file HF_HOME/token says who asks, for private and gated models. HF_HOME and HF_HUB_CACHE say
where the cache is (~/.cache/huggingface/hub), HF_ENDPOINT which hub is asked (https://huggingface.co).
`;

export function register(program: Command, terminal: Terminal): void {
  addCommand(program, {
    name: "pull",
    description: "Fetch a model from the Hugging Face hub, and print where it is.",
    json: '{"progress":{"file","done","of","bytesPerSecond"}} and {"final":{"path","commit","fetchedBytes","files"}}',
    examples: [
      ["inkling pull HuggingFaceTB/SmolLM2-135M-Instruct", "into the cache; prints the folder"],
      ["inkling pull openai-community/gpt2@main --out gpt2", "a plain folder of your own, without links"],
      ["inkling pull owner/name-GGUF --file name.Q8_0.gguf", "one file; prints its path"],
    ],
  })
    .argument("<repository>", "OWNER/NAME, with @REVISION for a branch, a tag or a commit. (default: main)")
    .option("--out <dir>", "Copy the files into this new folder.")
    .option("--file <path...>", "Fetch only these files of the repository.")
    .addHelpText("after", more)
    .action((repository: string, flags: Flags) => pullCommand(repository, flags, terminal));
}

async function pullCommand(name: string, flags: Flags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  const repository = parseRepository(name);
  const report = transferReport(terminal, output, "fetching");
  // Loaded here: @huggingface/hub takes 50 ms, which no other command should wait for.
  const { pull } = await import("../hub/pull.ts");
  const request = { repository, files: flags.file ?? [], out: flags.out };
  try {
    const pulled = await untilInterrupted(terminal, (signal) =>
      pull(request, { env: terminal.env, signal, report }),
    );
    report.close();
    say(pulled, output, request.files.length > 0);
  } catch (error) {
    report.close();
    if (error instanceof Interrupted) {
      output.json({ interrupted: { done: report.done, of: report.of } });
      output.note("Interrupted. Run the same command again to go on where it stopped.");
    }
    throw error;
  }
}

/** @param named only certain files were asked for */
function say({ path, commit, files, fetched }: Pulled, output: Output, named: boolean): void {
  const listed = files.map(({ path, size, checksum: { kind, hex } }) => ({ path, bytes: size, [kind]: hex }));
  output.json({ final: { path, commit, fetchedBytes: fetched, files: listed } });
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const came = fetched === 0 ? "all there already" : `${inBytes(fetched)} fetched`;
  output.note(output.noteColors.dim(`${count(files.length, "file")}, ${inBytes(size)}; ${came}`));
  if (!named && !files.some((file) => /^tokenizer\.json$|\.gguf$/.test(file.path))) {
    output.note("There is no tokenizer.json: Inkling opens this model for ids only.");
  }
  output.text(`${path}\n`);
}
