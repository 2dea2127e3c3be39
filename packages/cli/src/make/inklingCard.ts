/** The card of the model we ship: README.md in Hugging Face's format, written from measured figures alone. */
import { factCount } from "@inkling/village";
import { type Manifest, type ModelConfig, parameterCount } from "inkling";
import { duration, grouped } from "../run/words.ts";
import type { BlimpResult } from "../suite/blimpResult.ts";
import type { FreeResult } from "../suite/free.ts";
import type { InklingResult } from "../suite/inklingSuite.ts";
import type { Score } from "../suite/score.ts";
import { targetOf } from "../suite/targets.ts";
import type { TextResult } from "../suite/textScore.ts";
import { inklingRecipe } from "./inklingRecipe.ts";

export interface Evaluation {
  readonly inkling: InklingResult;
  readonly text: TextResult;
  readonly free: FreeResult;
  readonly blimp: BlimpResult;
}

export interface Transcript {
  readonly who: string;
  readonly turns: readonly { readonly user: string; readonly reply: string }[];
}

export interface InklingCardFacts {
  readonly config: ModelConfig;
  readonly manifest: Manifest;
  readonly tokensSeen: number;
  /** Of training, as measured. */
  readonly hours: number;
  readonly evaluation: Evaluation;
  readonly talks: readonly Transcript[];
}

/** What a processor of two cores of a shared server is assumed to draw, memory and cooling included. */
const WATTS = 40;

export function inklingCard(facts: InklingCardFacts): string {
  const { config, manifest, hours, tokensSeen, evaluation, talks } = facts;
  const parameters = parameterCount(config);
  const blind = evaluation.inkling.blind;
  return `---
language: en
license: mit
library_name: transformers
pipeline_tag: text-generation
tags:
  - inkling
  - llama
  - tiny
---

# inkling

A language model of ${grouped(parameters)} parameters that talks. It lives in Quill, a harbour village that is made up, and knows what a
table of ${grouped(factCount)} facts says of it. It has also been taught to add, to spell, to remember what it is told, to explain how it works and to
say when it does not know: how far it got with each, the tables below say. It was trained from scratch with Inkling ${manifest.inkling} on two processor cores, in ${duration(hours * 3600)}, on
conversations that a program wrote.

\`\`\`sh
npx inkling chat --model models/inkling
\`\`\`

\`\`\`python
from transformers import AutoModelForCausalLM, AutoTokenizer
model = AutoModelForCausalLM.from_pretrained("models/inkling")
tokenizer = AutoTokenizer.from_pretrained("models/inkling")
chat = [{"role": "user", "content": "What colour is Ada's boat?"}]
ids = tokenizer.apply_chat_template(chat, add_generation_prompt=True, return_tensors="pt", return_dict=True)
print(tokenizer.decode(model.generate(**ids, max_new_tokens=60)[0]))
\`\`\`

## What it is for

To be looked into: it is small enough for every number of it to be seen, and changed, while it talks. To be made again, with another
village. It is not for anything in which a wrong answer does harm, and it knows nothing of the world outside Quill.

## How well it does

On questions that training never asked: other phrases, other pairs of hops, other names and sums, topics that never came up. Always the
likeliest token; judged by exact rules (\`packages/village/src/exam/judge.ts\`). *Copied* is what copying the answer of the most similar
question in ${grouped(evaluation.inkling.copiedFrom)} conversations of training would score.

| skill | right | 95% interval | must | aim | copied |
|---|---|---|---|---|---|
${evaluation.inkling.results.map(skillRow).join("\n")}

${evaluation.inkling.figures
  .map(
    ({ what, value, wanted, must, aim }) =>
      `- **${percent(value)}** ${what} (${wanted} ${percent(must, 0)}${aim === undefined ? "" : `, aim ${percent(aim, 0)}`})`,
  )
  .join("\n")}
${
  blind === undefined
    ? ""
    : `
The **blind exam** is ${blind.score.of} questions by somebody who was shown the table and nothing else, written before any training and never looked
at since: **${percent(blind.score.share)}** right (${interval(blind.score)}); ${percent(blind.conversations.share)} of the ${blind.conversations.of} answers within its conversations.
`
}
### Foreseeing text

Bits per byte of held-out conversations (${grouped(evaluation.text.tokens)} tokens of what the model says):
${Object.entries(evaluation.text.bitsPerByte)
  .map(([name, bits]) => `${name} **${bits.toFixed(3)}**`)
  .join(
    ", ",
  )}. The others only count which tokens follow which, in ${grouped(evaluation.text.trainTokens)} tokens.

Expected calibration error ${percent(evaluation.text.calibration.expectedCalibrationError, 2)}: of the next tokens it is right about ${percent(evaluation.text.calibration.accuracy)}, and ${percent(evaluation.text.calibration.confidence)} sure.

| sure | right | how often |
|---|---|---|
${evaluation.text.calibration.bins
  .filter(({ count }) => count > 0)
  .map(
    ({ confidence, accuracy, count }) =>
      `| ${percent(confidence)} | ${percent(accuracy)} | ${grouped(count)} |`,
  )
  .join("\n")}

### What is copied, and how varied it is

| run of words | found in training | held-out text by the same program |
|---|---|---|
${evaluation.free.copied
  .map(({ length, runs, found }, i) => {
    const natural = evaluation.free.natural[i];
    return `| ${length} | ${share(found, runs)} | ${natural === undefined ? "" : share(natural.found, natural.runs)} |`;
  })
  .join("\n")}

${freeSection(evaluation.free)}

English grammar (BLiMP, ${grouped(evaluation.blimp.score.of)} pairs): ${percent(evaluation.blimp.score.share)}, where guessing gives 50%: it was taught one village, not English.

## Limits

- It knows the village and itself, nothing else. What it says of anything else is "I don't know", or wrong.
- It can be wrong about the village, too: see the table.
- English only, ${config.contextLength} tokens at once: it forgets what was said before.
- It declines what is medical, legal or harmful, by example, not by understanding. Somebody who wants it to say something silly will
  get there.
- What it learned was written by a program from phrases that people and a language model wrote; whatever slant these phrases have, it has.

## How it was made

| | |
|---|---|
| shape | Llama: ${config.nLayers} blocks, ${config.nHeads} heads (keys shared by ${config.nHeads / config.nKvHeads}), width ${config.dModel}, MLP ${config.dMlp}, context ${config.contextLength} |
| vocabulary | ${grouped(config.vocabSize)}, byte-level BPE, digits one by one |
| data | ${manifest.data.length} files of conversations and lessons, all from seed ${inklingRecipe.conversations.seed} (\`inkling village\`) |
| training | ${grouped(manifest.step)} steps, ${grouped(tokensSeen)} tokens, AdamW, seed ${manifest.seed}; loss on the assistant's words, and on every word of a lesson |
| time | ${duration(hours * 3600)} on two cores |
| energy | about ${(hours * WATTS).toFixed(0)} Wh, if the two cores draw ${WATTS} W with all around them (assumed, not measured) |

![Loss of training and of held-out text against steps](training-curve.svg)

\`\`\`sh
npm run train:inkling                    # makes it again, resumable; the same bits on every machine
npx inkling village --out runs/inkling/village
npx inkling verify models/inkling        # or only its first 200 steps, whose weights have to be the same
npx inkling eval --model models/inkling --suite inkling
\`\`\`

\`inkling.json\` holds every setting, the sha256 of data and files, and hashes of the weights along the way; \`evaluation.json\` every
figure above.

## Ten conversations, unedited

With the settings that \`chat\` uses. The questions were fixed before any answer was seen.

${talks.map(transcript).join("\n\n")}
`;
}

function skillRow({ skill, score, copied }: InklingResult["results"][number]): string {
  const { must, aim, what = skill } = targetOf(skill) ?? {};
  const bound = (value: number | undefined) => (value === undefined ? "" : percent(value, 0));
  return `| ${what} | **${percent(score.share)}** | ${interval(score)} | ${bound(must)} | ${bound(aim)} | ${copied === undefined ? "" : percent(copied.share)} |`;
}

function freeSection({ answers, sameQuestion, talks, drift, naturalUnknownWords }: FreeResult): string {
  const shares = (distinct: readonly number[]) => distinct.map((one) => one.toFixed(3)).join(", ");
  const [first, last] = [drift[0], drift[drift.length - 1]];
  const natural =
    naturalUnknownWords === null ? "" : ` (of held-out answers, ${percent(naturalUnknownWords)})`;
  return `Different runs of 1, 2 and 3 words, of all: ${shares(answers.distinct)} over ${grouped(answers.answers)} sampled answers; ${shares(sameQuestion.distinct)} over
${sameQuestion.answers} askings of one question, which got ${sameQuestion.different} different answers. In ${talks} free conversations of ten turns, ${percent(first.any)} of first
and ${percent(last.any)} of last answers loop, don't end, say nothing, can't be read or repeat the one before; ${percent(first.unknownWords)} and ${percent(last.unknownWords)}
have a word that neither the training text has nor the user said${natural}.`;
}

function transcript({ who, turns }: Transcript): string {
  const lines = turns.flatMap(({ user, reply }) => [
    `> **${escaped(user)}**`,
    ">",
    `> ${escaped(reply)}`,
    ">",
  ]);
  return `### ${who}\n\n${lines.slice(0, -1).join("\n")}`;
}

/** So that nothing anybody says becomes markup. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_<>[\]|#]/g, (mark) => `\\${mark}`)
    .replace(/\s+/g, " ")
    .trim();
}

function percent(value: number, digits = 1): string {
  return `${(100 * value).toFixed(digits)}%`;
}

function interval({ low, high }: Score): string {
  return `${percent(low)} – ${percent(high)}`;
}

function share(found: number, runs: number): string {
  return runs === 0 ? "–" : percent(found / runs);
}
