/** `inkling train-tokenizer`: makes a vocabulary from texts, and writes it as Hugging Face's tokenizer.json. */
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type Command, Option } from "commander";
import { modelSettings, type PreTokeniserName, preTokenisers, type Tokenizer } from "inkling";
import { explainFileError, openCorpus, writeFileAtomically } from "inkling/node";
import { addCommand, addRequiredFlag } from "../shared/command.ts";
import { addDataFlags, type DataFlags } from "../shared/dataFlags.ts";
import { UsageError } from "../shared/errors.ts";
import { addSettingFlags } from "../shared/flags.ts";
import { learnTokenizer, type TokenizerKind } from "../shared/learnTokenizer.ts";
import { type Output, outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";

interface Flags extends DataFlags {
  readonly json?: boolean;
  readonly kind: TokenizerKind;
  readonly pretokenizer: PreTokeniserName;
  readonly vocabSize?: number;
  readonly out: string;
}

const sizeFlag = {
  vocabSize: {
    ...modelSettings.vocabSize,
    help: "How many tokens the vocabulary shall have: 3 special ones, 256 bytes, and one per merge. Needed for bpe.",
    min: 259,
  },
} as const;

export function register(program: Command, terminal: Terminal): void {
  const command = addCommand(program, {
    name: "train-tokenizer",
    description: "Learn a vocabulary from texts, and write it as a tokenizer.json.",
    json: '{"out","kind","vocabSize","bytes","tokens","bytesPerToken","longest"}',
    examples: [
      ["inkling train-tokenizer --data book.txt --vocab-size 1024 --out tokenizer.json", "byte pairs"],
      [
        "inkling train-tokenizer --data book.txt --kind char --out characters.json",
        "one token per character",
      ],
      ['inkling tokenize --tokenizer tokenizer.json "The whale" --show-work', "see what it learned"],
    ],
  });
  addDataFlags(command)
    .addOption(new Option("--kind <kind>", "What a token is.").choices(["bpe", "char"]).default("bpe"))
    .addOption(
      new Option("--pretokenizer <name>", "How bpe first cuts text into words; smollm splits digits.")
        .choices(Object.keys(preTokenisers))
        .default("gpt-2"),
    );
  addRequiredFlag(command, "--out <file>", "Where to write the tokenizer.json.");
  addSettingFlags(command, sizeFlag, { defaultText: "none" }).action((flags: Flags) =>
    trainTokenizerCommand(flags, terminal),
  );
}

async function trainTokenizerCommand(flags: Flags, terminal: Terminal): Promise<void> {
  const { kind, vocabSize, out, pretokenizer: preTokeniser } = flags;
  if (kind === "bpe" && vocabSize === undefined)
    throw new UsageError("A bpe needs a size: give --vocab-size N.");
  if (kind === "char" && vocabSize !== undefined) {
    throw new UsageError(
      "A char tokenizer has a token for every character it meets: leave --vocab-size out.",
    );
  }
  const output = outputFor(terminal, flags);
  await checkFolderOf(out); // now, not after minutes of work
  const corpus = await openCorpus(flags.data, { documents: flags.documents });
  const progress = progressBar(terminal, output, "merging");
  try {
    const { tokenizer, bytes, tokens } = await learnTokenizer(corpus, {
      kind,
      preTokeniser,
      vocabSize: vocabSize ?? 0,
      onProgress: ({ merges, of, token }) => progress.update(merges, of, token),
    });
    progress.stop();
    const text = `${JSON.stringify(tokenizer, null, 2)}\n`;
    await writeFileAtomically(out, new TextEncoder().encode(text));
    const facts = { out, kind, vocabSize: tokenizer.vocabSize, bytes, tokens };
    const longest = longestTokens(tokenizer, 8);
    output.json({ ...facts, bytesPerToken: bytes / tokens, longest });
    explain({ ...facts, longest }, output);
  } finally {
    progress.stop();
  }
}

async function checkFolderOf(path: string): Promise<void> {
  try {
    await stat(dirname(path));
  } catch (error) {
    throw explainFileError(error, `${path} can't be written`);
  }
}

/** The tokens that stand for most bytes, special ones aside. */
function longestTokens(tokenizer: Tokenizer, count: number): string[] {
  const special = new Set(tokenizer.specialTokens.values());
  const ids = Array.from({ length: tokenizer.vocabSize }, (_, id) => id).filter((id) => !special.has(id));
  const length = (id: number) => tokenizer.bytesOf(id).length;
  ids.sort((a, b) => length(b) - length(a) || a - b);
  return ids.slice(0, count).map((id) => tokenizer.decode([id]));
}

interface Facts {
  readonly out: string;
  readonly kind: TokenizerKind;
  readonly vocabSize: number;
  readonly bytes: number;
  readonly tokens: number;
  readonly longest: readonly string[];
}

function explain({ out, kind, vocabSize, bytes, tokens, longest }: Facts, output: Output): void {
  const { bold, dim } = output.colors;
  output.text(`${bold(out)}: ${vocabSize} tokens\n`);
  output.text(
    `${bold((bytes / tokens).toFixed(2))} bytes per token ${dim(`(${bytes} bytes of text became ${tokens} tokens)`)}\n`,
  );
  if (kind === "bpe") {
    output.text(`longest: ${longest.map((text) => JSON.stringify(text)).join("  ")}\n`);
  }
}
