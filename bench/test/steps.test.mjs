/** The steps of chapter 07 compute the same; the script that measures them would notice if they didn't. */
import { describe, expect, it } from "vitest";
import { fourSums, textbook } from "../steps/loops.mjs";
import { registersOf, tileName } from "../steps/tiles.mjs";
import { checkBits, matrices, prepareSteps, prepareTiles, withTables } from "../steps.mjs";

/** Small; rows divide by five and columns by eight, as the steps ask, but no block or portion comes out even. */
const shape = { rows: 35, inner: 23, columns: 56 };

describe("the steps", () => {
  it("all give the textbook loop's bits", async () => {
    const steps = await prepareSteps(shape);
    await checkBits(steps, shape);
    for (const { dispose } of steps) dispose();
    expect(steps.filter(({ free, limit }) => !free && !limit)).toHaveLength(7);
  }, 60_000);

  it("would not pass with another order of summation", async () => {
    const { a, b } = matrices(shape);
    const [forwards, backwards] = [0, 0].map(() => new Float32Array(shape.rows * shape.columns));
    textbook(a, b, forwards, shape);
    // The same products, last k first: columns of a and rows of b turned round.
    const turnedA = a.map((_, at) => a[at - (at % shape.inner) + shape.inner - 1 - (at % shape.inner)]);
    const turnedB = b.map(
      (_, at) => b[(shape.inner - 1 - Math.floor(at / shape.columns)) * shape.columns + (at % shape.columns)],
    );
    fourSums(turnedA, turnedB, backwards, shape);
    const steps = [forwards, backwards].map((out, index) => ({
      name: ["forwards", "backwards"][index],
      run: () => undefined,
      result: () => out,
    }));
    await expect(checkBits(steps, shape)).rejects.toThrow('"backwards" has other bits than "forwards"');
  });
});

describe("the tiles", () => {
  it("of any size compile and run, and are counted as the chapter counts them", async () => {
    const sizes = [
      { rows: 2, columns: 12 },
      { rows: 5, columns: 8, inlined: true },
    ];
    const tiles = await prepareTiles(sizes);
    for (const { run } of tiles) run();
    expect(sizes.map(registersOf)).toEqual([11, 14]);
    expect(sizes.map(tileName)).toEqual(["tile2x12", "tile5x8inlined"]);
  }, 60_000);
});

describe("the chapter's tables", () => {
  const marks = (name, words) =>
    `<!-- ${name}: node bench/steps.mjs --publish -->\n${words}<!-- end of ${name} -->`;
  const tables = { about: "here, today", steps: "| new |", tiles: "| small |", whole: "| all |" };

  it("are put between their marks, and nothing else changes", () => {
    const text = `# T\n${marks("steps", "old\n")}\nprose\n${marks("tiles", "")}\n${marks("whole", "")}\n`;
    const filled = [
      marks("steps", "\nhere, today\n\n| new |\n\n"),
      `prose\n${marks("tiles", "\n| small |\n\n")}`,
      marks("whole", "\n| all |\n\n"),
    ];
    expect(withTables(text, tables)).toBe(`# T\n${filled.join("\n")}\n`);
  });

  it("need a place", () => {
    expect(() => withTables(marks("steps", ""), tables)).toThrow("no place for its tiles");
  });
});
