import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEngine, record } from "inkling";
import { heldOut, openCorpus, openModel } from "inkling/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inkling } from "../inkling.ts";
import { contextLength, type Folders, makeModels, sampleText } from "../models.ts";

let models: Folders;
beforeAll(async () => {
  models = await makeModels();
});
afterAll(() => models.remove());

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(models.root, name);
  await writeFile(path, content);
  return path;
}

/** Σ −ln p of every id but the first, from the logits, with nothing but the definition. */
async function surprise(
  dir: string,
  windows: (bos: number, encode: (text: string) => number[]) => number[][],
) {
  const { model, tokenizer } = await openModel(await createEngine(), dir);
  if (!tokenizer) throw new Error("this folder has a tokenizer");
  let [nats, tokens] = [0, 0];
  for (const ids of windows(tokenizer.bos ?? -1, (text) => tokenizer.encode(text))) {
    const run = await record(model, ids.slice(0, -1), ["logits"]);
    const logits = run.get("logits")?.data ?? new Float32Array();
    const V = model.config.vocabSize;
    for (let t = 0; t + 1 < ids.length; t++) {
      const row = logits.subarray(t * V, (t + 1) * V);
      const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
      nats -= Math.log(Math.exp(row[ids[t + 1] ?? -1] ?? Number.NaN) / total);
      tokens++;
    }
  }
  return { nats, tokens };
}

describe("inkling eval", () => {
  it("scores each of several documents as BOS + text, cropped to the context, as a sum by hand does", async () => {
    const lines = ["the cat", "a mat that is so long that it has to be cropped", "sat"];
    const data = await put("lines.txt", lines.join("\n"));
    const { nats, tokens } = await surprise(models.bpe, (bos, encode) =>
      lines.map((line) => [bos, ...encode(line)].slice(0, contextLength)),
    );
    const result = await inkling([
      "eval",
      "--model",
      models.bpe,
      "--data",
      data,
      "--documents",
      "line",
      "--json",
    ]);
    expect(result).toMatchObject({ code: 0, err: "" });
    const [score] = result.lines() as [Record<string, number>];
    expect(Object.keys(score)).toEqual(["nllPerToken", "tokens", "perplexity", "bitsPerByte"]);
    expect(score["tokens"]).toBe(tokens);
    expect(score["nllPerToken"]).toBeCloseTo(nats / tokens, 5);
    expect(score["perplexity"]).toBeCloseTo(Math.exp(nats / tokens), 2);
  });

  it("--held-out scores what training would hold out, --score-end its ends, as a sum by hand does", async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `the cat ${"sat ".repeat(i)}`);
    const data = await put("many.txt", lines.join("\n"));
    const held: string[] = [];
    for await (const document of await heldOut(await openCorpus([data], { documents: { kind: "line" } })))
      if ("text" in document) held.push(document.text);
    const { nats, tokens } = await surprise(models.bpe, (bos, encode) =>
      held.map((line) => [bos, ...encode(line), bos].slice(0, contextLength)),
    );
    const flags = ["--documents", "line", "--held-out", "--score-end", "--json"];
    const { lines: printed } = await inkling(["eval", "--model", models.bpe, "--data", data, ...flags]);
    const [score] = printed() as [Record<string, number>];
    expect(held.length).toBeGreaterThan(0);
    expect(score["tokens"]).toBe(tokens);
    expect(score["nllPerToken"]).toBeCloseTo(nats / tokens, 5);

    const one = await put("one.txt", "the cat sat");
    const refused = await inkling(["eval", "--model", models.bpe, "--data", one, "--held-out"]);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain("No document of this data is held out whole");
  });

  it("scores a single text whole, in windows that share their border; bits are per byte of the text", async () => {
    const text = sampleText.replace("?", "é"); // two bytes
    const data = await put("whole.txt", text);
    const { nats, tokens } = await surprise(models.bpe, (bos, encode) => {
      const ids = [bos, ...encode(text)];
      const starts = Array.from(
        { length: Math.ceil((ids.length - 1) / contextLength) },
        (_, i) => i * contextLength,
      );
      return starts.map((start) => ids.slice(start, start + contextLength + 1));
    });
    const { lines } = await inkling(["eval", "--model", models.bpe, "--data", data, "--json"]);
    const [score] = lines() as [Record<string, number>];
    expect(score["tokens"]).toBe(tokens);
    expect(score["nllPerToken"]).toBeCloseTo(nats / tokens, 5);
    expect(score["bitsPerByte"]).toBeCloseTo(nats / Math.LN2 / new TextEncoder().encode(text).length, 5);
  });

  it("shows a person the figures beside the random guess, with a word on each", async () => {
    const data = await put("again.txt", sampleText);
    const { out } = await inkling(["eval", "--model", models.char, "--data", data]);
    const { tokenizer } = await openModel(await createEngine(), models.char);
    const vocabSize = tokenizer?.vocabSize ?? -1;
    expect(out).toMatch(/^loss +\d+\.\d{4} +nats per token/);
    expect(out).toContain(`${Math.log(vocabSize).toFixed(4)}   ln ${vocabSize}: the loss of knowing nothing`);
    expect(out).toMatch(/^perplexity /m);
    expect(out).toMatch(/^bits per byte /m);
  });

  it("says what rounding the weights costs, against f32 weights scored on the same text", async () => {
    const argv = ["eval", "--model", models.bpe, "--data", await put("cost.txt", sampleText)];
    const [f32] = (await inkling([...argv, "--json"])).lines() as [Record<string, number>];
    const [q4] = (await inkling([...argv, "--weights", "q4_0", "--json"])).lines() as [
      Record<string, unknown>,
    ];
    expect(q4).toMatchObject({ weights: "q4_0", tokens: f32["tokens"], f32: { ...f32 } });
    expect(q4["nllPerToken"]).not.toBe(f32["nllPerToken"]);
    expect(q4["nllIncrease"]).toBe(Number(q4["nllPerToken"]) - Number(f32["nllPerToken"]));
    // Only W_out sums over 32; everything else sums over 16.
    expect(q4["keptF32"]).toHaveLength(1 + 2 * 5);
    expect(q4["keptF32"]).not.toContain("blocks.0.mlp.W_out");
    const { out } = await inkling([...argv, "--weights", "q4_0"]);
    expect(out).toMatch(/^cost of rounding +[+-]0\.\d{4} +to the loss of f32/m);
    expect(out).toMatch(/^weights +0\.\d\d MB +q4_0, instead of 0\.\d\d MB as f32/m);
    expect(out).toMatch(/^still f32 +11 +embed\.W_E, /m);
  });

  it("refuses a format that there is not", async () => {
    const argv = ["eval", "--model", models.bpe, "--data", "x.txt", "--weights", "q2"];
    expect((await inkling(argv)).err).toContain("Allowed choices are f32, q8_0, q4_0");
  });

  it("draws a bar on a terminal, and none with --json", async () => {
    const argv = ["eval", "--model", models.char, "--data", await put("bar.txt", sampleText)];
    expect((await inkling(argv, { tty: true })).err).toContain("scoring");
    expect((await inkling([...argv, "--json"], { tty: true })).err).toBe("");
  });

  it("explains data that is missing, empty or binary, a rule that is none, and a model without tokenizer", async () => {
    const failing = async (data: string, ...more: string[]) => {
      const { code, err } = await inkling(["eval", "--model", models.char, "--data", data, ...more]);
      return `${code} ${err}`;
    };
    expect(await failing(join(models.root, "no.txt"))).toMatch(
      /^1 error: Cannot read .*no\.txt: no such file/,
    );
    expect(await failing(await put("empty.txt", ""))).toMatch(/^1 error: There is no text in/);
    expect(await failing(await put("cat.bin", new Uint8Array([0xff, 0])))).toMatch(
      /^1 error: .*not UTF-8 text/,
    );
    expect(await failing(await put("a.txt", "a b"), "--documents", "lines")).toMatch(
      /^2 .*Did you mean "line"/,
    );
    const bare = await inkling(["eval", "--model", models.bare, "--data", await put("b.txt", "a")]);
    expect(bare).toMatchObject({ code: 1, err: expect.stringContaining("no tokenizer.json") });
  });
});
