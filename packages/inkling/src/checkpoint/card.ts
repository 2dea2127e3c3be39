/**
 * The model card: README.md of a trained model, short and true. Hugging Face reads the lines at its top.
 *
 * It is written from facts alone and holds no date and no path, so the same run writes the same card anywhere.
 * Refuses to know: where the facts come from. Try it: `modelCard(facts).split("\n")[6]`
 */
import { log } from "../math/float64.ts";
import type { ModelConfig } from "../model/config.ts";
import { type Family, familyOf } from "./huggingfaceConfig.ts";

export interface CardFacts {
  /** What the model is called: its folder's name. */
  readonly name: string;
  readonly config: ModelConfig;
  readonly parameters: number;
  /** How text becomes tokens, in a few words: "characters". */
  readonly tokenizer: string;
  /** It learned from conversations. */
  readonly chat: boolean;
  readonly data: CardData;
  readonly step: number;
  readonly steps: number;
  /** Nats per token; null where it was not measured. */
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  /** The command that made it. */
  readonly command: string;
  /** The version of Inkling. */
  readonly inkling: string;
}

export interface CardData {
  readonly names: readonly string[];
  /** Of all documents' content, in order. */
  readonly sha256: string;
  readonly documents: number;
  readonly characters: number;
  readonly trainTokens: number;
  readonly validationTokens: number;
  /** How the held-out part was chosen: whole documents by a hash of their text, or the last tenth. */
  readonly split: "hash" | "position";
}

export function modelCard(facts: CardFacts): string {
  const { name, config, parameters, tokenizer, chat } = facts;
  const family = familyOf(config);
  return `---
library_name: ${family === "inkling" ? "inkling" : "transformers"}
pipeline_tag: text-generation
tags:
  - inkling${family === "inkling" ? "" : `\n  - ${family}`}
---

# ${name}

A very small language model${chat ? " that answers in a chat" : ""}, trained from scratch with
Inkling ${facts.inkling}: ${grouped(parameters)} parameters, ${shapeNames[family]}.

## Shape

| blocks | heads | width | MLP | context | vocabulary |
|---|---|---|---|---|---|
| ${config.nLayers} | ${heads(config)} | ${config.dModel} | ${config.dMlp} (${config.mlp}) | ${grouped(config.contextLength)} tokens | ${grouped(config.vocabSize)} (${tokenizer}) |

${dataSection(facts.data)}

${lossSection(facts)}

## Use

\`\`\`sh
inkling ${chat ? "chat" : "generate"} --model DIR${chat ? "" : ' --prompt "Once"'}
\`\`\`

${withTransformers(family)}

## How it was made

\`\`\`sh
${facts.command}
\`\`\`

\`inkling.json\` holds every setting, the seed and the sha256 of each file. With the same data, the command makes the
same weights, bit for bit.

## Limits

It knows what is in its data and nothing else, sees ${grouped(config.contextLength)} tokens at once, and says false
things as fluently as true ones. No filter was applied to what it learned or to what it writes.
`;
}

const shapeNames = {
  gpt2: "in the shape of a GPT-2",
  llama: "in the shape of a Llama",
  inkling: "in a shape of its own",
} satisfies Record<Family, string>;

/** DIR is this folder. */
function withTransformers(family: Family): string {
  if (family === "inkling") {
    return "DIR is this folder. transformers has no class for this mixture of choices, so only Inkling opens it.";
  }
  return `\`\`\`python
from transformers import AutoModelForCausalLM, AutoTokenizer
model = AutoModelForCausalLM.from_pretrained("DIR")
tokenizer = AutoTokenizer.from_pretrained("DIR")
\`\`\`

DIR is this folder. In transformers, put \`tokenizer.bos_token\` before a text: every document began with it.`;
}

function heads({ nHeads, nKvHeads }: ModelConfig): string {
  return nHeads === nKvHeads ? String(nHeads) : `${nHeads}, sharing keys ${nKvHeads} ways`;
}

function dataSection(data: CardData): string {
  const held =
    data.split === "hash"
      ? "about one document in ten, chosen by a hash of its text"
      : "the last tenth of the text";
  return `## Data

${list(data.names)}: ${grouped(data.documents)} ${data.documents === 1 ? "document" : "documents"}, ${grouped(data.characters)} characters (UTF-16 units).
Trained on ${grouped(data.trainTokens)} tokens; held out: ${grouped(data.validationTokens)} tokens, ${held}.

sha256 of the text: \`${data.sha256}\``;
}

function lossSection({ config, step, steps, trainLoss, validationLoss }: CardFacts): string {
  const unfinished = step < steps ? ` (the run was to have ${grouped(steps)})` : "";
  const rows = [
    ["guessing blindly, ln V", log(config.vocabSize)],
    ["last training batch", trainLoss],
    ["held-out text", validationLoss],
  ] as const;
  return `## Loss

Nats per token after ${grouped(step)} steps${unfinished}; lower is better.

| | |
|---|---|
${rows.map(([what, loss]) => `| ${what} | ${loss === null ? "not measured" : loss.toFixed(3)} |`).join("\n")}`;
}

/** A long list is no reading matter. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `\`${name}\``);
  return names.length > 5 ? `${shown.join(", ")} and ${grouped(names.length - 5)} more` : shown.join(", ");
}

/** 1234567 → "1,234,567" */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
