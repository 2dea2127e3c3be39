import { describe, expect, it } from "vitest";
import { generate } from "../../src/generate/generate.ts";
import { record } from "../../src/inspect/record.ts";
import { hookShapes } from "../../src/model/hooks.ts";
import { golden, largestDifference } from "../fixtures/models/load.ts";

const models = ["gpt2-tiny", "llama-gqa-tied", "llama-gqa-untied"];

describe.each(models)("%s against transformers", (name) => {
  it("every named activation and the logits differ by at most 1e-4", async () => {
    const { model, expected, rows } = await golden(name);
    const run = await record(model, await rows("ids"));
    expect([...run.keys()]).toEqual([...hookShapes(model.config).keys()]);
    for (const [hook, { shape, data }] of run) {
      const theirs = await expected(hook);
      expect([...shape], hook).toEqual([...theirs.shape]);
      expect(largestDifference(data, theirs.data), hook).toBeLessThanOrEqual(1e-4);
    }
  });

  it("the fused attention path gives the same logits", async () => {
    const { model, expected, rows } = await golden(name);
    const logits = (await record(model, await rows("ids"), ["logits"])).get("logits")!;
    expect(largestDifference(logits.data, (await expected("logits")).data)).toBeLessThanOrEqual(1e-4);
  });

  it("64 greedy ids are equal", async () => {
    const { model, rows } = await golden(name);
    const [prompt] = await rows("greedy.prompt");
    const ids: number[] = [];
    for await (const { id } of generate(model, prompt, { temperature: 0, maxTokens: 64 })) ids.push(id);
    expect(ids).toEqual((await rows("greedy.ids"))[0]);
  });
});

describe.each(["gpt2-tiny-f16", "llama-gqa-tied-bf16"])("%s", (name) => {
  it("half-precision weights give the logits of the rounded weights", async () => {
    const { model, expected, rows } = await golden(name);
    const logits = (await record(model, await rows("ids"), ["logits"])).get("logits")!;
    expect(largestDifference(logits.data, (await expected("logits")).data)).toBeLessThanOrEqual(1e-4);
  });
});
