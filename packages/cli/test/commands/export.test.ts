import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { configFrom, createEngine, createModel, trainCharacters } from "inkling";
import { openModel, saveModel } from "inkling/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inkling } from "../inkling.ts";
import { type Folders, makeModels, sampleText } from "../models.ts";

let models: Folders;
beforeAll(async () => {
  models = await makeModels();
});
afterAll(() => models.remove());

const html = (name: string) => join(models.root, `${name}.html`);
const run = (dir: string, name: string, ...flags: string[]) =>
  inkling(["export", "--model", dir, "--html", html(name), ...flags]);

/** What stands in a page. */
async function inside(name: string) {
  const page = await readFile(html(name), "utf8");
  const [, model] = /id="model">(.*?)<\/script/s.exec(page)!;
  const [, weights] = /id="weights">(.*?)<\/script/s.exec(page)!;
  const about: { title: string; questions: string[]; storedAs: string; texts: Record<string, string> } =
    JSON.parse(model);
  return { page, ...about, weights: Buffer.from(weights, "base64") };
}

describe("inkling export --html", () => {
  it("writes one page with all that opens the model, and says what it is as JSON", async () => {
    const { code, lines } = await run(models.chat, "whole", "--json");
    expect(code).toBe(0);
    const { size } = await stat(html("whole"));
    const { page, title, storedAs, texts } = await inside("whole");
    const about = { file: html("whole"), bytes: size, title: "A model of a test", dtype: "F16" };
    expect(lines()).toEqual([{ ...about, parameters: expect.any(Number) }]);
    expect({ title, storedAs }).toEqual({ title: "A model of a test", storedAs: "F16" });
    for (const name of ["generation_config.json", "tokenizer.json", "tokenizer_config.json", "README.md"])
      expect(texts[name], name).toBe(await readFile(join(models.chat, name), "utf8"));
    expect(page).toContain("default-src 'none'");
    // Nothing of it lies elsewhere: what it names is in itself, or a name and no address.
    expect(page.match(/<(script|link|img|iframe)[^>]+(src|href)="(?!data:)/g)).toBeNull();
    expect(page.slice(page.indexOf("<style>"), page.indexOf("</style>"))).not.toMatch(/url\(|@import/);
  });

  it("holds the very numbers of the model: rounded to F16 unless told otherwise", async () => {
    const engine = await createEngine();
    const numbersOf = async (dir: string) => {
      const { model } = await openModel(engine, dir);
      const all: number[][] = [];
      for (const { tensor } of model.parameters) all.push(Array.from(await tensor.read()));
      return all.flat();
    };
    const own = await numbersOf(models.char);
    for (const [dtype, error] of [
      ["F32", 0],
      ["F16", 1e-3],
      ["q8_0", 1e-2],
    ] as const) {
      await run(models.char, "numbers", "--dtype", dtype, "--force");
      const { texts, weights } = await inside("numbers");
      const folder = join(models.root, "unpacked");
      await rm(folder, { recursive: true, force: true });
      await unpack(folder, texts, weights);
      const kept = await numbersOf(folder);
      const most = Math.max(
        ...own.map((value, i) => Math.abs(value - kept[i]) / Math.max(0.05, Math.abs(value))),
      );
      expect(most, dtype).toBeLessThanOrEqual(error);
    }
    engine.dispose();
  });

  it("writes the same bytes for the same model", async () => {
    await run(models.bpe, "one");
    await run(models.bpe, "two");
    expect((await readFile(html("one"))).equals(await readFile(html("two")))).toBe(true);
  });

  it("calls the model as it is told, and offers what it is told, with none of it as markup", async () => {
    const attack = "</title></script><script>alert(1)</script><!--";
    await run(models.chat, "plain");
    await run(models.chat, "hostile", "--title", attack, "--try", attack, "Hello!");
    const { page, title, questions } = await inside("hostile");
    expect({ title, questions }).toEqual({ title: attack, questions: [attack, "Hello!"] });
    const tags = (text: string) => text.match(/<\/?(script|title)|<!--/gi)?.length;
    expect(tags(page)).toBe(tags((await inside("plain")).page));
  });

  it("offers questions of its own for the model that comes with Inkling, in under 12 MB", async () => {
    const shipped = fileURLToPath(new URL("../../../../models/inkling", import.meta.url));
    expect((await run(shipped, "shipped")).code).toBe(0);
    const { questions, texts } = await inside("shipped");
    expect(questions).toContain("Who is the baker?");
    expect(JSON.parse(texts["evaluation.json"]).text.calibration.bins.length).toBeGreaterThan(5);
    expect((await stat(html("shipped"))).size).toBeLessThan(12e6);
    const names = fileURLToPath(new URL("../../../../models/names", import.meta.url));
    await run(names, "names");
    expect((await inside("names")).questions).toEqual([]);
  });

  it("leaves a file that is there alone, unless told to write over it", async () => {
    await writeFile(html("there"), "mine");
    const { code, err } = await run(models.char, "there");
    expect({ code, text: await readFile(html("there"), "utf8") }).toEqual({ code: 1, text: "mine" });
    expect(err).toContain("--force");
    expect((await run(models.char, "there", "--force")).code).toBe(0);
    expect(await readFile(html("there"), "utf8")).toContain("<!doctype html>");
  });

  it("refuses what nobody could open or talk to, and writes nothing", async () => {
    const before = await readdir(models.root);
    const refused = async (argv: string[], code: number, why: RegExp) => {
      const result = await inkling(["export", ...argv]);
      expect(result.err).toMatch(why);
      expect(result.code).toBe(code);
    };
    await refused(["--model", models.char, "--html", join(models.root, "page.txt")], 2, /ending.*\.html/);
    await refused(["--model", models.char], 2, /--html <file> is missing/);
    await refused(
      ["--model", models.bare, "--html", html("bare")],
      1,
      /no tokenizer\.json.*nobody could type/,
    );
    await refused(["--model", join(models.root, "nowhere"), "--html", html("a")], 1, /could not be opened/);
    await refused(["--model", models.root, "--html", html("a")], 1, /no config\.json/);
    await refused(["--model", models.char, "--html", html("a"), "--dtype", "Q4"], 2, /Allowed choices/);
    expect(await readdir(models.root)).toEqual(before);
  });

  it("says of a model that is too large how large its page would be, and what would fit", async () => {
    const large = join(models.root, "large");
    const engine = await createEngine();
    const tokenizer = trainCharacters([sampleText]);
    const shape = { nLayers: 2, nHeads: 2, dModel: 448, dMlp: 1792, contextLength: 8 };
    const model = createModel(engine, configFrom("first", { ...shape, vocabSize: tokenizer.vocabSize }), 1);
    const facts = { inkling: "0.1.0", step: 0, seed: 1, training: {}, data: [], metrics: {} };
    await saveModel(large, { model, tokenizer, chat: false, card: "# Large\n", facts, dtype: "F16" });
    engine.dispose();
    const refused = await run(large, "large");
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/too large.* 13\.\d MB as F16.* 7\.\d MB as q8_0.*Give --dtype q8_0\./);
    expect((await run(large, "large", "--dtype", "q8_0", "--json")).code).toBe(0);
    const { size } = await stat(html("large"));
    const [foretold] = /(7\.\d) MB as q8_0/.exec(refused.err)!.slice(1);
    expect(Math.abs(size / 1e6 - Number(foretold))).toBeLessThan(0.2);
  });
});

/** The files of a page as a folder again. */
async function unpack(dir: string, texts: Record<string, string>, weights: Uint8Array): Promise<void> {
  await mkdir(dir);
  for (const [name, text] of Object.entries(texts)) await writeFile(join(dir, name), text);
  await writeFile(join(dir, "model.safetensors"), weights);
}
