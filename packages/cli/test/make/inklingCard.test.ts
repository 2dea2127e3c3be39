import { configFrom } from "inkling";
import { describe, expect, it } from "vitest";
import { type InklingCardFacts, inklingCard } from "../../src/make/inklingCard.ts";
import { evaluation } from "./measured.ts";

const facts: InklingCardFacts = {
  config: configFrom("tiny-llama", { vocabSize: 2048 }),
  manifest: {
    inkling: "0.1.0",
    step: 15_000,
    seed: 42,
    training: {},
    data: [{ name: "001.jsonl", bytes: 1, sha256: "0".repeat(64) }],
    metrics: {},
    files: {},
  },
  tokensSeen: 30_720_000,
  hours: 2.5,
  evaluation,
  talks: [{ who: "A vandal", turns: [{ user: "<b>*hi*</b>", reply: "Hello!\nHow are you?" }] }],
};

const card = inklingCard(facts);

describe("inklingCard", () => {
  it("begins with what Hugging Face reads", () => {
    expect(card).toMatch(
      /^---\nlanguage: en\nlicense: mit\nlibrary_name: transformers\n[\s\S]*?\n---\n\n# inkling\n/,
    );
  });

  it("shows every figure that was measured, with its interval and its target", () => {
    expect(card).toContain(
      "| facts in one hop, unseen phrasing | **96.0%** | 92.8% – 97.8% | 95% | 99% | 40.0% |",
    );
    expect(card).toContain("- **3.0%** says so (at most 5%, aim 2%)");
    expect(card).toContain("**74.0%** right (68.8% – 78.6%); 50.0% of the 140 answers");
    expect(card).toContain("model **0.300**, unigram **2.500**");
    expect(card).toContain("calibration error 1.23%");
    expect(card).toContain("| 8 | 50.0% | 40.0% |");
    expect(card).toMatch(/4\.0% and 4\.0%\nhave a word .* \(of held-out answers, 2\.0%\)\./);
    expect(card).toContain("BLiMP, 6,700 pairs): 52.2%");
    expect(card).toContain("100 Wh, if the two cores draw 40 W");
    expect(card).toContain("2 h 30 min");
  });

  it("quotes conversations so that nothing anybody says becomes markup", () => {
    expect(card).toContain("> **\\<b\\>\\*hi\\*\\</b\\>**\n>\n> Hello! How are you?");
  });

  it("holds nothing that was left unfilled", () => {
    expect(card).not.toMatch(/undefined|NaN|\[object/);
  });
});
