import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseDocumentRule } from "../../src/data/documents.ts";
import { type IdSource, idOf } from "../../src/data/idSource.ts";
import { packInMemory } from "../../src/data/memoryCorpus.ts";
import { sideOf } from "../../src/data/split.ts";
import { type Corpus, openCorpus } from "../../src/node/corpus.ts";
import { type CorpusProgress, tokeniseCorpus } from "../../src/node/corpusIds.ts";
import { heldOut } from "../../src/node/corpusSurvey.ts";
import type { Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import { collect, fakeTokenizer } from "../data/fakeTokenizer.ts";

let folder = "";
let cache = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "inkling-ids-"));
  cache = join(folder, "cache");
});
afterEach(() => rm(folder, { recursive: true }));

const names = Array.from({ length: 3000 }, (_, i) => `name ${i}`);

async function corpusOf(text: string, rule = "line", name = "data.txt"): Promise<Corpus> {
  await writeFile(join(folder, name), text);
  return openCorpus([join(folder, name)], { documents: parseDocumentRule(rule) });
}

const allOf = async (source: IdSource) => [...(await source.read(0, source.length))];

/** Tokenises, reads everything back and closes. */
async function tokenised(
  corpus: Corpus,
  tokenizer: Tokenizer = fakeTokenizer(),
  onProgress?: (p: CorpusProgress) => void,
) {
  const result = await tokeniseCorpus(corpus, tokenizer, cache, onProgress);
  const read = { ...result, train: await allOf(result.train), validation: await allOf(result.validation) };
  await result.close();
  return read;
}

describe("tokeniseCorpus", () => {
  it("writes the streams that packing in memory makes: many documents, one, and chats", async () => {
    const chat = (i: number) =>
      JSON.stringify({
        messages: [
          { role: "user", content: `q ${i}` },
          { role: "assistant", content: "a" },
        ],
      });
    const corpora = [
      await corpusOf(names.join("\n"), "line", "a.txt"),
      await corpusOf(names.join("\n"), "file", "b.txt"),
      await corpusOf(Array.from({ length: 40 }, (_, i) => chat(i)).join("\n"), "file", "c.jsonl"),
      await corpusOf("two\nlines", "line", "d.txt"),
    ];
    const splits: string[] = [];
    for (const corpus of corpora) {
      const tokenizer = fakeTokenizer();
      const { train, validation, manifest } = await tokenised(corpus, tokenizer);
      const inMemory = await packInMemory(corpus, tokenizer);
      expect(train).toEqual(await allOf(inMemory.train));
      expect(validation).toEqual(await allOf(inMemory.validation));
      expect(manifest).toMatchObject({ trainIds: train.length, validationIds: validation.length });
      expect(manifest).toMatchObject({ split: inMemory.split, documents: inMemory.documents });
      splits.push(manifest.split);
    }
    expect(splits.slice(0, 3)).toEqual(["hash", "position", "hash"]);
  });

  it("loses nothing of a text longer than its buffers, and splits it nine to one", async () => {
    const text = "The ink, it's dry.\n\n  Said I, 12 times. ".repeat(12_000);
    const tokenizer = fakeTokenizer();
    const { train, validation, manifest } = await tokenised(await corpusOf(text, "file"), tokenizer);
    expect(train.length).toBeGreaterThan(2 * 65_536);
    expect(validation.length - 1).toBe(Math.floor((train.length + validation.length - 1) / 10));
    const shown = tokenizer.decode([...train, ...validation].map(idOf));
    expect(shown.replaceAll("<|endoftext|>", "") === text).toBe(true);
    expect([idOf(train[0]), idOf(validation[0])]).toEqual([0, 0]);
    expect(manifest.characters).toBe(text.length);
  });

  it("reuses the cache for the same content, tokenizer and rule, and only then", async () => {
    const text = names.join("\n\n");
    const first = await tokenised(await corpusOf(text));
    expect(first.reused).toBe(false);
    const again = await tokenised(await corpusOf(text, "line", "renamed.txt"));
    expect([again.reused, again.train, again.manifest]).toEqual([true, first.train, first.manifest]);

    expect((await tokenised(await corpusOf(`${text}\n\nx`))).reused).toBe(false);
    expect((await tokenised(await corpusOf(`${text}\n\nx`, "blank-line"))).reused).toBe(false);
    expect(
      (await tokenised(await corpusOf(`${text}\n\nx`, "blank-line"), fakeTokenizer(["<|endoftext|>"])))
        .reused,
    ).toBe(false);
    expect(
      (await tokenised(await corpusOf(`${text}\n\nx`, "blank-line"), fakeTokenizer(["<|endoftext|>"])))
        .reused,
    ).toBe(true);
  });

  it("reads the documents in another order than the source's, and not a cache from before that was so", async () => {
    const corpus = await corpusOf(names.join("\n"));
    const tokenizer = fakeTokenizer();
    const { train, validation, manifest } = await tokenised(corpus, tokenizer);
    const inOrder = (ids: number[]) => tokenizer.decode(ids.map(idOf)).split("<|endoftext|>").slice(1);
    const both = [...inOrder(train), ...inOrder(validation)];
    expect(both.toSorted()).toEqual(names.toSorted());
    for (const side of [train, validation].map(inOrder)) {
      expect(side).not.toEqual(names.filter((name) => side.includes(name)));
    }
    await writeFile(join(cache, "manifest.json"), JSON.stringify({ ...manifest, format: 1 }));
    expect((await tokenised(corpus, tokenizer)).reused).toBe(false);
  });

  it("makes a spoilt cache anew", async () => {
    const corpus = await corpusOf(names.join("\n"));
    const { train } = await tokenised(corpus);
    const spoil = [
      () => truncate(join(cache, "train.ids"), 8),
      () => rm(join(cache, "validation.ids")),
      () => writeFile(join(cache, "manifest.json"), "{"),
      () => writeFile(join(cache, "manifest.json"), "null"),
      async () => {
        const manifest = JSON.parse(await readFile(join(cache, "manifest.json"), "utf8"));
        await writeFile(join(cache, "manifest.json"), JSON.stringify({ ...manifest, split: 7 }));
      },
    ];
    for (const act of spoil) {
      await act();
      const result = await tokenised(corpus);
      expect([result.reused, result.train]).toEqual([false, train]);
    }
  });

  it("leaves no half-made file and no manifest behind when something goes wrong midway", async () => {
    const corpus = await corpusOf(names.join("\n"));
    await tokenised(corpus);
    const failing = { ...fakeTokenizer(["<|endoftext|>"]), encode: () => expect.fail("broken") };
    await expect(tokenised(corpus, failing)).rejects.toThrow("broken");
    // What was whole before is whole still, but no manifest vouches for it any more.
    expect((await readdir(cache)).sort()).toEqual(["train.ids", "validation.ids"]);
    expect((await tokenised(corpus)).reused).toBe(false);
  });

  it("removes what a killed writer left, and nothing of one that still runs", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    await mkdir(cache);
    for (const id of [pid, process.ppid]) await writeFile(join(cache, `train.ids.part-${id}`), "half");
    await tokenised(await corpusOf(names.join("\n")));
    const running = `train.ids.part-${process.ppid}`;
    expect((await readdir(cache)).sort()).toEqual(["manifest.json", "train.ids", running, "validation.ids"]);
  });

  it("notices data that changes between the two passes", async () => {
    const corpus = await corpusOf(names.join("\n"));
    let appended: Promise<void> | undefined;
    const changing = tokenised(corpus, fakeTokenizer(), ({ documents }) => {
      if (documents === 2999) appended ??= appendFile(join(folder, "data.txt"), "\none more");
    });
    await expect(changing.finally(() => appended)).rejects.toThrow(
      "The data changed while it was being read",
    );
    expect(await readdir(cache)).toEqual([]);
  });

  it("says what is wrong when the cache cannot be written", async () => {
    const corpus = await corpusOf("a\nb");
    await writeFile(join(folder, "cache"), "a file where the folder should be");
    await expect(tokenised(corpus)).rejects.toThrow(/Cannot keep the tokenised data in .*cache/);
  });

  it.skipIf(!existsSync("/dev/full"))(
    "says so when the disk is full, and leaves nothing half-made",
    async () => {
      await mkdir(cache);
      // A device that is always full stands in for the file that is written.
      await symlink("/dev/full", join(cache, `train.ids.part-${process.pid}`));
      await expect(tokenised(await corpusOf(names.join("\n")))).rejects.toThrow(
        /the disk is full\. Make room/,
      );
      expect(await readdir(cache)).toEqual([]);
    },
  );

  it("reports progress: all characters are read, then all are tokenised", async () => {
    const seen: CorpusProgress[] = [];
    const text = names.join("\n");
    await tokenised(await corpusOf(text), fakeTokenizer(), (progress) => seen.push(progress));
    const characters = names.join("").length;
    expect(seen.findLast(({ phase }) => phase === "reading")).toMatchObject({ characters });
    expect(seen.at(-1)).toMatchObject({ phase: "tokenising", characters, total: characters });
  });
});

describe("heldOut", () => {
  it("gives the documents whose hash lets them validate, each time it is read, in the source's order", async () => {
    const held = await heldOut(await corpusOf(names.join("\n")));
    const sides = await Promise.all(names.map((text) => sideOf({ text })));
    const expected = names.filter((_, i) => sides[i] === "validation").map((text) => ({ text }));
    for (let pass = 0; pass < 2; pass++) expect(await collect(held)).toEqual(expected);
  });

  it("refuses data whose last tenth is held out instead", async () => {
    await expect(heldOut(await corpusOf("one text", "file"))).rejects.toThrow(
      "say what one is with --documents",
    );
  });
});

describe("openIds", () => {
  it("reads any span, and nothing outside", async () => {
    const result = await tokeniseCorpus(await corpusOf(names.join("\n")), fakeTokenizer(), cache);
    const all = await allOf(result.train);
    expect([...(await result.train.read(17, 5))]).toEqual(all.slice(17, 22));
    await expect(result.train.read(all.length - 1, 2)).rejects.toThrow("Cannot read 2 ids");
    await result.close();
  });
});
