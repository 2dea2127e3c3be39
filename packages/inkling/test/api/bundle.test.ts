import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../../src/index.ts", import.meta.url));

/** A whole journey with nothing but the public names. */
const journey = `
  import { attribute, configFrom, createEngine, createModel, defaultTrainSettings, edited, generate, lens,
    packInMemory, PackedSet, record, renderChat, Trainer, trainBpe } from ${JSON.stringify(source)};
  const text = "the cat sat on the mat. the dog sat on the log. ".repeat(20);
  const tokenizer = trainBpe([text], { vocabSize: 270 });
  const engine = await createEngine();
  const shape = { vocabSize: tokenizer.vocabSize, dModel: 16, nLayers: 2, nHeads: 2, dMlp: 32, contextLength: 32 };
  const model = createModel(engine, configFrom("names", shape), 1);
  const documents = { async *[Symbol.asyncIterator]() { yield { text }; } };
  const { train } = await packInMemory(documents, tokenizer);
  const data = new PackedSet(train, { batchSize: 4, contextLength: 32, seed: 1 });
  const settings = { ...defaultTrainSettings(), batchSize: 4, steps: 40, warmup: 4, lr: 1e-2 };
  const losses = [];
  for await (const report of new Trainer(model, { batch: (i) => data.batch(i) }, settings).run()) losses.push(report.loss);
  const { ids } = renderChat([{ role: "user", content: "the cat" }], tokenizer, { addGenerationPrompt: true });
  const reply = [];
  for await (const { id } of generate(model, ids, { maxTokens: 5, seed: 1 })) reply.push(id);
  const run = await record(model, ids, ["blocks.0.attn.hook_pattern"]);
  const changed = await edited(model, [{ kind: "ablate", at: { layer: 0, head: 1 } }]);
  const { parts } = await attribute(changed, ids, { token: 3 });
  const views = await lens(model, ids);
  console.log(JSON.stringify({ learned: losses[39] < losses[0] - 1, reply: tokenizer.decode(reply).length > 0,
    pattern: run.get("blocks.0.attn.hook_pattern").shape, parts: parts.length, views: views.size }));
`;

describe("the public API", () => {
  it("bundles for a browser without pulling in anything of Node's, and the bundle runs", async () => {
    const folder = await mkdtemp(join(tmpdir(), "inkling-bundle-"));
    try {
      const entry = join(folder, "journey.ts");
      await writeFile(entry, journey);
      const outfile = join(folder, "journey.mjs");
      const { errors, metafile } = await build({
        entryPoints: [entry],
        outfile,
        bundle: true,
        format: "esm",
        platform: "browser",
        metafile: true,
      });
      expect(errors).toEqual([]);
      expect(Object.keys(metafile.inputs).filter((path) => path.includes("/node/"))).toEqual([]);
      const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
      expect(JSON.parse(stdout)).toMatchObject({
        learned: true,
        reply: true,
        pattern: [1, 2, 23, 23],
        views: 6,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
