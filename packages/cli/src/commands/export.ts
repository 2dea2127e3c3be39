/** `inkling export`: a model as one page, with everything it needs to talk, for whoever has a browser. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, Option } from "commander";
import { createEngine, InklingError } from "inkling";
import { writeFileAtomically } from "inkling/node";
import { type PageDtype, pageDtypes } from "../export/dtypes.ts";
import { exportPage } from "../export/exportPage.ts";
import { buildPage, isPageStale, oneFilePage } from "../lab/buildPage.ts";
import { addCommand, addRequiredFlag } from "../shared/command.ts";
import { UsageError } from "../shared/errors.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags {
  readonly json?: boolean;
  readonly model: string;
  readonly html: string;
  readonly title?: string;
  readonly dtype?: PageDtype;
  readonly try?: readonly string[];
  readonly force?: boolean;
}

/** The repository's: the page is built from what lies there. */
const root = fileURLToPath(new URL("../../../..", import.meta.url));

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "export",
    description: "Write a model and a page to talk to it into one .html file, which opens without a network.",
    json: '{"file","bytes","title","dtype","parameters"}',
    examples: [
      ["inkling export --model models/inkling --html inkling.html", "open it with a double click"],
      ['inkling export --model runs/fish --html fish.html --title "A fish"', "under a name of your own"],
      ["inkling export --model runs/fish --html fish.html --dtype q8_0 --force", "smaller, over the old one"],
      [
        'inkling export --model runs/fish --html fish.html --try "Who are you?" "Swim!"',
        "with things to try",
      ],
    ],
  });
  addRequiredFlag(
    command,
    "--model <dir>",
    "A model folder: Inkling's, or a GPT-2 or Llama from Hugging Face.",
  );
  addRequiredFlag(command, "--html <file>", "The page to write, at most 12 MB.");
  command
    .option("--title <text>", "What the page calls the model. Default: the heading of its card.")
    .addOption(
      new Option(
        "--dtype <dtype>",
        "How the page keeps the numbers; q8_0 and q4_0 round them for a smaller page. Default: F16, or as they were saved if quantised.",
      ).choices(pageDtypes),
    )
    .option(
      "--try <text...>",
      "Questions (or beginnings) that the page offers. Default: none, but for Inkling's own model.",
    )
    .option("--force", "Write over a file of that name.")
    .action((flags: Flags) => exportCommand(flags, terminal));
}

async function exportCommand(flags: Flags, terminal: Terminal): Promise<void> {
  const { model, html, title, dtype, try: questions } = flags;
  const output = outputFor(terminal, flags);
  if (!/\.html?$/i.test(html)) {
    throw new UsageError(`--html is "${html}": browsers open a file by its ending, so give it one of .html.`);
  }
  if (existsSync(html) && !flags.force) {
    throw new InklingError(`${html} is there already. Choose another name, or add --force to write over it.`);
  }
  const template = await builtTemplate(output);
  const bar = progressBar(terminal, output, "Export");
  const engine = await createEngine();
  try {
    const page = await exportPage(engine, {
      dir: model,
      template,
      ...(title === undefined ? {} : { title }),
      ...(dtype === undefined ? {} : { dtype }),
      ...(questions === undefined ? {} : { questions }),
      progress: (share, what) => bar.update(share, 1, what),
    });
    await writeFileAtomically(html, page.bytes);
    bar.stop();
    const { bytes, ...facts } = page;
    output.json({ file: html, bytes: bytes.length, ...facts });
    output.text(
      `${output.colors.bold(html)}: ${(bytes.length / 1e6).toFixed(1)} MB, numbers as ${page.dtype}. Open it with a double click: it needs nothing else, and no network.\n`,
    );
  } finally {
    bar.stop();
    engine.dispose();
  }
}

/** The page without a model; built first where it is missing, or older than its sources. */
async function builtTemplate(output: Output): Promise<string> {
  if (await isPageStale(root, oneFilePage)) {
    output.note("Building the page (a few seconds, once) …");
    await buildPage(root, oneFilePage);
  }
  return readFile(join(root, oneFilePage.built), "utf8");
}
