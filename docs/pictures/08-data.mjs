/** Chapter 08's run: what three models of one shape say behind five names, and how likely they find it. */
import {
  configFrom,
  createEngine,
  createModel,
  defaultTrainSettings,
  generate,
  PackedSet,
  packInMemory,
  RandomStream,
  Trainer,
  trainCharacters,
} from "inkling";
import { box, colours, picture, text, writeIfStarted } from "./svg.mjs";

const village = { Ada: "baker", Bram: "smith", Cora: "teacher", Dov: "ferryman", Edda: "librarian" };
const strangers = "Arne Berta Carl Dana Emil Frieda Gerd Hans Ida Jan Karl Lars Mona Nils Otto Pia".split(
  " ",
);
const facts = (table) => Object.entries(table).map(([name, job]) => `${name} ${job}\n`);
const unknown = strangers.map((name) => `${name} ?\n`);
const tokenizer = trainCharacters([...facts(village), ...facts({ Ada: "diver" }), ...unknown]);
const names = ["Ada", "Edda", "Ulf", "Zara", "Adam"];
const texts = [
  ["five facts", facts(village)],
  ["and sixteen strangers", [...facts(village), ...unknown]],
  ["Ada is the diver now", [...facts({ ...village, Ada: "diver" }), ...unknown]],
];

async function learn(engine, random, lines) {
  const shuffled = () =>
    lines
      .map((line) => [random.uniform(), line])
      .sort(([a], [b]) => a - b)
      .map(([, line]) => line);
  const documents = Array.from({ length: 60 }, () => ({ text: `\n${shuffled().join("")}` }));
  const { train } = await packInMemory(documents, tokenizer);
  const set = new PackedSet(train, { batchSize: 8, contextLength: 32, seed: 1 });
  const shape = { nLayers: 2, nHeads: 4, dModel: 32, dMlp: 64, contextLength: 32 };
  const config = configFrom("names-llama", { vocabSize: tokenizer.vocabSize, ...shape });
  const model = createModel(engine, config, 1);
  const settings = { ...defaultTrainSettings(), steps: 300, lr: 0.01, warmup: 20 };
  for await (const _ of new Trainer(model, { batch: (index) => set.batch(index) }, settings).run());
  return model;
}

async function ask(model, name) {
  let [said, likely] = ["", 1];
  const prompt = tokenizer.encode(`\n${name} `);
  for await (const { id, probability } of generate(model, prompt, { temperature: 0, maxTokens: 20 })) {
    likely *= probability;
    if (tokenizer.decode([id]) === "\n") break;
    said += tokenizer.decode([id]);
  }
  return { said, likely };
}

const [LEFT, TOP, COLUMN, ROW, BAR] = [86, 84, 214, 46, 120];

export async function draw() {
  const engine = await createEngine();
  const random = new RandomStream(1, "order");
  const parts = [
    text(24, 34, "What a model says behind a name, and how likely it finds that", { bold: true }),
  ];
  for (const [row, name] of names.entries()) {
    const known = name in village;
    const y = TOP + row * ROW;
    parts.push(text(24, y + 24, name, { bold: true }));
    if (!known) parts.push(text(24, y + 39, "a stranger", { size: 11, fill: colours.quiet }));
  }
  for (const [column, [title, lines]] of texts.entries()) {
    const model = await learn(engine, random, lines);
    const x = LEFT + 24 + column * COLUMN;
    parts.push(text(x, TOP - 14, title, { size: 13, fill: colours.quiet }));
    for (const [row, name] of names.entries()) {
      const { said, likely } = await ask(model, name);
      const y = TOP + row * ROW + 10;
      const fill = said === "?" ? colours.green : name in village ? colours.blue : colours.orange;
      parts.push(box(x, y, BAR, 20, { fill: "#eef0f2", stroke: "none" }));
      parts.push(box(x, y, BAR * likely, 20, { fill, stroke: "none" }));
      parts.push(text(x + BAR + 8, y + 15, said, { size: 13, mono: true }));
    }
  }
  parts.push(
    text(
      24,
      TOP + names.length * ROW + 26,
      "blue: it was told   green: it says that it doesn't know   orange: invented",
      {
        size: 13,
        fill: colours.quiet,
      },
    ),
  );
  return picture(
    760,
    TOP + names.length * ROW + 46,
    "What three models say behind five names, and how likely they find it",
    parts,
  );
}

await writeIfStarted(import.meta.url, draw);
