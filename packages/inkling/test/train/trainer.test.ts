import { describe, expect, it } from "vitest";
import { memoryIds } from "../../src/data/idSource.ts";
import type { Batch } from "../../src/data/packing.ts";
import { PackedSet, validationBatches } from "../../src/data/packing.ts";
import { edited } from "../../src/inspect/edited.ts";
import { RandomStream } from "../../src/math/random.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel, type Transformer } from "../../src/model/transformer.ts";
import { createEngine } from "../../src/tensor/engine.ts";
import { defaultTrainSettings, type TrainSettings } from "../../src/train/settings.ts";
import { Trainer, type TrainingData, type TrainReport } from "../../src/train/trainer.ts";

const vocabSize = 11;
const shape = { vocabSize, dModel: 8, nLayers: 2, nHeads: 2, nKvHeads: 1, dMlp: 12, contextLength: 6 };

/** A text with something to learn: id n is usually followed by n + 1. */
function text(): Int32Array {
  const random = new RandomStream(7, "text");
  return Int32Array.from({ length: 400 }, (_, i) =>
    random.uniform() < 0.9 ? i % vocabSize : random.below(vocabSize),
  );
}

function dataOf(batchSize: number): TrainingData {
  const set = new PackedSet(memoryIds(text()), { batchSize, contextLength: 6, seed: 5 });
  return {
    batch: (index) => set.batch(index),
    validation: () => validationBatches(memoryIds(text().slice(0, 50)), { batchSize: 3, contextLength: 6 }),
  };
}

async function newModel(preset = "tiny-llama"): Promise<Transformer> {
  return createModel(await createEngine(), configFrom(preset, shape), 1);
}

function settings(changes: Partial<TrainSettings>): TrainSettings {
  return {
    ...defaultTrainSettings(),
    batchSize: 4,
    warmup: 3,
    lr: 1e-2,
    steps: 12,
    evalEvery: 5,
    ...changes,
  };
}

async function weights(model: Transformer): Promise<number[]> {
  const all: number[] = [];
  for (const { tensor } of model.parameters) all.push(...(await tensor.read()));
  return all;
}

async function run(trainer: Trainer, stopAfter = Infinity): Promise<TrainReport[]> {
  const reports: TrainReport[] = [];
  for await (const report of trainer.run()) {
    reports.push(report);
    if (reports.length >= stopAfter) break;
  }
  return reports;
}

describe("Trainer", () => {
  it.each(["tiny-llama", "names"])("learns: the loss falls far below ln V (%s)", async (preset) => {
    const reports = await run(new Trainer(await newModel(preset), dataOf(4), settings({ steps: 150 })));
    const losses = reports.flatMap((report) => (report.kind === "step" ? [report.loss] : []));
    expect(losses[0]).toBeCloseTo(Math.log(vocabSize), 1);
    expect(losses.at(-1)).toBeLessThan(1.5);
  });

  it("evaluates the whole split at the start, every evalEvery steps and at the end", async () => {
    const reports = await run(new Trainer(await newModel(), dataOf(4), settings({})));
    const at = reports.flatMap((report) => (report.kind === "evaluation" ? [report.step] : []));
    expect(at).toEqual([0, 5, 10, 12]);
  });

  it("resumed wherever it was cut, equals the unbroken run in every weight and report", async () => {
    const options = settings({ dropout: 0.2, accumulation: 2, batchSize: 2 });
    const unbroken = await newModel();
    const allReports = await run(new Trainer(unbroken, dataOf(2), options));
    for (let cut = 1; cut < allReports.length; cut++) {
      const first = await newModel();
      const trainer = new Trainer(first, dataOf(2), options);
      const before = await run(trainer, cut);

      const second = await newModel();
      const resumed = new Trainer(second, dataOf(2), options, trainer.progress);
      for (const [i, { tensor }] of [...second.parameters].entries()) {
        second.engine.kernels.write(tensor, await [...first.parameters][i].tensor.read());
      }
      const moments = new Map(trainer.optimizer.state());
      for (const [name, tensor] of resumed.optimizer.state()) {
        second.engine.kernels.write(tensor, await moments.get(name)!.read());
      }
      expect([...before, ...(await run(resumed))], `cut after ${cut} reports`).toEqual(allReports);
      expect(await weights(second)).toEqual(await weights(unbroken));
    }
  });

  it("two batches accumulated equal one batch of twice the size, to rounding", async () => {
    const once = await newModel();
    const twice = await newModel();
    await run(new Trainer(once, dataOf(4), settings({ steps: 1 })));
    await run(new Trainer(twice, dataOf(2), settings({ steps: 1, batchSize: 2, accumulation: 2 })));
    const [a, b] = [await weights(once), await weights(twice)];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i])))).toBeLessThan(1e-5);
  });

  it("a frozen parameter does not change, the others do", async () => {
    const model = await newModel();
    model.parameters.setTrainable(({ name }) => name.startsWith("blocks.0."));
    const before = await weights(model);
    const trainer = new Trainer(model, dataOf(4), settings({ steps: 2, weightDecay: 1 }));
    await run(trainer);
    let offset = 0;
    for (const { name, tensor } of model.parameters) {
      const now = [...(await tensor.read())];
      const then = before.slice(offset, offset + tensor.size);
      offset += tensor.size;
      if (name.startsWith("blocks.0.")) expect(now, name).not.toEqual(then);
      else expect(now, name).toEqual(then);
    }
    trainer.dispose();
  });

  it("a batch without anything to learn changes nothing (but for weight decay, here off)", async () => {
    const model = await newModel();
    const inputs = new Int32Array(24);
    const empty: Batch = {
      batchSize: 4,
      contextLength: 6,
      inputs,
      targets: inputs.slice().fill(-1),
      counted: 0,
    };
    const before = await weights(model);
    const options = settings({ steps: 1, weightDecay: 0 });
    const [report] = await run(new Trainer(model, { batch: async () => empty }, options));
    expect(report).toMatchObject({ loss: 0, gradientNorm: 0 });
    expect(await weights(model)).toEqual(before);
  });

  it("stops at NaN before it reaches the weights, and names the first op, the activation and the line", async () => {
    const model = await newModel();
    const trainer = new Trainer(model, dataOf(4), settings({ steps: 3 }));
    for await (const report of trainer.run()) if (report.kind === "step" && report.step === 2) break;
    const query = model.parameters.get("blocks.1.mlp.W_gate");
    model.engine.kernels.fill(query, query.size, 3e38);
    const before = await weights(model);
    await expect(run(trainer)).rejects.toThrow(
      /Training stopped in step 3: the loss is not a finite number any more\. It began in the op "matmul" \(linear\.\w+:\d+:\d+\), on the way to blocks\.1\.mlp\.hook_pre\. The weights are those of step 2\./,
    );
    expect(await weights(model)).toEqual(before);
  });

  it("refuses data that does not fit the model, by what is wrong with it", async () => {
    const model = await newModel();
    const of = (id: number, contextLength: number): TrainingData => ({
      batch: async () => {
        const ids = new Int32Array(contextLength).fill(id);
        return { batchSize: 1, contextLength, inputs: ids, targets: ids, counted: contextLength };
      },
    });
    await expect(run(new Trainer(model, of(11, 6), settings({})))).rejects.toThrow("The data has the id 11");
    await expect(run(new Trainer(model, of(1, 7), settings({})))).rejects.toThrow(
      "windows of 7 tokens, but the model sees 6",
    );
  });

  it("a causal mask is not mistaken for the trouble when attention runs step by step", async () => {
    const model = await newModel();
    const at = { hook: "logits" };
    const broken = await edited(model, [
      { kind: "ablate", at: { layer: 0, head: 0, query: 2, key: 1 } },
      { kind: "scale", at, factor: 3e38 },
      { kind: "scale", at, factor: 3e38 },
    ]);
    await expect(run(new Trainer(broken, { batch: dataOf(4).batch }, settings({})))).rejects.toThrow(
      /It began in the op "blend" \([^)]+\), on the way to logits\./,
    );
  });

  it("says so when a weight was not finite to begin with", async () => {
    const model = await newModel();
    const norm = model.parameters.get("ln_final.w");
    model.engine.kernels.fill(norm, norm.size, NaN);
    const trainer = new Trainer(model, { batch: dataOf(4).batch }, settings({ steps: 1 }));
    await expect(run(trainer)).rejects.toThrow(
      "The weight ln_final.w already was not finite before this step.",
    );
  });

  it("refuses settings out of bounds by name", async () => {
    const model = await newModel();
    const typo = { ...settings({}), learningrate: 5 };
    expect(() => new Trainer(model, dataOf(4), typo)).toThrow('There is no setting "learningrate"');
    expect(() => new Trainer(model, dataOf(4), settings({ lr: -1 }))).toThrow(
      "lr is -1, expected a number from 0 to 10",
    );
  });
});
