/** The checks of imports: each rule catches its offence, and lets the lawful neighbour through. */
import { describe, expect, it } from "vitest";
import { checkCycles } from "../check-cycles.mjs";
import { checkLayers } from "../check-layers.mjs";
import { PACKAGES, tree } from "./tree.mjs";

/** The problems of one file in the engine's src/. */
function layersOf(path, text) {
  return checkLayers(tree({ ...PACKAGES, [`packages/inkling/src/${path}`]: text }));
}

describe("layers", () => {
  it("lets a later layer import an earlier one, and a file its neighbour", () => {
    expect(layersOf("ops/matmul.ts", 'import { a } from "../tensor/tensor.ts";\nimport "./add.ts";')).toEqual(
      [],
    );
  });

  it.each([
    ["a static import", 'import { a } from "../model/block.ts";'],
    ["an import of a type", 'import type { A } from "../model/block.ts";'],
    ["an import for effect", 'import "../model/block.ts";'],
    ["a dynamic import", 'const a = await import("../model/block.ts");'],
    ["a re-export", 'export * from "../model/block.ts";'],
    ["an import inside of a type", 'type A = import("../model/block.ts").A;'],
  ])("catches %s of a later layer", (_, text) => {
    expect(layersOf("ops/matmul.ts", `\n${text}`)).toEqual([
      "packages/inkling/src/ops/matmul.ts:2 ops imports model; it may import only errors math kernels tensor",
    ]);
  });

  it("keeps siblings, the trainer and the generator, apart", () => {
    expect(layersOf("generate/generate.ts", 'import "../train/trainer.ts";')).toHaveLength(1);
    expect(layersOf("generate/generate.ts", 'import "../tokenizer/tokenizer.ts";')).toHaveLength(1);
  });

  it("lets train import types of data and nothing that runs", () => {
    expect(layersOf("train/trainer.ts", 'import type { Batch } from "../data/pack.ts";')).toEqual([]);
    expect(layersOf("train/trainer.ts", 'import { pack } from "../data/pack.ts";')[0]).toContain("types");
    // verbatimModuleSyntax keeps this import, so that the module is loaded after all
    expect(layersOf("train/trainer.ts", 'import { type Batch } from "../data/pack.ts";')).toHaveLength(1);
  });

  it("keeps node:* and src/node/ out of everything else", () => {
    expect(layersOf("data/files.ts", 'import { readFile } from "node:fs/promises";')).toHaveLength(1);
    expect(layersOf("data/files.ts", 'import { readFile } from "fs";')).toHaveLength(1);
    expect(layersOf("index.ts", 'export * from "./node/index.ts";')).toHaveLength(1);
    expect(layersOf("node/files.ts", 'import "node:fs";\nimport "../train/trainer.ts";')).toEqual([]);
    expect(layersOf("data/files.ts", '/// <reference types="node" />')).toHaveLength(1);
  });

  it("catches a folder that is not in the table, a way out of src/ and a path that is computed", () => {
    expect(layersOf("ops/a.ts", 'import "../helpers/b.ts";')[0]).toContain('"helpers" has no place');
    expect(layersOf("ops/a.ts", 'import "../../test/b.ts";')[0]).toContain("outside src/");
    expect(layersOf("ops/a.ts", "await import(name);")[0]).toContain("computed");
  });

  it("catches a dependency of the engine, imported or only declared", () => {
    expect(layersOf("ops/a.ts", 'import "lodash";')).toHaveLength(1);
    const manifest = JSON.stringify({ name: "inkling", dependencies: { lodash: "4.0.0" } });
    expect(checkLayers(tree({ "packages/inkling/package.json": manifest }))).toEqual([
      'packages/inkling/package.json:1 depends on "lodash"; the engine has no runtime dependency',
    ]);
    expect(checkLayers(tree({}))).toEqual(["packages/inkling/package.json is missing"]);
  });

  it("lets the command in by the public doors only", () => {
    const cli = (text) => checkLayers(tree({ ...PACKAGES, "packages/cli/src/main.ts": text }));
    expect(cli('import "inkling";\nimport "inkling/node";\nimport "node:fs";\nimport "commander";')).toEqual(
      [],
    );
    expect(cli('import "inkling/dist/ops/matmul.js";')[0]).toContain("not public");
    expect(cli('import "../../inkling/src/index.ts";')[0]).toContain("outside packages/cli");
    expect(cli('import "chalk";')[0]).toContain("doesn't list");
    expect(cli('import "@types/node";')).toHaveLength(1);
    expect(cli('import type {} from "@types/node";')).toEqual([]);
  });
});

describe("cycles", () => {
  it("finds a cycle of types and names the files in order", () => {
    const root = tree({
      "packages/inkling/src/a.ts": 'import { b } from "./b.ts";',
      "packages/inkling/src/b.ts": '\nimport type { C } from "./c.ts";',
      "packages/inkling/src/c.ts": 'export * from "./b.ts";',
    });
    expect(checkCycles(root)).toEqual([
      "packages/inkling/src/b.ts:2 cycle: packages/inkling/src/b.ts → packages/inkling/src/c.ts → packages/inkling/src/b.ts",
    ]);
  });

  it("finds a cycle that goes through a package's public door", () => {
    const root = tree({
      ...PACKAGES,
      "packages/inkling/src/node/index.ts": 'import "../../../cli/src/main.ts";',
      "packages/cli/src/main.ts": 'import "inkling/node";',
    });
    expect(checkCycles(root)).toHaveLength(1);
  });

  it("takes two ways to the same file for no cycle", () => {
    const root = tree({
      "packages/inkling/src/a.ts": 'import "./b.ts";\nimport "./c.ts";',
      "packages/inkling/src/b.ts": 'import "./d.ts";',
      "packages/inkling/src/c.ts": 'import "./d.ts";',
      "packages/inkling/src/d.ts": "",
    });
    expect(checkCycles(root)).toEqual([]);
  });
});
