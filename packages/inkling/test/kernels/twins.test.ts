/**
 * Every fast kernel has a plain-loop twin and says which: the file in assembly/ names the file in reference/ at its head,
 * and above each exported kernel stands the name of a kernel written there, unless there is only one. (sameBits.test.ts proves that they are
 * equal, and that none is missing from the proof.)
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { kernelNames } from "../../src/kernels/wasm/exports.ts";

const kernels = fileURLToPath(new URL("../../src/kernels/", import.meta.url));
const read = (path: string) => readFileSync(`${kernels}${path}`, "utf8");

interface CompiledKernel {
  readonly name: string;
  /** In assembly/. */
  readonly file: string;
}

/** What assembly/index.ts exports, `export { a, b } from "./file";` line by line. */
function compiledKernels(): CompiledKernel[] {
  const lines = read("wasm/assembly/index.ts").matchAll(/^export \{([^}]+)\} from "\.\/(\w+)";/gm);
  return [...lines].flatMap(([, names, file]) =>
    names.split(",").map((name) => ({ name: name.trim(), file: `${file}.ts` })),
  );
}

/** The file in reference/ that the first comment of a file in assembly/ names. */
function twinFile(file: string): string | undefined {
  const [head] = read(`wasm/assembly/${file}`).split("*/", 1);
  return head.match(/reference\/\w+\.ts/)?.[0];
}

/** The comment right above an exported function (decorators may stand between), or nothing. */
function commentAbove({ name, file }: CompiledKernel): string {
  const above = read(`wasm/assembly/${file}`).split(new RegExp(`^export function ${name}\\(`, "m"));
  return above[0].match(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:@\w+\s*)*$/)?.[1] ?? "";
}

/** The kernels a file in reference/ has. */
const kernelsIn = (file: string) => [...read(file).matchAll(/^ {4}(\w+)\(.*\{$/gm)].map(([, name]) => name);

/** Of a file's kernels, the one that a comment begins with: "layerNormBackward, its first half: …"; or the only one. */
function twinOf(kernel: CompiledKernel, candidates: readonly string[]): string | undefined {
  const first = commentAbove(kernel).match(/\w+/)?.[0] ?? "";
  return candidates.includes(first) || candidates.length !== 1 ? first : candidates[0];
}

describe("kernels in assembly/", () => {
  it("are those that threads call by number", () => {
    expect(
      compiledKernels()
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...kernelNames].sort());
  });

  it.each(compiledKernels().map((kernel) => [kernel.name, kernel] as const))("%s has a twin", (_, kernel) => {
    const file = twinFile(kernel.file) ?? "";
    expect(file, `the head of assembly/${kernel.file} names its twin's file`).not.toBe("");
    expect(existsSync(`${kernels}${file}`), `${file} exists`).toBe(true);
    expect(kernelsIn(file), `the comment above ${kernel.name} begins with its twin's name`).toContain(
      twinOf(kernel, kernelsIn(file)),
    );
  });
});
