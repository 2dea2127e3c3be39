/** `npm run make:glass-box`: writes models/glass-box anew, the same bytes each time. */
import { fileURLToPath } from "node:url";
import { createEngine, parameterCount } from "inkling";
import { saveModel } from "inkling/node";
import { glassBoxTokenizer, makeGlassBox } from "./glassBox.ts";

export async function writeGlassBox(dir: string): Promise<void> {
  const engine = await createEngine({ threads: 1 });
  try {
    const tokenizer = glassBoxTokenizer();
    const model = makeGlassBox(engine, tokenizer);
    const card = cardOf(parameterCount(model.config));
    const facts = { inkling: "0.1.0", step: 0, seed: 0, training: {}, data: [], metrics: {} };
    await saveModel(dir, { model, tokenizer, chat: false, dtype: "F16", card, facts });
  } finally {
    engine.dispose();
  }
}

function cardOf(parameters: number): string {
  return `---
library_name: inkling
pipeline_tag: text-generation
license: mit
tags:
  - inkling
  - interpretability
---

# glass-box

A language model that nobody trained: its ${parameters.toLocaleString("en")} numbers, nearly all of them 0, were written by a program
(\`packages/cli/src/make/glassBox.ts\`) that says what each is for. It exists to try tools of inspection on: here one knows what they have
to find.

It copies. Wherever a letter stood before, always followed by the same one, it says that one again, with a probability above 0.99:

\`\`\`sh
inkling generate --model models/glass-box --prompt copyingcop --temperature 0 --max-tokens 4     # ying
\`\`\`

Where a letter was followed by different ones, it finds them equally likely. Where it was not seen before, it hardly has an opinion.

## What is inside

Two blocks of two attention heads, no MLP; letters a to z; 32 tokens at once; RMSNorm; learned positions.

| head | what it looks at | what it writes |
|---|---|---|
| 0.0, previous token | the position before | which token stands there |
| 0.1, bag | everything alike | a hint at what was seen |
| 1.0, induction | where the token before is the one that stands here | the token found there |
| 1.1, rest | the beginning | nothing |

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
