/** `inkling tokenize`: how a text becomes ids, and with --show-work every step on the way. */
import { join } from "node:path";
import type { Command } from "commander";
import { readTokenizerJson, type Tokenizer } from "inkling";
import { openFileSource, openSet } from "inkling/node";
import { addCommand } from "../shared/command.ts";
import { UsageError } from "../shared/errors.ts";
import { outputFor } from "../shared/output.ts";
import { readAll, utf8Text } from "../shared/readAll.ts";
import { showTokens, showWork } from "../shared/showTokens.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags {
  readonly json?: boolean;
  readonly model?: string;
  readonly tokenizer?: string;
  readonly showWork?: boolean;
}

export function register(program: Command, terminal: Terminal): void {
  addCommand(program, {
    name: "tokenize",
    description: "Show how a text becomes ids.",
    json: '{"ids","tokens"}, tokens as the vocabulary spells them; with --show-work also "pieces"',
    examples: [
      ['inkling tokenize --model runs/book "Call me Ishmael."', "tokens, ids and bytes"],
      ['inkling tokenize --tokenizer tokenizer.json "whales" --show-work', "cut by cut, merge by merge"],
      ["inkling tokenize --tokenizer tokenizer.json --json < book.txt", "a whole file"],
    ],
  })
    .argument("[text]", "The text; without it, stdin is read.")
    .option("--model <dir>", "A model folder with a tokenizer.json.")
    .option("--tokenizer <file>", "A tokenizer.json.")
    .option("--show-work", "Show the pieces and every merge.")
    .action((text: string | undefined, flags: Flags) => tokenizeCommand(text, flags, terminal));
}

async function tokenizeCommand(given: string | undefined, flags: Flags, terminal: Terminal): Promise<void> {
  const output = outputFor(terminal, flags);
  const tokenizer = await tokenizerFrom(flags);
  if (given === undefined && terminal.stdin.isTTY === true) {
    output.note("Type a text; Ctrl-D on an empty line ends it.");
  }
  const text = given ?? utf8Text(await readAll(terminal.stdin), "stdin");
  const work = tokenizer.encodeShowingWork(text);
  const ids = work.tokens.map(({ id }) => id);
  const tokens = ids.map((id) => tokenizer.token(id));
  const pieces = work.pieces.map(({ bytes, ...piece }) => ({ ...piece, bytes: [...bytes] }));
  output.json(flags.showWork ? { ids, tokens, pieces } : { ids, tokens });
  if (flags.showWork) output.text(showWork(work, tokenizer, output.colors));
  output.text(showTokens(work, tokenizer, output.colors));
}

async function tokenizerFrom({ model, tokenizer }: Flags): Promise<Tokenizer> {
  if (model !== undefined && tokenizer !== undefined) {
    throw new UsageError("Both --model and --tokenizer were given: choose one.");
  }
  if (model !== undefined) {
    // The weights are not needed, so their hash isn't checked.
    const set = await openSet(model, { verify: false });
    return readTokenizerJson(await set.text("tokenizer.json"), join(model, "tokenizer.json"));
  }
  if (tokenizer === undefined) {
    throw new UsageError("There is no tokenizer: give --model DIR or --tokenizer FILE.");
  }
  const source = await openFileSource(tokenizer);
  try {
    return readTokenizerJson(utf8Text(await source.read(0, source.size), tokenizer), tokenizer);
  } finally {
    await source.close();
  }
}
