/** The attention patterns of chapter 03's bracket model, both heads, on "[ca". */
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
import { box, colours, picture, shade, text, writeIfStarted } from "./svg.mjs";

const documents = [];
for (const [open, close] of ["()", "[]", "{}"])
  for (const a of "abc") for (const b of "abc") documents.push({ text: open + a + b + close });
const PROMPT = "[ca";
const [CELL, TOP] = [64, 96];

async function learn() {
  const tokenizer = trainCharacters(documents.map(({ text }) => text));
  const shape = { nLayers: 1, nHeads: 2, dModel: 16, dMlp: 0, contextLength: 10 };
  const choices = { position: "rotary", tiedEmbedding: false };
  const config = configFrom("names", { vocabSize: tokenizer.vocabSize, ...shape, ...choices });
  const model = createModel(await createEngine(), config, 8);
  const { train } = await packInMemory(documents, tokenizer);
  const data = new PackedSet(train, { batchSize: 8, contextLength: 10, seed: 1 });
  const settings = { ...defaultTrainSettings(), steps: 200, lr: 0.03, warmup: 10 };
  for await (const _ of new Trainer(model, data, settings).run());
  return { model, tokenizer };
}

export async function draw() {
  const { model, tokenizer } = await learn();
  const ids = [tokenizer.bos, ...tokenizer.encode(PROMPT)];
  const labels = ["BOS", ...PROMPT];
  const T = ids.length;
  const name = "blocks.0.attn.hook_pattern";
  const { data } = (await record(model, ids, [name])).get(name);
  const parts = [text(20, 40, "query t", { fill: colours.quiet, size: 13 })];
  for (let head = 0; head < model.config.nHeads; head++) {
    const left = 96 + head * (T * CELL + 76);
    parts.push(text(left, 40, `head ${head}`, { bold: true }));
    parts.push(text(left + T * CELL, 40, "key s", { anchor: "end", fill: colours.quiet, size: 13 }));
    for (let t = 0; t < T; t++) {
      const middle = (axis) => axis + t * CELL + CELL / 2;
      parts.push(text(middle(left), TOP - 14, labels[t], { anchor: "middle", mono: true }));
      parts.push(text(left - 12, middle(TOP) + 5, labels[t], { anchor: "end", mono: true }));
      for (let s = 0; s < T; s++) {
        const [x, y] = [left + s * CELL, TOP + t * CELL];
        if (s > t) {
          parts.push(box(x + 1, y + 1, CELL - 2, CELL - 2, { stroke: "#dfe3e8" }));
          continue;
        }
        const share = data[(head * T + t) * T + s];
        const { fill, ink } = shade(share);
        parts.push(box(x + 1, y + 1, CELL - 2, CELL - 2, { fill, stroke: colours.line }));
        parts.push(
          text(x + CELL / 2, y + CELL / 2 + 5, share.toFixed(2), { anchor: "middle", mono: true, fill: ink }),
        );
      }
    }
  }
  const bottom = TOP + T * CELL;
  parts.push(
    text(96, bottom + 26, "Each row sums to 1. Empty: the future, which the mask hides.", {
      size: 13,
      fill: colours.quiet,
    }),
  );
  return picture(
    96 + 2 * (T * CELL + 76) - 52,
    bottom + 44,
    "Attention patterns of two heads reading “[ca”",
    parts,
  );
}

await writeIfStarted(import.meta.url, draw);
