/** What chapter 02's model reads for "tuna": a row of W_E for each token, a row of W_pos for each place, and their sum. */
import {
  configFrom,
  createEngine,
  createModel,
  defaultTrainSettings,
  PackedSet,
  packInMemory,
  record,
  Trainer,
  trainCharacters,
} from "inkling";
import { cell, colours, picture, text, writeIfStarted } from "./svg.mjs";

let state = 1;
const pick = (letters) => {
  state = (state * 48271) % 2147483647;
  return letters[state % letters.length];
};
const babble = () => Array.from({ length: 400 }, () => pick("bdfgklmnprst") + pick("aeiou")).join("");
const WORD = "tuna";
const [CELL, ROW, TOP] = [44, 28, 74];

async function learn(text) {
  const tokenizer = trainCharacters([text]);
  const shape = { nLayers: 1, nHeads: 1, dModel: 8, dMlp: 0, contextLength: 8, tiedEmbedding: false };
  const engine = await createEngine();
  const model = createModel(engine, configFrom("names", { vocabSize: tokenizer.vocabSize, ...shape }), 1);
  const { train } = await packInMemory([{ text }], tokenizer);
  const data = new PackedSet(train, { batchSize: 8, contextLength: 8, seed: 1 });
  const settings = { ...defaultTrainSettings(), steps: 60, lr: 0.02, warmup: 10 };
  for await (const _ of new Trainer(model, data, settings).run());
  return { model, tokenizer };
}

export async function draw() {
  state = 1;
  const { model, tokenizer } = await learn(babble());
  const D = model.config.dModel;
  const run = await record(model, tokenizer.encode(WORD));
  const tables = [
    ["hook_embed", "what: W_E[id]", 110],
    ["hook_pos_embed", "where: W_pos[t]", 110 + D * CELL + 44],
    ["blocks.0.hook_resid_pre", "both: the stream", 110 + 2 * (D * CELL + 44)],
  ];
  const parts = [];
  for (const [name, title, x] of tables) {
    parts.push(
      text(x, 34, title, { bold: true }),
      text(x, 54, name, { size: 12, mono: true, fill: colours.quiet }),
    );
    const { data } = run.get(name);
    for (let t = 0; t < WORD.length; t++) {
      for (let d = 0; d < D; d++) {
        const value = data[t * D + d];
        parts.push(cell(x + d * CELL, TOP + t * ROW, CELL, ROW, 2 * value, value.toFixed(2), 12));
      }
    }
    const sign = { hook_pos_embed: "+", "blocks.0.hook_resid_pre": "=" }[name];
    if (sign) parts.push(text(x - 22, TOP + 2 * ROW + 6, sign, { size: 20, anchor: "middle" }));
  }
  for (const [t, letter] of [...WORD].entries()) {
    const id = tokenizer.encode(letter)[0];
    parts.push(text(20, TOP + t * ROW + 19, `${letter}  id ${id}`, { mono: true }));
  }
  const width = 110 + 3 * (D * CELL + 44) - 20;
  return picture(
    width,
    TOP + WORD.length * ROW + 24,
    "Token vectors plus position vectors give the stream",
    parts,
  );
}

await writeIfStarted(import.meta.url, draw);
