import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEngine, edited, hookShapes, openSafetensors, record } from "inkling";
import { openFileSource, openModel } from "inkling/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inkling } from "../inkling.ts";
import { type Folders, makeModels } from "../models.ts";

let models: Folders;
beforeAll(async () => {
  models = await makeModels();
});
afterAll(() => models.remove());

const pattern = "blocks.1.attn.hook_pattern";
const ablation = '{"kind":"ablate","at":{"layer":0,"head":1}}';
const path = (name: string) => join(models.root, name);
const run = (...argv: string[]) => inkling(["inspect", "--model", models.char, ...argv]);

async function tensors(file: string) {
  const source = await openFileSource(file);
  const opened = await openSafetensors(source);
  const all = new Map<string, { shape: readonly number[]; dtype: string; data: number[] }>();
  for (const name of opened.tensors.keys()) {
    const { shape, dtype, data } = await opened.readTensor(name);
    all.set(name, { shape, dtype, data: [...data] });
  }
  await source.close();
  return all;
}

describe("inkling inspect", () => {
  it("writes what was asked for under its own name, with logits and ids, as the library records it", async () => {
    const { code, lines, err } = await run(
      "--ids",
      "0,5,6",
      "--hook",
      pattern,
      "--out",
      path("a.safetensors"),
      "--json",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { model } = await openModel(await createEngine(), models.char);
    const direct = await record(model, [0, 5, 6], [pattern, "logits"]);
    const written = await tensors(path("a.safetensors"));
    expect([...written.keys()].sort()).toEqual([pattern, "ids", "logits"].sort());
    for (const [name, { shape, data }] of direct)
      expect(written.get(name)).toEqual({ shape, dtype: "F32", data: [...data] });
    expect(written.get("ids")).toEqual({ shape: [1, 3], dtype: "I32", data: [0, 5, 6] });
    const row = (name: string, shape: number[]) => ({
      ...{ name, shape, mean: expect.any(Number), min: expect.any(Number), max: expect.any(Number) },
    });
    const { vocabSize } = model.config;
    expect(lines()).toEqual([
      { out: path("a.safetensors"), tensors: [row(pattern, [1, 2, 3, 3]), row("logits", [1, 3, vocabSize])] },
    ]);
  });

  it("applies edits, given as JSON or as a file", async () => {
    await writeFile(path("edits.json"), `{"version":1,"edits":[${ablation}]}`);
    const common = ["--ids", "0,5,6", "--hook", "hook_embed"];
    await run(...common, "--edit", ablation, "--out", path("b.safetensors"));
    await run(...common, "--edit", `@${path("edits.json")}`, "--out", path("c.safetensors"));
    const { model } = await openModel(await createEngine(), models.char);
    const without = await edited(model, [{ kind: "ablate", at: { layer: 0, head: 1 } }]);
    const logits = (await record(without, [0, 5, 6], ["logits"])).get("logits");
    expect((await tensors(path("b.safetensors"))).get("logits")?.data).toEqual([...(logits?.data ?? [])]);
    expect(await readFile(path("b.safetensors"))).toEqual(await readFile(path("c.safetensors")));
    const plain = (await record(model, [0, 5, 6], ["logits"])).get("logits");
    expect(logits).not.toEqual(plain);
  });

  it("lists every hook with its axes and shape, and needs no prompt for it", async () => {
    const { model } = await openModel(await createEngine(), models.char);
    const { code, lines } = await run("--hook", "list", "--json");
    expect(code).toBe(0);
    const [{ hooks }] = lines() as [{ hooks: { name: string; axes: string; shape: unknown[] }[] }];
    expect(hooks.map(({ name, axes }) => [name, axes])).toEqual([...hookShapes(model.config)]);
    expect(hooks.find(({ name }) => name === "blocks.0.attn.hook_q")?.shape).toEqual(["B", "T", 2, 8]);
    expect((await run("--hook", "list")).out).toMatch(/^blocks\.1\.mlp\.hook_post +B T F +\[B, T, 32\]$/m);
  });

  it("prints a table; a masked score of -inf doesn't spoil its mean", async () => {
    const scores = "blocks.0.attn.hook_attn_scores";
    const { out } = await run("--prompt", "cat", "--hook", scores, "--out", path("d.safetensors"));
    expect(out).toMatch(
      /^blocks\.0\.attn\.hook_attn_scores +\[1, 2, 4, 4\] +-?[\d.e-]+ +-?[\d.e-]+ +-?[\d.e-]+$/m,
    );
    expect((await tensors(path("d.safetensors"))).get(scores)?.data).toContain(-Infinity);
  });

  it.each([
    [["--hook", "blocks.0.attn.hook_patern"], 'Did you mean "blocks.0.attn.hook_pattern"?'],
    [["--hook", "logits", "--edit", '{"kind":"ablat","at":{"layer":0}}'], 'Did you mean "ablate"?'],
    [
      ["--hook", "logits", "--edit", '{"kind":"ablate","at":{"hook":"hook_embedd"}}'],
      'Did you mean "hook_embed"?',
    ],
    [["--hook", "logits", "--edit", "{kind:1}"], "--edit is not JSON"],
    [["--hook", "logits", "--edit", "@no-such.json"], "no-such.json could not be read"],
  ])("explains %j, and writes nothing", async (flags, message) => {
    const { code, err } = await run("--ids", "1,2", ...flags, "--out", path("never.safetensors"));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) });
    await expect(readFile(path("never.safetensors"))).rejects.toThrow("ENOENT");
  });

  it("explains missing flags, too many tokens and a place that can't be written", async () => {
    expect(await run("--hook", "logits", "--out", "x")).toMatchObject({ code: 2 });
    expect(await run("--hook", "logits", "--ids", "1")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--out FILE"),
    });
    expect(await run("--ids", "1", "--out", "x")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--hook"),
    });
    const long = await run("--ids", Array(25).fill(1).join(","), "--hook", "logits", "--out", path("e"));
    expect(long).toMatchObject({
      code: 1,
      err: expect.stringContaining("sees 24 tokens at once; 25 were given"),
    });
    const nowhere = await run("--ids", "1", "--hook", "logits", "--out", path("no/where.safetensors"));
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("could not be written (ENOENT)") });
  });
});
