/** The figures of free talk, as a page of 80 columns. */
import { type Copied, faults } from "inkling";
import { bar } from "../shared/bars.ts";
import type { Output } from "../shared/output.ts";
import { printable } from "../shared/printable.ts";
import type { FaultExample, FreeResult, Variety } from "./free.ts";
import { percent } from "./show.ts";

const WIDTH = 80;
/** Unknown words that are shown. */
const MOST_WORDS = 8;

export function showFree(result: FreeResult, output: Output): void {
  const { dim } = output.colors;
  showCopies(result, output);
  showVariety(result, output);
  if (result.prompts === "questions") showDrift(result, output);
  else output.text(dim("\nNo conversations: this model has no chat template, so it went on with texts.\n"));
  const { temperature = 1, topK = 0, topP = 1, minP = 0, repetitionPenalty = 1 } = result.sampling;
  const draws = [
    `temperature ${temperature}`,
    ...(topK > 0 ? [`top-k ${topK}`] : []),
    ...(topP < 1 ? [`top-p ${topP}`] : []),
    ...(minP > 0 ? [`min-p ${minP}`] : []),
    ...(repetitionPenalty === 1 ? [] : [`repetition penalty ${repetitionPenalty}`]),
  ].join(", ");
  output.text(dim(`\ndrawn with ${draws}, seed ${result.seed}\n`));
}

function showCopies({ copied, natural }: FreeResult, output: Output): void {
  const { bold, dim } = output.colors;
  const held = natural.length > 0;
  output.text(
    `${bold("memorisation")}  ${dim("how much of it stands word for word in the training text?")}\n`,
  );
  output.text(dim(`                ${"the model".padEnd(28)}${held ? "held-out text" : ""}\n`));
  copied.forEach((own, i) => {
    const beside = held ? copyCell(natural[i], output) : "";
    output.text(`  ${String(own.length).padStart(2)} words  ${copyCell(own, output)}${beside}`.trimEnd());
    output.text("\n");
  });
  const [{ length, runs }] = copied;
  output.text(
    dim(`  Of its ${runs} runs of ${length} words, and so on; without capitals and punctuation.\n`),
  );
  output.text(
    dim(
      held
        ? "  Held-out text was never learned, so what it shares is common speech; only\n  what the model has beyond that is memory.\n"
        : "  Such texts share much anyway: give --data HELDOUT to see how much.\n",
    ),
  );
}

function copyCell({ runs, found }: Copied, { colors: { cyan } }: Output): string {
  if (runs === 0) return "none so long".padStart(15).padEnd(28);
  const share = found / runs;
  return `${percent(share).padStart(6)} ${cyan(bar(share, 18).padEnd(21))}`;
}

function showVariety({ answers, sameQuestion, prompts }: FreeResult, output: Output): void {
  const { bold, dim } = output.colors;
  const head = ["1 word", "2 words", "3 words", "different answers"];
  output.text(
    `\n${bold("diversity")}  ${dim("how many of its runs of words are different ones? (distinct-n)")}\n`,
  );
  output.text(dim(`${" ".repeat(22)}${head.map((name) => name.padStart(name.length + 4)).join("")}\n`));
  const row = (name: string, { distinct, different, answers: of }: Variety) => {
    const cells = distinct.map((share, i) => percent(share).padStart(head[i].length + 4));
    output.text(`  ${name.padEnd(20)}${cells.join("")}${`${different} of ${of}`.padStart(21)}\n`);
  };
  row(`${answers.answers} ${prompts}`, answers);
  row(`${sameQuestion.answers} × the first`, sameQuestion);
  output.text(dim(`  ${quoted(sameQuestion.question, WIDTH - 2, output)}\n`));
}

function showDrift(result: FreeResult, output: Output): void {
  const { talks, drift, examples, unknownWords, naturalUnknownWords } = result;
  const { bold, dim, red } = output.colors;
  output.text(
    `\n${bold("drift")}  ${dim(`${talks} conversations of ${drift.length} turns: percent of answers with a fault`)}\n`,
  );
  const line = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(15)}${cells.map((cell) => cell.padStart(6)).join("")}\n`;
  output.text(
    dim(
      line(
        "turn",
        drift.map(({ turn }) => String(turn)),
      ),
    ),
  );
  const row = (name: string, shares: readonly number[]) => {
    const cells = shares.map((share) => (share === 0 ? "·" : (100 * share).toFixed(1)));
    const text = line(name, cells);
    output.text(shares.every((share) => share === 0) ? dim(text) : text);
  };
  for (const fault of faults) {
    row(
      fault,
      drift.map(({ faults: shares }) => shares[fault]),
    );
  }
  output.text(
    bold(
      line(
        "any of them",
        drift.map(({ any }) => (100 * any).toFixed(1)),
      ),
    ),
  );
  row(
    "unknown words",
    drift.map((turn) => turn.unknownWords),
  );
  if (naturalUnknownWords !== null)
    output.text(dim(`  Of held-out answers ${percent(naturalUnknownWords)} have unknown words.\n`));
  for (const example of examples) showExample(example, output);
  if (unknownWords.length > 0) {
    const shown = unknownWords.slice(0, MOST_WORDS).map((word) => printable(word, output));
    const more = unknownWords.length > MOST_WORDS ? ` and ${unknownWords.length - MOST_WORDS} more` : "";
    output.text(`\n  ${dim("words of its own:")} ${red(shown.join(", "))}${dim(more)}\n`);
  }
}

const meanings: Readonly<Record<FaultExample["fault"], string>> = {
  loops: "4 words three times over, or one word 6 times in a row",
  silent: "nothing but white space",
  endless: "it had to be cut off",
  "parrots itself": "its answer before, word for word",
  unreadable: "special tokens, or bytes that are no text",
  "unknown words": "neither in the training text nor said by the user",
};

function showExample({ fault, turn, question, answer }: FaultExample, output: Output): void {
  const { dim, red } = output.colors;
  output.text(`\n  ${fault}: ${dim(`${meanings[fault]}; turn ${turn}, say`)}\n`);
  output.text(`    > ${quoted(question, WIDTH - 6, output)}\n`);
  output.text(`      ${red(quoted(answer, WIDTH - 6, output))}\n`);
}

/** On one line, with an ellipsis where it is too long. */
function quoted(text: string, width: number, output: Output): string {
  const characters = Array.from(printable(text, output).replace(/\s+/gu, " ").trim());
  const cut = characters.length > width - 2 ? [...characters.slice(0, width - 3), "…"] : characters;
  return `“${cut.join("")}”`;
}
