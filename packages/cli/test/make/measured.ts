/** What measuring a model might give, for tests that have no hour to spare. */
import type { Evaluation } from "../../src/make/inklingCard.ts";
import { scoreOf } from "../../src/suite/score.ts";

const variety = { answers: 1000, different: 900, distinct: [0.1, 0.2, 0.3] };
const noFault = {
  turn: 1,
  any: 0.01,
  unknownWords: 0.04,
  faults: { loops: 0, silent: 0, endless: 0, "parrots itself": 0, unreadable: 0 },
};
export const evaluation: Evaluation = {
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
};
