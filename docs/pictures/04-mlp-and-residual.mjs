/** The residual stream of chapter 04's counting model, and what the logit lens reads in it at the last position. */
import {
  configFrom,
  createEngine,
  createModel,
  defaultTrainSettings,
  lens,
  PackedSet,
  packInMemory,
  record,
  Trainer,
  trainCharacters,
} from "inkling";
import { arrow, box, colours, line, picture, shade, text, writeIfStarted } from "./svg.mjs";

const verse = "one two three four five six seven eight nine ten ".repeat(9);
const PROMPTS = ["four five s", "five six s"];
const [TOP, ROW, STREAM] = [110, 66, 60];

async function learn() {
  const tokenizer = trainCharacters([verse]);
  const shape = { nLayers: 2, nHeads: 2, dModel: 16, dMlp: 32, contextLength: 16 };
  const choices = { position: "rotary", mlp: "relu" };
  const config = configFrom("names", { vocabSize: tokenizer.vocabSize, ...shape, ...choices });
  const model = createModel(await createEngine(), config, 8);
  const { train } = await packInMemory([{ text: verse }], tokenizer);
  const data = new PackedSet(train, { batchSize: 4, contextLength: 16, seed: 1 });
  const settings = { ...defaultTrainSettings(), steps: 150, lr: 0.04, warmup: 10 };
  for await (const _ of new Trainer(model, data, settings).run());
  return { model, tokenizer };
}

/** The likeliest token of the last row, and its share. */
function best({ data }, vocabSize) {
  const weights = Array.from(data.slice(-vocabSize), Math.exp);
  const top = Math.max(...weights);
  return { id: weights.indexOf(top), share: top / weights.reduce((sum, weight) => sum + weight) };
}

const STATES = [
  ["blocks.0.hook_resid_pre", undefined],
  ["blocks.0.hook_resid_mid", "attention 0"],
  ["blocks.0.hook_resid_post", "MLP 0"],
  ["blocks.1.hook_resid_mid", "attention 1"],
  ["blocks.1.hook_resid_post", "MLP 1"],
];

export async function draw() {
  const { model, tokenizer } = await learn();
  const views = await Promise.all(PROMPTS.map((prompt) => lens(model, tokenizer.encode(prompt))));
  const runs = await Promise.all(PROMPTS.map((prompt) => record(model, tokenizer.encode(prompt))));
  const columns = [430, 620];
  const last = TOP + (STATES.length - 1) * ROW;
  const parts = [
    text(20, 36, "the stream", { bold: true }),
    text(columns[0], 36, "what the lens reads, and the length |x|", { bold: true }),
    arrow(STREAM, TOP - 34, STREAM, last + 40, { stroke: colours.blue, width: 4 }),
    text(STREAM + 14, TOP - 24, "embed", { size: 13, fill: colours.quiet }),
    text(STREAM + 14, last + 38, "final norm, unembed", { size: 13, fill: colours.quiet }),
  ];
  for (const [i, prompt] of PROMPTS.entries()) {
    parts.push(text(columns[i], 66, `“${prompt}”`, { mono: true, fill: colours.quiet }));
  }
  for (const [row, [name, writer]] of STATES.entries()) {
    const y = TOP + row * ROW;
    parts.push(line(STREAM, y, columns[0] - 16, y, { dash: "2 4" }));
    parts.push(
      text(columns[0] - 22, y - 7, name, { anchor: "end", mono: true, size: 12, fill: colours.quiet }),
    );
    if (writer) {
      const middle = y - ROW / 2;
      parts.push(line(STREAM, middle - 10, STREAM + 44, middle - 10, { stroke: colours.quiet }));
      parts.push(arrow(STREAM + 44, middle + 10, STREAM + 4, middle + 10));
      parts.push(box(STREAM + 44, middle - 20, 122, 40, { stroke: colours.quiet, fill: "#eef3f8" }));
      parts.push(text(STREAM + 105, middle + 5, writer, { anchor: "middle" }));
    }
    for (const [i, view] of views.entries()) {
      const { id, share } = best(view.get(name), model.config.vocabSize);
      const { data } = runs[i].get(name);
      const length = Math.sqrt(data.slice(-model.config.dModel).reduce((sum, x) => sum + x * x, 0));
      const { fill, ink } = shade(share * share, colours.green);
      parts.push(box(columns[i], y - 16, 84, 32, { fill, stroke: colours.green }));
      parts.push(
        text(columns[i] + 42, y + 5, `${tokenizer.token(id)}  ${share.toFixed(2)}`, {
          anchor: "middle",
          mono: true,
          fill: ink,
        }),
      );
      parts.push(
        text(columns[i] + 96, y + 5, `|x| ${length.toFixed(1)}`, {
          mono: true,
          size: 12,
          fill: colours.quiet,
        }),
      );
    }
  }
  return picture(800, last + 62, "What the residual stream says after each part of a counting model", parts);
}

await writeIfStarted(import.meta.url, draw);
