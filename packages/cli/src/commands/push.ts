/** `inkling push`: a model's folder onto the hub. */
import type { Command } from "commander";
import { modelToPush } from "../hub/modelToPush.ts";
import { parseRepository } from "../hub/repository.ts";
import { transferReport } from "../hub/transferReport.ts";
import { inBytes } from "../hub/words.ts";
import { count } from "../run/words.ts";
import { addCommand } from "../shared/command.ts";
import { Interrupted, UsageError } from "../shared/errors.ts";
import { untilInterrupted } from "../shared/interrupt.ts";
import { outputFor } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags {
  readonly json?: boolean;
  readonly private?: boolean;
  readonly optimizer?: boolean;
  readonly message: string;
}

const more = `Sent are the files that inkling.json names, in one commit; what else is on the hub stays there. The folder must open as a
model, and its README.md must say what it is.

Environment: HF_TOKEN (a token that may write) or the file HF_HOME/token says who you are; HF_ENDPOINT which hub is meant
(https://huggingface.co).
`;

export function register(program: Command, terminal: Terminal): void {
  addCommand(program, {
    name: "push",
    description: "Put a model's folder on the Hugging Face hub, and print its address.",
    json: '{"progress":{"file","done","of","bytesPerSecond"}} and {"final":{"address","commit","created","files"}}',
    examples: [
      ["inkling push runs/mine me/mine --private", "makes the repository if there is none"],
      ["inkling push runs/mine me/mine --optimizer", "so that others can go on training"],
    ],
  })
    .argument("<dir>", "A model's folder.")
    .argument("<repository>", "OWNER/NAME")
    .option("--private", "If the repository has to be made, show it to nobody else.")
    .option("--optimizer", "Also send optimizer.safetensors, which is needed to go on training.")
    .option("--message <text>", "The commit's title.", "Push with Inkling")
    .addHelpText("after", more)
    .action((dir: string, repository: string, flags: Flags) => pushCommand(dir, repository, flags, terminal));
}

async function pushCommand(dir: string, name: string, flags: Flags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  if (name.includes("@"))
    throw new UsageError("A push goes to the branch main: leave @ and what follows out.");
  const { id } = parseRepository(name);
  const report = transferReport(terminal, output, "sending");
  // Loaded here: @huggingface/hub takes 50 ms, which no other command should wait for.
  const { push } = await import("../hub/push.ts");
  try {
    const model = await modelToPush(dir, { optimizer: flags.optimizer === true });
    for (const line of model.notes) output.note(line);
    const request = { model, id, private: flags.private === true, message: flags.message };
    const pushed = await untilInterrupted(terminal, (signal) =>
      push(request, { env: terminal.env, signal, report }),
    );
    report.close();
    output.json({
      final: { ...pushed, files: model.files.map(({ name, bytes }) => ({ path: name, bytes })) },
    });
    const size = model.files.reduce((sum, { bytes }) => sum + bytes, 0);
    const made = pushed.created ? " in a new repository" : "";
    output.note(output.noteColors.dim(`${count(model.files.length, "file")}, ${inBytes(size)}${made}`));
    output.text(`${pushed.address}\n`);
  } catch (error) {
    report.close();
    if (error instanceof Interrupted) {
      output.json({ interrupted: { done: report.done, of: report.of } });
      output.note(
        "Interrupted. Run the same command again: large files that have arrived are not sent again.",
      );
    }
    throw error;
  }
}
