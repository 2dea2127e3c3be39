/** Chapter 06's run: the loss on the words it learns from, and on the words it never sees. */
import {
  configFrom,
  createEngine,
  createModel,
  defaultTrainSettings,
  PackedSet,
  packInMemory,
  Trainer,
  trainCharacters,
  validationBatches,
} from "inkling";
import { colours, curve, dot, line, picture, text, writeIfStarted } from "./svg.mjs";

const animals =
  "badger bear beaver bison bobcat camel cat cow crab crow deer dog dove duck eagle ferret finch fox frog goat goose hare hawk heron horse koala lemur leopard lion lizard llama lobster lynx magpie marten mole monkey moose mouse newt".split(
    " ",
  );
const [LEFT, RIGHT, TOP, BOTTOM] = [60, 560, 40, 300];
const STEPS = 150;
const EVERY = 10;

async function learn() {
  const tokenizer = trainCharacters(animals);
  const shape = { nLayers: 1, nHeads: 2, dModel: 16, dMlp: 64, contextLength: 8 };
  const choices = { position: "rotary", mlp: "relu", tiedEmbedding: false };
  const config = configFrom("names", { vocabSize: tokenizer.vocabSize, ...shape, ...choices });
  const model = createModel(await createEngine(), config, 1);
  const corpus = await packInMemory(
    animals.map((text) => ({ text })),
    tokenizer,
  );
  const rows = { batchSize: 8, contextLength: 8 };
  const set = new PackedSet(corpus.train, { ...rows, seed: 1 });
  const data = {
    batch: (index) => set.batch(index),
    validation: () => validationBatches(corpus.validation, rows),
  };
  const settings = { ...defaultTrainSettings(), steps: STEPS, lr: 0.03, warmup: 10, evalEvery: EVERY };
  const train = [];
  const validation = [];
  let sum = 0;
  for await (const report of new Trainer(model, data, settings).run()) {
    if (report.kind === "evaluation") validation.push([report.step, report.validationLoss]);
    else {
      sum += report.loss;
      if (report.step % EVERY !== 0) continue;
      train.push([report.step - EVERY / 2, sum / EVERY]);
      sum = 0;
    }
  }
  return { train, validation, guess: Math.log(tokenizer.vocabSize), vocabSize: tokenizer.vocabSize };
}

export async function draw() {
  const { train, validation, guess, vocabSize } = await learn();
  const x = (step) => LEFT + (step / STEPS) * (RIGHT - LEFT);
  const y = (loss) => BOTTOM - ((loss - 1) / 4) * (BOTTOM - TOP);
  const places = (points) => points.map(([step, loss]) => [x(step), y(loss)]);
  const best = validation.reduce((least, point) => (point[1] < least[1] ? point : least));
  const end = (points) => places(points).at(-1);
  const parts = [
    line(LEFT, BOTTOM, RIGHT, BOTTOM),
    line(LEFT, TOP, LEFT, BOTTOM),
    [1, 2, 3, 4, 5].map((loss) =>
      text(LEFT - 10, y(loss) + 5, String(loss), { anchor: "end", size: 12, mono: true }),
    ),
    [0, 50, 100, 150].map((step) =>
      text(x(step), BOTTOM + 20, String(step), { anchor: "middle", size: 12, mono: true }),
    ),
    line(LEFT, y(guess), RIGHT, y(guess), { dash: "5 5", stroke: colours.quiet }),
    text(RIGHT + 8, y(guess) + 5, `ln ${vocabSize} = ${guess.toFixed(2)}`, { size: 13, fill: colours.quiet }),
    curve(places(train), { stroke: colours.blue }),
    curve(places(validation), { stroke: colours.orange, dash: "8 4" }),
    text(RIGHT + 8, end(train)[1] + 5, `training ${train.at(-1)[1].toFixed(2)}`, {
      fill: colours.blue,
      bold: true,
    }),
    text(RIGHT + 8, end(validation)[1] + 5, `validation ${validation.at(-1)[1].toFixed(2)}`, {
      fill: colours.orange,
      bold: true,
    }),
    dot(x(best[0]), y(best[1]), colours.orange, 6),
    text(x(best[0]) + 12, y(best[1]) + 22, `best: ${best[1].toFixed(2)} after ${best[0]} steps`, {
      size: 13,
    }),
    text(LEFT, TOP - 14, "loss (nats per token)", { fill: colours.quiet, size: 13 }),
    text((LEFT + RIGHT) / 2, BOTTOM + 42, "step", { anchor: "middle", fill: colours.quiet, size: 13 }),
  ];
  return picture(720, 360, "Training loss falls while validation loss turns and rises", parts);
}

await writeIfStarted(import.meta.url, draw);
