/** The docs tell the truth: every snippet runs and prints what it says, and no chapter lacks a part. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import {
  blocksOf,
  docsFolder,
  float64Last,
  missingParts,
  programOf,
  promised,
  readDoc,
  run,
  snippetFolder,
} from "./snippets.ts";

const files = readdirSync(docsFolder).filter((file) => file.endsWith(".md"));
const chapters = files.filter((file) => /^\d\d-/.test(file));

afterAll(() => rmSync(snippetFolder, { recursive: true, force: true }));

it("there are the ten chapters, from text to model files", () => {
  expect(chapters).toEqual([
    "00-text.md",
    "01-tokens.md",
    "02-embeddings.md",
    "03-attention.md",
    "04-mlp-and-residual.md",
    "05-loss-and-gradients.md",
    "06-training-and-sampling.md",
    "07-fast-kernels.md",
    "08-data.md",
    "09-model-files.md",
  ]);
});

describe.each(float64Last(files))("%s", (file) => {
  const blocks = blocksOf(readDoc(file));
  for (const block of blocks) {
    it(`prints what it says (line ${block.line})`, async () => {
      const program = programOf(block, blocks);
      const name = `${file.replace(/\W/g, "-")}-${block.line}`;
      expect(await run(program, name)).toEqual(promised(program));
    });
  }

  it("has no fence that nobody runs by mistake", () => {
    const fences = readDoc(file).match(/^```(js|ts|javascript|typescript)\b.*$/gm) ?? [];
    expect(fences.filter((fence) => !/^```js( continued| not-run)?$/.test(fence))).toEqual([]);
  });
});

describe.each(chapters)("%s", (file) => {
  const text = readDoc(file);

  it("has every part of a chapter", () => {
    expect(missingParts(text)).toEqual([]);
  });

  it("shows a picture that is there, on a background of its own", () => {
    for (const [, picture] of text.matchAll(/!\[[^\]]*\]\((pictures\/[\w-]+\.svg)\)/g)) {
      expect(existsSync(`${docsFolder}${picture}`), picture).toBe(true);
      expect(readDoc(picture!)).toMatch(/^<svg [^>]*role="img"[\s\S]*?<title>[^<]+<\/title>\s*<rect /);
    }
  });

  it("leads to the chapters before and after it", () => {
    const at = chapters.indexOf(file);
    for (const neighbour of [chapters[at - 1], chapters[at + 1]]) {
      if (neighbour !== undefined) expect(text).toContain(`](${neighbour})`);
    }
    expect(text).toContain("](README.md)");
  });
});

describe("these tests can fail", () => {
  it("on other output, on too much and on too little", async () => {
    const code = 'console.log("2"); // → 3\nconsole.log("more");\n';
    expect(promised(code)).toEqual(["3"]);
    expect(await run(code, "wrong-output")).toEqual(["2", "more"]);
  });

  it("on a snippet that throws", async () => {
    await expect(run('throw new Error("broken");', "throws")).rejects.toThrow("broken");
  });

  it("on a chapter without one of its parts", () => {
    const chapter = readDoc("03-attention.md");
    const without = (part: string | RegExp) => missingParts(chapter.replace(part, ""));
    expect(without("## The question\n")).toEqual(["The question"]);
    expect(without(/!\[[^\]]+\]/)).toHaveLength(1);
    expect(without(/\$\$[\s\S]+?\$\$/g)).toHaveLength(1);
    expect(without(/^```js\n[\s\S]*?^```$/m)).toHaveLength(1);
    expect(without(/^\*\*3\. [^*]+\*\*/m)).toHaveLength(1);
    expect(without(/<details>[\s\S]*?<\/details>/)).toHaveLength(1);
  });
});
