/** docs/naming.md names exactly what the engine has: nothing missing, nothing made up, every shape right. */
import { describe, expect, it } from "vitest";
import { hookShapes, type ModelConfig } from "../../src/index.ts";
import { parameterSpecs } from "../../src/model/parameters.ts";
import { configFrom } from "../../src/model/presets.ts";
import { readDoc } from "./snippets.ts";

/** Axes of different lengths, so that no shape is right by accident. */
const sizes = { vocabSize: 37, contextLength: 11, nHeads: 4, nKvHeads: 2, dHead: 6, dModel: 20, dMlp: 28 };
const models: ModelConfig[] = [
  configFrom("names", { ...sizes, nLayers: 2 }),
  configFrom("tiny-llama", { ...sizes, nLayers: 2, tiedEmbedding: false, bias: true }),
];
const lengthOf: Record<string, number> = {
  V: sizes.vocabSize,
  C: sizes.contextLength,
  D: sizes.dModel,
  F: sizes.dMlp,
  H·K: sizes.nHeads * sizes.dHead,
  Hkv·K: sizes.nKvHeads * sizes.dHead,
};

/** Name → shape, from the table under a heading. */
function tableUnder(heading: string): Map<string, string> {
  const [, part = ""] = readDoc("naming.md").split(`\n## ${heading}\n`);
  const rows = part.split("\n## ")[0].matchAll(/^\| `([\w.]+)` \| ([^|]+) \|/gm);
  return new Map([...rows].map((row) => [row[1], row[2]]));
}

/** Block 0's names speak for all blocks. */
function withN(entries: Iterable<readonly [string, string]>): Map<string, string> {
  return new Map([...entries].map(([name, shape]) => [name.replace(/^blocks\.\d+/, "blocks.N"), shape]));
}

describe("naming.md", () => {
  it("lists every activation of the GPT-2 and Llama shapes, with its axes", () => {
    const known = withN(models.flatMap((config) => [...hookShapes(config)]));
    expect(Object.fromEntries(tableUnder("Activations"))).toEqual(Object.fromEntries(known));
  });

  it("lists activations in the order they are computed", () => {
    const listed = [...tableUnder("Activations").keys()];
    for (const config of models) {
      const computed = [...withN(hookShapes(config)).keys()];
      expect(listed.filter((name) => computed.includes(name))).toEqual(computed);
    }
  });

  it("lists every weight, with its shape", () => {
    const listed = tableUnder("Weights");
    const known = models.flatMap((config) =>
      parameterSpecs(config).map(({ name, shape }) => [name, shape.join(" ")] as const),
    );
    const counted = [...listed].map(
      ([name, shape]) =>
        [
          name,
          shape
            .split(" ")
            .map((axis) => lengthOf[axis])
            .join(" "),
        ] as const,
    );
    expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(withN(known)));
  });

  it("would notice a name that is missing or made up", () => {
    expect(tableUnder("Activations").has("blocks.N.attn.hook_pattern")).toBe(true);
    expect(tableUnder("Weights").has("blocks.N.attn.hook_pattern")).toBe(false);
    expect(tableUnder("Nothing").size).toBe(0);
  });
});
