import { describe, expect, it } from "vitest";
import { generationConfig, readSuggestedSampling } from "../../src/checkpoint/generationConfig.ts";

describe("generation_config.json", () => {
  it("is written with transformers' names, and read back", () => {
    const sampling = { temperature: 0.3, topK: 40, topP: 0.9 };
    const written = generationConfig({ bosTokenId: 1, eosTokenId: 2, sampling });
    expect(written).toEqual({
      bos_token_id: 1,
      eos_token_id: 2,
      do_sample: true,
      temperature: 0.3,
      top_k: 40,
      top_p: 0.9,
    });
    expect(readSuggestedSampling(written)).toEqual(sampling);
  });

  it("is read from anywhere: greedy models with their penalty, and nothing of the wrong kind", () => {
    expect(readSuggestedSampling({ do_sample: false, temperature: 0.7 })).toEqual({ temperature: 0 });
    const penalised = { temperature: 0, repetitionPenalty: 1.5 };
    const written = generationConfig({ bosTokenId: 0, eosTokenId: 0, sampling: penalised });
    expect(written).toMatchObject({ do_sample: false, repetition_penalty: 1.5 });
    expect(readSuggestedSampling(written)).toEqual(penalised);
    const odd = { temperature: "hot", top_k: -1, top_p: null, repetition_penalty: Number.NaN };
    expect(readSuggestedSampling(odd)).toEqual({});
    for (const nothing of [undefined, null, 3, "x"]) expect(readSuggestedSampling(nothing)).toEqual({});
  });
});
