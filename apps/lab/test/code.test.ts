/** That every step of every kind of model has its formula, and its code as it stands in the repository. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configFrom, hookShapes, type ModelConfig } from "inkling";
import { beforeAll, describe, expect, it } from "vitest";
import { cutOut, readCode } from "../build/code.ts";
import { type Code, keyOf, modelParts, operations } from "../src/code/operations.ts";
import { stepsOf } from "../src/code/steps.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const engine = `${root}/packages/inkling/src`;
let code: Code;
beforeAll(async () => {
  code = await readCode(engine);
});

const shape = { vocabSize: 20, nLayers: 2, nHeads: 2, dModel: 8, contextLength: 8 };
const kinds: Record<string, ModelConfig> = {
  "GPT-2": configFrom("names", { ...shape, dMlp: 16 }),
  Llama: configFrom("tiny-llama", { ...shape, nKvHeads: 1, dMlp: 16 }),
  "attention alone": configFrom("tiny-llama", { ...shape, dMlp: 0 }),
};

describe.each(Object.entries(kinds))("the steps of %s", (_, config) => {
  const steps = stepsOf(config);

  it("read and write what the model computes, each thing before it is read", () => {
    const known = hookShapes(config);
    const written = new Set<string>(["hook_pos_embed"]);
    // Between two blocks, before the first, and where there is no MLP, one state has two names.
    const post = config.dMlp > 0 ? "post" : "mid";
    const alias = (name: string) =>
      name
        .replace("blocks.0.hook_resid_pre", "hook_embed")
        .replace(/^blocks\.(\d+)\.hook_resid_pre$/, (_, n) => `blocks.${Number(n) - 1}.hook_resid_${post}`)
        .replace(/resid_post$/, `resid_${post}`);
    for (const { reads, writes } of steps) {
      for (const name of reads) expect(written.has(name) || written.has(alias(name)), name).toBe(true);
      for (const name of [...reads, writes]) expect(known.has(name), name).toBe(true);
      written.add(writes);
    }
    const unwritten = [...known.keys()].filter((name) => !written.has(name) && !written.has(alias(name)));
    expect(unwritten).toEqual([]);
  });

  it("point at one line of the code that calls them", () => {
    for (const { part, call, operation } of steps) {
      const { file, from, text } = code.sources[keyOf(modelParts[part])];
      const at = text.findIndex((line) => line.includes(call));
      expect(at, `${operation}: ${call} in ${file}`).toBeGreaterThanOrEqual(0);
      expect(readFileSync(`${root}/${file}`, "utf8").split("\n")[from - 1 + at].trim()).toBe(text[at].trim());
    }
  });
});

describe("code", () => {
  it("is shown as it stands in the files, line by line, with its comment", () => {
    for (const { file, from, text, lines } of Object.values(code.sources)) {
      const there = readFileSync(`${root}/${file}`, "utf8")
        .split("\n")
        .slice(from - 1, from - 1 + text.length);
      expect(there.map((line) => line.trim())).toEqual(text.map((line) => line.trim()));
      expect(lines).toHaveLength(text.length);
      const plain = lines.map((line) =>
        line
          .replace(/<[^>]+>/g, "")
          .replace(/&#x3C;/g, "<")
          .replace(/&#x26;/g, "&"),
      );
      expect(plain).toEqual(text);
    }
    expect(code.sources[keyOf(operations.softmax.loop)].text[0]).toMatch(/^\/\*\* y = exp/);
  });

  it("is typeset as MathML", () => {
    for (const formula of Object.values(code.formulas)) expect(formula).toMatch(/<math.*<\/math>/s);
  });

  it("is missed where it has another name", () => {
    expect(() => cutOut("function a() {\n}\n", "b")).toThrow(/no b/);
  });
});
