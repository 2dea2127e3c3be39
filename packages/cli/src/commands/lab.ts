/** `inkling lab`: the page, served to this machine. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { InklingError } from "inkling";
import { serveLab } from "../lab/serve.ts";
import { addCommand } from "../shared/command.ts";
import { addSettingFlags, settingsFrom } from "../shared/flags.ts";
import { outputFor } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags {
  readonly json?: boolean;
  readonly model?: string;
  /** Commander's --no-open. */
  readonly open: boolean;
}

const settings = {
  port: {
    label: "Port",
    help: "Where the page is served; 0 for any free port.",
    kind: "integer",
    min: 0,
    max: 65_535,
    default: 4655,
  },
} as const;

/** Where `npm run build:lab` leaves the page. */
const page = fileURLToPath(new URL("../../../../apps/lab/dist", import.meta.url));

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "lab",
    description: "Open the page: talk to a model in the browser, and look inside.",
    json: '{"address"}',
    examples: [
      ["inkling lab", "with the models that come with Inkling"],
      ["inkling lab --model runs/book", "with a model of your own"],
      ["inkling lab --model stories.gguf", "with somebody else's"],
      ["inkling lab --no-open --port 0", "print the address only, on any free port"],
    ],
  });
  command
    .option(
      "--model <path>",
      "A model's folder, a .gguf file, or llama2.c's .bin. Default: those that come with Inkling.",
    )
    .option("--no-open", "Open no browser; print the address.");
  addSettingFlags(command, settings).action((flags: Flags) => labCommand(flags, terminal));
}

async function labCommand(flags: Flags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  if (!existsSync(join(page, "index.html"))) {
    throw new InklingError("The page is not built yet. Build it with: npm run build:lab");
  }
  const { port = settings.port.default } = settingsFrom(flags, settings);
  await serveLab(
    { page, port, browser: flags.open, ...(flags.model === undefined ? {} : { model: flags.model }) },
    terminal,
    output,
  );
}
