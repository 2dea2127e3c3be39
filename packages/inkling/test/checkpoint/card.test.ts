import { describe, expect, it } from "vitest";
import { type CardFacts, modelCard } from "../../src/checkpoint/card.ts";
import { configFrom } from "../../src/model/presets.ts";

const facts: CardFacts = {
  name: "whale",
  config: configFrom("names", { vocabSize: 97 }),
  parameters: 204_321,
  tokenizer: "characters",
  chat: false,
  data: {
    names: ["book.txt"],
    sha256: "ab".repeat(32),
    documents: 1,
    characters: 1_200_000,
    trainTokens: 1_080_000,
    validationTokens: 120_000,
    split: "position",
  },
  step: 500,
  steps: 1000,
  trainLoss: 2.1,
  validationLoss: null,
  command: "inkling train --data book.txt --out whale --preset names",
  inkling: "0.1.0",
};

describe("modelCard", () => {
  it("begins with the lines Hugging Face reads, and names the family that loads it", () => {
    const lines = modelCard(facts).split("\n");
    expect(lines.slice(0, 7)).toEqual([
      "---",
      "library_name: transformers",
      "pipeline_tag: text-generation",
      "tags:",
      "  - inkling",
      "  - gpt2",
      "---",
    ]);
    const llama = { ...facts, config: configFrom("tiny-llama", { vocabSize: 97 }) };
    expect(modelCard(llama)).toContain("  - llama\n");
  });

  it("promises transformers only what transformers can open", () => {
    expect(modelCard(facts)).toContain("AutoModelForCausalLM");
    const attentionOnly = modelCard({ ...facts, config: configFrom("names", { vocabSize: 97, dMlp: 0 }) });
    expect(attentionOnly).toContain("library_name: inkling");
    expect(attentionOnly).toContain("only Inkling opens it");
    expect(attentionOnly).not.toContain("AutoModelForCausalLM");
  });

  it("shows the losses beside a blind guess, and says what was not measured or not finished", () => {
    const card = modelCard(facts);
    expect(card).toContain("| guessing blindly, ln V | 4.575 |");
    expect(card).toContain("| last training batch | 2.100 |");
    expect(card).toContain("| held-out text | not measured |");
    expect(card).toContain("after 500 steps (the run was to have 1,000)");
  });

  it("says what it learned from, how that was split, and the command that made it", () => {
    const card = modelCard(facts);
    expect(card).toContain("`book.txt`: 1 document, 1,200,000 characters");
    expect(card).toContain("the last tenth of the text");
    expect(card).toContain(facts.data.sha256);
    expect(card).toContain(facts.command);
    const many = { ...facts.data, names: Array.from({ length: 9 }, (_, i) => `${i}.txt`) };
    expect(modelCard({ ...facts, data: many })).toContain("`4.txt` and 4 more");
  });
});
