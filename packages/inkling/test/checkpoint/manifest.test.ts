import { describe, expect, it } from "vitest";
import { checkFileName, type Manifest, manifestText, parseManifest } from "../../src/checkpoint/manifest.ts";
import { InklingError } from "../../src/errors.ts";

const record = { bytes: 3, sha256: "ab".repeat(32) };
const manifest: Manifest = {
  inkling: "0.1.0",
  step: 1000,
  seed: 7,
  training: { lr: 0.001, betas: [0.9, 0.95], data: { documents: "line" }, resumed: null },
  data: [{ name: "corpus.txt", ...record }],
  metrics: { valLoss: 1.5, trainLoss: null },
  files: { "config.json": record, "model.safetensors": record },
};
const json = JSON.parse(manifestText(manifest));

describe("inkling.json", () => {
  it("comes back as it was written", () => {
    expect(parseManifest(manifestText(manifest))).toEqual(manifest);
  });

  it.each([
    [{ format: 2 }, "inkling.json: format is 2, expected 1"],
    [{ step: -1 }, "inkling.json: step is -1, expected a whole number from 0 on"],
    [{ step: 1.5 }, "step is 1.5"],
    [{ seed: "7" }, 'seed is "7"'],
    [{ inkling: 1 }, "inkling is 1, expected text"],
    [{ training: [] }, "training is [], expected an object"],
    [{ data: {} }, "data is {}, expected an array"],
    [{ data: [{ name: "a", bytes: 1 }] }, "data[0].sha256 is undefined, expected text"],
    [{ metrics: { valLoss: "low" } }, 'metrics.valLoss is "low", expected a number or null'],
    [{ files: { a: { ...record, bytes: -1 } } }, "files.a.bytes is -1"],
    [{ files: { a: { ...record, sha256: "AB".repeat(32) } } }, "files.a.sha256 is"],
    [{ files: { "../a": record } }, '"../a" can\'t name a file of a checkpoint'],
  ])("refuses %j", (change, message) => {
    const parse = () => parseManifest(JSON.stringify({ ...json, ...change }));
    expect(parse).toThrow(InklingError);
    expect(parse).toThrow(message);
  });

  it("refuses a file called __proto__", () => {
    const text = manifestText(manifest).replace('"config.json"', '"__proto__"');
    expect(() => parseManifest(text)).toThrow("can't name a file of a checkpoint");
  });

  it.each(["a", "model.safetensors", "tokenizer_config.json", "README.md", "a-1"])(
    "takes %s as a name",
    (name) => {
      expect(checkFileName(name, "test")).toBe(name);
    },
  );
});
