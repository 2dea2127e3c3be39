import { configFrom } from "inkling";
import { describe, expect, it } from "vitest";
import { type InklingCardFacts, inklingCard } from "../../src/make/inklingCard.ts";
import { scoreOf } from "../../src/suite/score.ts";

const variety = { answers: 1000, different: 900, distinct: [0.1, 0.2, 0.3] };
const noFault = {
  turn: 1,
  any: 0.01,
  unknownWords: 0.04,
  faults: { loops: 0, silent: 0, endless: 0, "parrots itself": 0, unreadable: 0 },
};
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
  evaluation: {
    inkling: {
      suite: "inkling",
      results: [
        { skill: "one-hop", score: scoreOf(240, 250), unknown: scoreOf(0, 250), copied: scoreOf(100, 250) },
      ],
      copiedFrom: 60_000,
      figures: [{ name: "x", what: "says so", value: 0.03, wanted: "at most", must: 0.05, aim: 0.02 }],
      blind: { score: scoreOf(222, 300), skills: [], conversations: scoreOf(70, 140) },
    },
    text: {
      suite: "text",
      tokens: 1000,
      bytes: 3000,
      trainTokens: 2_000_000,
      trainCut: true,
      bitsPerByte: { model: 0.3, unigram: 2.5 },
      calibration: {
        bins: [{ low: 0, high: 1, count: 5, confidence: 0.9, accuracy: 0.8 }],
        expectedCalibrationError: 0.0123,
        accuracy: 0.8,
        confidence: 0.9,
        count: 5,
      },
    },
    free: {
      suite: "free",
      seed: 1,
      sampling: { temperature: 0.3 },
      prompts: "questions",
      copied: [{ length: 8, runs: 100, found: 50 }],
      natural: [{ length: 8, runs: 100, found: 40 }],
      answers: variety,
      sameQuestion: { ...variety, answers: 100, different: 3, question: "Hi" },
      talks: 200,
      drift: [noFault, { ...noFault, turn: 10, any: 0.02 }],
      examples: [],
      unknownWords: [],
      naturalUnknownWords: 0.02,
    },
    blimp: {
      suite: "blimp",
      pairs: 100,
      score: scoreOf(3500, 6700),
      phenomena: [],
      results: [],
      published: { "5-gram": 0.612, LSTM: 0.698, "GPT-2": 0.83, people: 0.964 },
      cut: 0,
    },
  },
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
