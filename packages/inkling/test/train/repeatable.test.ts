import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { memoryIds } from "../../src/data/idSource.ts";
import { PackedSet } from "../../src/data/packing.ts";
import { RandomStream } from "../../src/math/random.ts";
import { configFrom } from "../../src/model/presets.ts";
import { createModel } from "../../src/model/transformer.ts";
import { createEngine } from "../../src/tensor/engine.ts";
import { defaultTrainSettings } from "../../src/train/settings.ts";
import { Trainer } from "../../src/train/trainer.ts";

/**
 * The weights after 10 steps, as bytes. They may change only when a formula or an order of summation is changed on
 * purpose: say so in docs/log.md, and write the new hash here.
 */
const expected = {
  names: "c5e8761b81ee17f70a9d0d20f02e423a45fd34f1f00d5dc54d7f72873d9aa0c1",
  "tiny-llama": "4589138a39bb1108738dc5f1285bbb053c0260dcaeb532902bc16180de01dda2",
};

describe("training is repeatable to the bit", () => {
  it.each(["names", "tiny-llama"] as const)(
    "%s: the weights after 10 steps have the pinned sha256",
    async (preset) => {
      const shape = {
        vocabSize: 19,
        dModel: 24,
        nLayers: 2,
        nHeads: 4,
        nKvHeads: 2,
        dMlp: 40,
        contextLength: 17,
      };
      const model = createModel(await createEngine(), configFrom(preset, shape), 3);
      const random = new RandomStream(1, "text");
      const ids = memoryIds(Int32Array.from({ length: 500 }, () => random.below(19)));
      const data = new PackedSet(ids, { batchSize: 3, contextLength: 17, seed: 2 });
      const settings = {
        ...defaultTrainSettings(),
        batchSize: 3,
        steps: 10,
        warmup: 2,
        lr: 1e-2,
        dropout: 0.1,
      };
      for await (const _ of new Trainer(model, { batch: (index) => data.batch(index) }, settings).run());
      const hash = createHash("sha256");
      for (const { tensor } of model.parameters) hash.update(new Uint8Array((await tensor.read()).buffer));
      expect(hash.digest("hex")).toBe(expected[preset]);
    },
  );
});
