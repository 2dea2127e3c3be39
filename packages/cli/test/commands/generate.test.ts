import { createEngine, generate } from "inkling";
import { openIdModel } from "inkling/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inkling } from "../inkling.ts";
import { type Folders, makeModels } from "../models.ts";

let models: Folders;
beforeAll(async () => {
  models = await makeModels();
});
afterAll(() => models.remove());

const run = (...argv: string[]) => inkling(["generate", ...argv]);
const greedy = ["--temperature", "0", "--max-tokens", "8"];

/** What the library generates greedily, asked directly. */
async function libraryIds(dir: string, prompt: number[]): Promise<number[]> {
  const { model } = await openIdModel(await createEngine(), dir);
  const ids: number[] = [];
  for await (const { id } of generate(model, prompt, { temperature: 0, maxTokens: 8 })) ids.push(id);
  return ids;
}

describe("inkling generate", () => {
  it("gives text, generated ids and speed as JSON; the prompt is BOS + text", async () => {
    const { tokenizer } = await openIdModel(await createEngine(), models.bpe);
    const { code, lines, err } = await run("--model", models.bpe, "--prompt", "the cat", ...greedy, "--json");
    const ids = await libraryIds(models.bpe, [tokenizer?.bos ?? -1, ...(tokenizer?.encode("the cat") ?? [])]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(lines()).toEqual([{ text: tokenizer?.decode(ids), ids, tokensPerSecond: expect.any(Number) }]);
  });

  it("prints the same text without --json, and only that", async () => {
    const json = await run(
      "--model",
      models.char,
      "--prompt",
      "The ",
      "--seed",
      "5",
      "--max-tokens",
      "9",
      "--json",
    );
    const [{ text }] = json.lines() as [{ text: string }];
    const plain = await run("--model", models.char, "--prompt", "The ", "--seed", "5", "--max-tokens", "9");
    expect(plain.out).toBe(text.endsWith("\n") ? text : `${text}\n`);
    expect(plain.err).toBe("");
  });

  it("takes --ids exactly as they are, also without a tokenizer", async () => {
    const ids = await libraryIds(models.bare, [5, 6, 7]);
    const { lines } = await run("--model", models.bare, "--ids", "5, 6,7", ...greedy, "--json");
    expect(lines()).toEqual([{ text: null, ids, tokensPerSecond: expect.any(Number) }]);
    expect((await run("--model", models.bare, "--ids", "5,6,7", ...greedy)).out).toBe(`${ids.join(",")}\n`);
  });

  it("follows the seed and the sampling flags", async () => {
    const text = async (...flags: string[]) =>
      (await run("--model", models.char, "--prompt", "The", "--max-tokens", "12", ...flags)).out;
    expect(await text("--seed", "1")).toBe(await text("--seed", "1"));
    expect(await text("--seed", "1")).not.toBe(await text("--seed", "2"));
    expect(await text("--top-k", "1", "--seed", "1")).toBe(await text("--temperature", "0"));
  });

  it("ends at a stop text without showing it", async () => {
    const json = async (...flags: string[]) =>
      (
        await run("--model", models.char, "--prompt", "The", "--max-tokens", "40", "--json", ...flags)
      ).lines()[0] as {
        text: string;
        ids: number[];
      };
    const whole = await json();
    const stop = whole.text.slice(5, 7);
    const stopped = await json("--stop", "never seen", "--stop", stop);
    expect(stopped.text).toBe(whole.text.slice(0, whole.text.indexOf(stop)));
    expect(stopped.ids).toEqual(whole.ids.slice(0, stopped.ids.length));
    expect(stopped.ids.length).toBeLessThan(whole.ids.length);
  });

  it("shows the prompt, dimmed, on a terminal", async () => {
    const { out } = await inkling(["generate", "--model", models.char, "--prompt", "The cat", ...greedy], {
      tty: true,
    });
    expect(out.startsWith("\u001b[2mThe cat\u001b[22m")).toBe(true);
  });

  it("ends at Ctrl-C with 130, and the line is finished", async () => {
    const { code, out } = await inkling(
      ["generate", "--model", models.char, "--prompt", "The", "--max-tokens", "1000000"],
      { onOut: (_out, { interrupt }) => interrupt() },
    );
    expect(code).toBe(130);
    expect(out.length).toBeLessThan(40);
    expect(out.endsWith("\n")).toBe(true);
  });

  it("says how much of a prompt that is too long is read", async () => {
    const { err, code } = await run(
      "--model",
      models.char,
      "--prompt",
      "the cat sat on the mat again",
      ...greedy,
    );
    expect(code).toBe(0);
    expect(err).toBe("The prompt has 29 tokens, and this model sees 24: it reads the last 24.\n");
  });

  it("wants exactly one of --prompt and --ids", async () => {
    expect(await run("--model", models.char)).toMatchObject({
      code: 2,
      err: expect.stringContaining("nothing to read"),
    });
    expect(await run("--model", models.char, "--prompt", "a", "--ids", "1")).toMatchObject({
      code: 2,
      err: expect.stringContaining("choose one"),
    });
  });

  it.each([
    ["999", "--ids has 999: this model's ids are the whole numbers from 0 to"],
    ["1,-2", '--ids has "-2", which is no id'],
    ["1,,2", '--ids has "", which is no id'],
    ["1.5", "which is no id"],
  ])("refuses the ids %s", async (ids, message) => {
    expect(await run("--model", models.char, "--ids", ids)).toMatchObject({
      code: 1,
      err: expect.stringContaining(message),
    });
  });

  it("refuses settings out of bounds, and more threads than the backend has", async () => {
    const hot = await run("--model", models.char, "--prompt", "a", "--temperature", "-0.1");
    expect(hot).toMatchObject({ code: 2, err: expect.stringContaining("Expected a number from 0 to 100.") });
    const threads = await run(
      "--model",
      models.char,
      "--prompt",
      "a",
      "--backend",
      "reference",
      "--threads",
      "2",
    );
    expect(threads).toMatchObject({ code: 2, err: expect.stringContaining("one thread") });
    const backend = await run("--model", models.char, "--prompt", "a", "--backend", "abacus");
    expect(backend).toMatchObject({
      code: 2,
      err: expect.stringContaining("Allowed choices are wasm, reference"),
    });
  });

  it("explains a folder that is missing, is no model, or can't read text", async () => {
    const missing = await run("--model", `${models.root}/nowhere`, "--prompt", "a", "--json");
    expect(missing.code).toBe(1);
    expect(missing.lines()).toEqual([{ error: expect.stringContaining("nowhere could not be opened") }]);
    expect(missing.err).not.toContain("    at ");
    const empty = await run("--model", models.root, "--prompt", "a");
    expect(empty).toMatchObject({ code: 1, err: expect.stringContaining("no config.json") });
    const bare = await run("--model", models.bare, "--prompt", "a");
    expect(bare).toMatchObject({ code: 1, err: expect.stringContaining("Give the ids themselves: --ids") });
  });
});
