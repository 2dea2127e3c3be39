/** One slice through chapter 05's loss: one weight moves, all others stay; and the slope the tape gives at its place. */
import { configFrom, createEngine, createModel, crossEntropy, edited, trainCharacters } from "inkling";
import { colours, curve, dot, line, picture, text, writeIfStarted } from "./svg.mjs";

const verse = "hello tape";
const weight = "unembed.W_U";
const [LEFT, RIGHT, TOP, BOTTOM] = [70, 640, 40, 300];
const FAR = 3;

export async function draw() {
  const tokenizer = trainCharacters([verse]);
  const ids = tokenizer.encode(verse);
  const engine = await createEngine({ precision: "float64" });
  const shape = { nLayers: 1, nHeads: 1, dModel: 8, dMlp: 16, contextLength: 16, tiedEmbedding: false };
  const model = createModel(engine, configFrom("names", { vocabSize: tokenizer.vocabSize, ...shape }), 1);
  const index = [2, tokenizer.encode("l")[0]];
  const T = ids.length - 1;
  const lossOf = (model) =>
    crossEntropy(model.forward(engine.ids([1, T], ids.slice(0, -1))), engine.ids([1, T], ids.slice(1)), T);

  model.parameters.prepareGradients();
  const loss = await engine.step(() => {
    engine.tape.start();
    const loss = lossOf(model);
    engine.tape.backward(loss);
    return loss.value();
  });
  const tensor = model.parameters.get(weight);
  const at = index[0] * tensor.shape[1] + index[1];
  const [value, slope] = [(await tensor.read())[at], (await tensor.gradient.read())[at]];

  const points = [];
  for (let i = 0; i <= 60; i++) {
    const moved = value + FAR * (i / 30 - 1);
    const nudged = await edited(model, [{ kind: "set", at: { weight, index }, value: moved }]);
    points.push([moved, await engine.step(() => lossOf(nudged).value())]);
  }
  engine.dispose();

  const losses = points.map(([, loss]) => loss);
  const [low, high] = [Math.min(...losses) - 0.02, Math.max(...losses) + 0.02];
  const x = (moved) => LEFT + ((moved - value + FAR) / (2 * FAR)) * (RIGHT - LEFT);
  const y = (loss) => BOTTOM - ((loss - low) / (high - low)) * (BOTTOM - TOP);
  const reach = 0.9;
  const tangent = [-reach, reach].map((d) => [x(value + d), y(loss + slope * d)]);
  const guess = Math.log(tokenizer.vocabSize);
  const parts = [
    line(LEFT, BOTTOM, RIGHT, BOTTOM),
    line(LEFT, TOP, LEFT, BOTTOM),
    line(LEFT, y(guess), RIGHT, y(guess), { dash: "5 5", stroke: colours.quiet }),
    text(RIGHT, y(guess) - 8, `random guess: ln ${tokenizer.vocabSize} = ${guess.toFixed(3)}`, {
      anchor: "end",
      size: 13,
      fill: colours.quiet,
    }),
    curve(
      points.map(([moved, loss]) => [x(moved), y(loss)]),
      { stroke: colours.blue },
    ),
    curve(tangent, { stroke: colours.orange, width: 3 }),
    dot(x(value), y(loss), colours.orange, 6),
    text(x(value) + 18, y(loss) - 72, `here: loss ${loss.toFixed(4)}`, { bold: true }),
    text(x(value) + 18, y(loss) - 50, `slope from the tape: ${slope.toFixed(4)}`, {
      fill: colours.orange,
      bold: true,
    }),
    text(LEFT, TOP - 14, "loss (nats)", { fill: colours.quiet, size: 13 }),
    text((LEFT + RIGHT) / 2, BOTTOM + 40, `the weight ${weight}[${index}]`, {
      anchor: "middle",
      fill: colours.quiet,
      size: 13,
    }),
  ];
  for (const d of [-2, -1, 0, 1, 2]) {
    parts.push(
      text(x(value + d), BOTTOM + 20, (value + d).toFixed(2), { anchor: "middle", size: 12, mono: true }),
    );
  }
  for (const mark of [0.25, 0.5, 0.75].map((share) => low + share * (high - low))) {
    parts.push(text(LEFT - 8, y(mark) + 4, mark.toFixed(2), { anchor: "end", size: 12, mono: true }));
  }
  return picture(680, 360, "The loss as one weight moves, with its slope at the weight's place", parts);
}

await writeIfStarted(import.meta.url, draw);
