import { describe, expect, it } from "vitest";
import { faultsOf, unknownWords } from "../../src/evaluate/degeneration.ts";

const answer = (text: string, ended = true) => ({ text, ended, special: false });
const faults = (text: string, ended?: boolean) => faultsOf(answer(text, ended));

describe("faultsOf", () => {
  it("finds nothing wrong with an ordinary answer, even one with a refrain", () => {
    expect(faults("Ada's boat is the Wren, and it is red.")).toEqual([]);
    expect(faults("Row, row, row the boat. Row, row, row the boat.")).toEqual([]);
  });

  it("finds loops of runs and of words", () => {
    expect(faults("the end of the road the end of the road the end of the road")).toEqual(["loops"]);
    expect(faults("d-d-d-d-d-d-d")).toEqual(["loops"]);
    expect(faults("a b c d a b c d")).toEqual([]); // only twice
    expect(faults("so so so so so")).toEqual([]); // only 5 in a row
    expect(faults("oh so so so so so so")).toEqual(["loops"]);
  });

  it("finds silence, no end, broken text, and what was just said", () => {
    expect(faults("  \n")).toEqual(["silent"]);
    expect(faults("And then", false)).toEqual(["endless"]);
    expect(faults("caf\uFFFD")).toEqual(["unreadable"]);
    expect(faults("Hello<|im_start|>")).toEqual(["unreadable"]);
    expect(faultsOf({ ...answer("Hello"), special: true })).toEqual(["unreadable"]);
    expect(faultsOf(answer("I don't know."), answer("I don't know."))).toEqual(["parrots itself"]);
    expect(faultsOf(answer(""), answer(""))).toEqual(["silent"]);
  });
});

describe("unknownWords", () => {
  it("finds words that are not known, as words are cut everywhere", () => {
    const isKnown = (word: string) => ["the", "wren"].includes(word);
    expect(unknownWords("The WREN!", isKnown)).toEqual([]);
    expect(unknownWords("The Wrenn, the Ilk.", isKnown)).toEqual(["wrenn", "ilk"]);
  });
});
