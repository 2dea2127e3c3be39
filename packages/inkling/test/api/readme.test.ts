import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What the compiler, at the project's own strictness, has against a file that imports "inkling". */
function typeErrors(file: string): string[] {
  const base = ts.readConfigFile(here("../../../../tsconfig.base.json"), ts.sys.readFile).config
    .compilerOptions;
  const { options } = ts.convertCompilerOptionsFromJson(base, here("../../../.."));
  const paths = { inkling: [here("../../src/index.ts")], "inkling/node": [here("../../src/node/index.ts")] };
  const typeRoots = [here("../../../../node_modules/@types")];
  const program = ts.createProgram([file], {
    ...options,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    composite: false,
    declaration: false,
    declarationMap: false,
    noEmit: true,
    paths,
    typeRoots,
    types: ["node"],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("the README's ten lines", () => {
  it("run as they stand: load, generate, record, edit, train", async () => {
    const readme = await readFile(here("../../../../README.md"), "utf8");
    const code = readme.match(/<!-- a test runs these lines -->\n```ts\n([\s\S]*?)```/)?.[1];
    expect(code?.split("\n").length).toBeLessThanOrEqual(16);

    const folder = await mkdtemp(join(tmpdir(), "inkling-readme-"));
    try {
      const outfile = join(folder, "readme.mjs");
      const alias = { inkling: here("../../src/index.ts"), "inkling/node": here("../../src/node/index.ts") };
      await writeFile(join(folder, "readme.ts"), code ?? "");
      expect(typeErrors(join(folder, "readme.ts"))).toEqual([]);
      await build({
        entryPoints: [join(folder, "readme.ts")],
        outfile,
        bundle: true,
        format: "esm",
        platform: "node",
        alias,
      });
      const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: here("../../../..") }); // where models/ lies
      const losses = [...stdout.matchAll(/loss: ([\d.]+)/g)].map(([, loss]) => Number(loss));
      expect(losses).toHaveLength(20);
      expect(losses[19]).toBeLessThan(losses[0]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
