/** `npm run make:glass-box`: writes models/glass-box anew, the same bytes each time. */
import { fileURLToPath } from "node:url";
import { createEngine, type ModelConfig, parameterCount } from "inkling";
import { saveModel } from "inkling/node";
import { grouped } from "../run/words.ts";
import { glassBoxTokenizer, makeGlassBox } from "./glassBox.ts";

export async function writeGlassBox(dir: string): Promise<void> {
  const engine = await createEngine({ threads: 1 });
  try {
    const tokenizer = glassBoxTokenizer();
    const model = makeGlassBox(engine, tokenizer);
    const card = cardOf(model.config);
    const facts = { inkling: "0.1.0", step: 0, seed: 0, training: {}, data: [], metrics: {} };
    await saveModel(dir, { model, tokenizer, chat: false, dtype: "F16", card, facts });
  } finally {
    engine.dispose();
  }
}

function cardOf(config: ModelConfig): string {
  const { vocabSize: V, contextLength: C } = config;
  const shelf = (first: number, count: number) => `${first} to ${first + count - 1}`;
  return `---
library_name: inkling
pipeline_tag: text-generation
license: mit
tags:
  - inkling
  - interpretability
---

# glass-box

A language model that nobody trained: its ${grouped(parameterCount(config))} numbers, nearly all of them 0, were written by a program
(\`packages/cli/src/make/glassBox.ts\`) that says what each is for. It exists to try tools of inspection on: here one knows what they have
to find.

It copies. Wherever a letter stood before, always followed by the same one, it says that one again, with a probability above 0.99:

\`\`\`sh
inkling generate --model models/glass-box --prompt copyingcop --temperature 0 --max-tokens 4     # ying
\`\`\`

Where a letter was followed by two different ones as often, it finds them equally likely; one that came twice beats one that came once. Where the letter
was not seen before, it hardly has an opinion.

## What is inside

Two blocks of two attention heads, no MLP; letters a to z; 32 tokens at once; RMSNorm; learned positions.

| head | what it looks at | what it writes |
|---|---|---|
| 0.0, previous token | the position before | which token stands there |
| 0.1, bag | everything alike | a hint at what was seen |
| 1.0, induction | where the token before is the one that stands here | the token found there |
| 1.1, rest | the beginning | nothing |

The stream is ${config.dModel} numbers wide, four shelves side by side. In each, one number in a row is 1 for a token or a place, and the others are 0:

| shelf | numbers | what stands there | written by |
|---|---|---|---|
| mine | ${shelf(0, V)} | which token this is | the embedding |
| where | ${shelf(V, C)} | at which place | the positions |
| before | ${shelf(V + C, V)} | which token stands before it | 0.0 |
| next | ${shelf(2 * V + C, V)} | which to say next; the logits are read from here | 1.0, and 0.1 a little |

Scores of attention are 0 but for what a head looks for, which is at 24 (in block 1 at 48, or 24 for the beginning, where a head rests that finds
nothing): e^−24 of the attention goes astray. A whole 1 on the last shelf counts for 20 nats.

Without 1.0 nothing is copied, nor without 0.0, on which it depends. Without 0.1 or 1.1 it copies as before. The tests of Inkling hold
\`attribute\`, \`edited\` and the recorded patterns to that.

## Limits

The text has to begin with \`<|endoftext|>\`, as \`generate\` does it. It knows no language. The mixture of choices is one that
transformers has no class for: only Inkling opens it.
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dir = process.argv[2] ?? "models/glass-box";
  await writeGlassBox(dir);
  process.stdout.write(`Written to ${dir}\n`);
}
