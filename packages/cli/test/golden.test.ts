/** From the command line to PyTorch's numbers: the engine's golden models, opened as a user opens them. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSafetensors } from "inkling";
import { openFileSource } from "inkling/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inkling } from "./inkling.ts";

const fixtures = fileURLToPath(new URL("../../inkling/test/fixtures/models/", import.meta.url));
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inkling-golden-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The first sequence of a tensor [B, …]; of a list, all. */
async function first(file: string, name: string): Promise<number[]> {
  const source = await openFileSource(file);
  const { shape, data } = await (await openSafetensors(source)).readTensor(name);
  await source.close();
  return [...data.slice(0, shape.length === 1 ? data.length : data.length / (shape[0] ?? 1))];
}

/** Where the numbers differ most, and by how much; infinities must be equal. */
function largestDifference(a: readonly number[], b: readonly number[]): number {
  const differences = a.map((value, i) => (value === b[i] ? 0 : Math.abs(value - (b[i] ?? Number.NaN))));
  return a.length === b.length ? Math.max(...differences) : Number.NaN;
}

describe.each(["gpt2-tiny", "llama-gqa-untied"])("%s", (name) => {
  const dir = join(fixtures, name);
  const expected = (tensor: string) => first(join(dir, "expected.safetensors"), tensor);

  it("generate continues ids with the 64 that transformers chose", async () => {
    const prompt = await expected("greedy.prompt");
    const flags = ["--ids", prompt.join(","), "--temperature", "0", "--max-tokens", "64", "--json"];
    const { lines } = await inkling(["generate", "--model", dir, ...flags]);
    expect(lines()).toMatchObject([{ ids: await expected("greedy.ids") }]);
  });

  it("inspect writes what PyTorch's hooks saw", async () => {
    const ids = (await expected("ids")).join(",");
    const hooks = ["blocks.1.attn.hook_attn_scores", "blocks.0.mlp.hook_post", "logits"];
    const out = join(folder, `${name}.safetensors`);
    const { code } = await inkling([
      "inspect",
      "--model",
      dir,
      "--ids",
      ids,
      "--hook",
      ...hooks,
      "--out",
      out,
    ]);
    expect(code).toBe(0);
    for (const hook of hooks) {
      expect(largestDifference(await first(out, hook), await expected(hook)), hook).toBeLessThanOrEqual(1e-4);
    }
  });

  it("inspect applies each kind of edit as PyTorch's hooks did", async () => {
    const ids = (await expected("ids")).join(",");
    const cases: { edit: { kind: string } }[] = JSON.parse(await readFile(join(dir, "edits.json"), "utf8"));
    const out = join(folder, `${name}-edited.safetensors`);
    for (const kind of ["ablate", "scale", "set", "patch", "steer"]) {
      const i = cases.findIndex(({ edit }) => edit.kind === kind);
      const edit = JSON.stringify(cases[i]?.edit);
      const flags = ["--ids", ids, "--hook", "logits", "--edit", edit, "--out", out];
      expect(await inkling(["inspect", "--model", dir, ...flags])).toMatchObject({ code: 0, err: "" });
      const logits = await expected(`edit.${i}.logits`);
      expect(largestDifference(await first(out, "logits"), logits), kind).toBeLessThanOrEqual(1e-4);
    }
  });
});
