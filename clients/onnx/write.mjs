/**
 * Writes the models that the other programs are to open, as ONNX folders, and beside each `expected.json`: what
 * Inkling's own engine computes for some prompts. prove.mjs bundles and runs it.
 *
 *   node write.mjs FOLDER REPOSITORY
 */
import { mkdir, open, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createEngine, modelOfSource } from "inkling";
import { openModel } from "inkling/node";
import { onnxFolder } from "@inkling/formats";
import { randomSource, shapes } from "../../packages/formats/test/onnx/models.ts";

const [out, root] = process.argv.slice(2);
const engine = await createEngine({ threads: 1 });

for (const [name, config] of Object.entries(shapes)) {
  const source = randomSource(name, config);
  const folder = join(out, name.replace(/[^a-z0-9]+/g, "-"));
  for (const file of onnxFolder(source, { type: "int8" })) await save(folder, file);
  const model = await modelOfSource(engine, source);
  const ids = Array.from({ length: 16 }, (_, i) => (7 * i * i + 3 * i + 1) % config.vocabSize);
  const logits = await engine.step(async () => [...(await model.forward(engine.ids([1, ids.length], ids)).read())]);
  await writeFile(join(folder, "expected.json"), JSON.stringify({ name, ids, logits }));
  model.dispose();
}

async function save(folder, { name, write }) {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "w");
  await write({ write: async (bytes) => void (await file.write(bytes)) });
  await file.close();
}
