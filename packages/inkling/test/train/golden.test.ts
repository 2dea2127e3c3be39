import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/data/packing.ts";
import { defaultTrainSettings } from "../../src/train/settings.ts";
import { Trainer } from "../../src/train/trainer.ts";
import { golden, largestDifference } from "../fixtures/models/load.ts";

describe.each(["gpt2-tiny", "llama-gqa-tied", "llama-gqa-untied"])("training %s", (name) => {
  it("20 AdamW steps give PyTorch's losses, gradient norms and weights", async () => {
    const { model, expected, rows, names } = await golden(name);
    const ids = await rows("train.ids");
    const targets = await rows("train.targets");
    const batch = async (index: number): Promise<Batch> => {
      const pick = (table: number[][]) => [table[2 * index], table[2 * index + 1]];
      const chosen = pick(targets).flat();
      return {
        batchSize: 2,
        contextLength: 11,
        inputs: Int32Array.from(pick(ids).flatMap((row) => row.slice(0, -1))),
        targets: Int32Array.from(chosen),
        counted: chosen.filter((id) => id >= 0).length,
      };
    };
    const constant = { lr: 1e-2, minLr: 1e-2, warmup: 0, steps: 20 };
    const adam = { beta1: 0.9, beta2: 0.95, weightDecay: 0.1, gradientClip: 1 };
    const trainer = new Trainer(model, { batch }, { ...defaultTrainSettings(), ...constant, ...adam });
    const losses: number[] = [];
    const norms: number[] = [];
    for await (const report of trainer.run()) {
      if (report.kind === "step") {
        losses.push(report.loss);
        norms.push(report.gradientNorm);
      }
    }
    expect(largestDifference(losses, (await expected("train.losses")).data)).toBeLessThanOrEqual(1e-4);
    expect(largestDifference(norms, (await expected("train.norms")).data)).toBeLessThanOrEqual(1e-3);
    const weights = new Map<string, ArrayLike<number>>();
    for (const { name: weight, tensor } of model.parameters) weights.set(weight, await tensor.read());
    const finals = names.filter((tensor) => tensor.startsWith("train.final."));
    expect(finals.length).toBeGreaterThan(10);
    for (const tensor of finals) {
      const ours = weights.get(tensor.slice("train.final.".length))!;
      expect(largestDifference(ours, (await expected(tensor)).data), tensor).toBeLessThanOrEqual(1e-3);
    }
  });
});
