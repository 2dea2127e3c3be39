import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseDocumentRule } from "../../src/data/documents.ts";
import { openCorpus } from "../../src/node/corpus.ts";
import { readText } from "../../src/node/corpusFiles.ts";
import { collect } from "../data/fakeTokenizer.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "inkling-corpus-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** The texts of a corpus; a chat shows as its messages' JSON. */
async function textsOf(paths: string[], rule = "file"): Promise<string[]> {
  const corpus = await openCorpus(paths, { documents: parseDocumentRule(rule) });
  const texts: string[] = [];
  for await (const document of corpus) {
    if ("text" in document) texts.push(document.text);
    else if ("messages" in document) texts.push(JSON.stringify(document.messages));
    else texts.push((await collect(document.pieces)).join(""));
  }
  return texts;
}

describe("openCorpus", () => {
  it("reads a file as one document, or by the rule that is given", async () => {
    const path = await put("a.txt", "one\ntwo\n\nthree\n");
    expect(await textsOf([path])).toEqual(["one\ntwo\n\nthree\n"]);
    expect(await textsOf([path], "line")).toEqual(["one", "two", "three"]);
    expect(await textsOf([path], "blank-line")).toEqual(["one\ntwo", "three"]);
    expect(await textsOf([path], "two\\n")).toEqual(["one", "three"]);
  });

  it("reads a folder's .txt, .md and .jsonl at any depth, sorted, without hidden and other files", async () => {
    await put("b.txt", "2");
    await put("a/z.md", "1");
    await put("c.jsonl", '{"text": "3"}\n{"text": "4"}\n');
    await put("d.png", new Uint8Array([0, 1]));
    await put(".hidden.txt", "x");
    await put(".git/a.txt", "x");
    await put("empty.txt", " \n");
    expect(await textsOf([folder], "file")).toEqual(["1", "2", "3", "4"]);
  });

  it("visits everything once, though links lead in circles or nowhere", async () => {
    await put("a/one.txt", "1");
    await symlink(folder, join(folder, "a", "up"));
    await symlink(join(folder, "a", "one.txt"), join(folder, "again.txt"));
    await symlink(join(folder, "gone.txt"), join(folder, "broken.txt"));
    expect(await textsOf([folder, join(folder, "a")])).toEqual(["1"]);
  });

  it("takes a named file with an unknown ending as text, if it is text", async () => {
    expect(await textsOf([await put("poem.verse", "ink")])).toEqual(["ink"]);
    await expect(textsOf([await put("cat.jpg", new Uint8Array([0xff, 0xd8]))])).rejects.toThrow(
      "cat.jpg is not UTF-8 text",
    );
  });

  it("reads chats from .jsonl, whatever the rule, and names file and line of an error", async () => {
    const chat = '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}';
    const path = await put("chats.jsonl", `${chat}\n${chat.replace("assistant", "bot")}\n`);
    await expect(textsOf([path], "blank-line")).rejects.toThrow(
      'chats.jsonl, line 2: "messages"[1].role is "bot"',
    );
  });

  it("can be read again from the start", async () => {
    const corpus = await openCorpus([await put("a.txt", "1\n2")], { documents: { kind: "line" } });
    expect(await collect(corpus)).toEqual(await collect(corpus));
  });

  it("says what is wrong with a missing path, an empty folder and an empty text", async () => {
    await expect(textsOf([join(folder, "nowhere.txt")])).rejects.toThrow(
      /nowhere\.txt: no such file or directory\. Check/,
    );
    await expect(textsOf([folder])).rejects.toThrow("No text found in");
    await expect(textsOf([])).rejects.toThrow("No text found in an empty list of paths");
    for (const rule of ["file", "line"]) {
      await expect(textsOf([await put("blank.txt", " \n\n")], rule)).rejects.toThrow(
        "nothing but white space",
      );
    }
  });
});

describe("readText", () => {
  const chunk = 65_536;
  const read = async (bytes: Uint8Array) => (await collect(readText(await put("t.txt", bytes)))).join("");
  const bytesOf = (text: string) => new TextEncoder().encode(text);

  it("keeps characters whole over chunk borders, wherever they fall", async () => {
    for (const before of [chunk - 4, chunk - 3, chunk - 2, chunk - 1, chunk]) {
      const text = `${"x".repeat(before)}😀é`;
      expect((await read(bytesOf(text))) === text).toBe(true);
    }
  });

  it("drops a byte order mark", async () => {
    expect(await read(bytesOf("\ufeffink"))).toBe("ink");
  });

  it("names the byte at which a file stops being text, in any chunk", async () => {
    for (const before of [0, 5, chunk - 2, chunk - 1, chunk, 2 * chunk + 7]) {
      const good = new Uint8Array(before).fill(0x78);
      const file = (...bad: number[]) => read(new Uint8Array([...good, ...bad]));
      await expect(file(0)).rejects.toThrow(
        `a NUL byte at byte ${before}. Save it as UTF-8, or leave it out`,
      );
      await expect(file(0xff, 0x78)).rejects.toThrow(`not UTF-8 at byte ${before}.`);
      // é is C3 A9: without its second byte, the fault shows at the byte in its place, or at the end.
      await expect(file(0xc3, 0x78)).rejects.toThrow(`not UTF-8 at byte ${before + 1}.`);
      await expect(file(0xc3)).rejects.toThrow(`not UTF-8 at byte ${before + 1}.`);
      await expect(file(0xc3, 0xa9, 0xe2, 0x82, 0x78)).rejects.toThrow(`not UTF-8 at byte ${before + 4}.`);
    }
  });

  it("says which file is missing", async () => {
    await expect(collect(readText(join(folder, "no.txt")))).rejects.toThrow(
      /Cannot read .*no\.txt: no such file/,
    );
  });
});
