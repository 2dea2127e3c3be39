/**
 * What the docs' tests know about a chapter: its code blocks, what they promise to print, and its sections.
 *
 * A block ```js runs by itself. A block ```js continued runs behind the first block of its chapter, as if a reader
 * had typed it below. A block ```js not-run is only looked at. What a block prints stands in it as `// → text`.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format } from "node:util";
import { vi } from "vitest";

export const docsFolder = fileURLToPath(new URL("../../../../docs/", import.meta.url));
/** Inside the repository, so that "inkling" means the sources here as it does in any other test. */
export const snippetFolder = fileURLToPath(new URL(".snippets/", import.meta.url));

export interface Block {
  /** The line of its first line of code, from 1. */
  readonly line: number;
  readonly continued: boolean;
  readonly code: string;
}

/**
 * Chapter 05 goes last: it computes in float64, and loops that have seen two kinds of arrays run several times slower
 * from then on.
 */
export function float64Last(files: readonly string[]): string[] {
  return [...files].sort((a, b) => Number(a.startsWith("05-")) - Number(b.startsWith("05-")));
}

export function readDoc(file: string): string {
  return readFileSync(`${docsFolder}${file}`, "utf8");
}

/** The blocks that run, in order. */
export function blocksOf(markdown: string): Block[] {
  const fence = /^```js( continued)?\n([\s\S]*?)^```$/gm;
  return [...markdown.matchAll(fence)].map((match) => ({
    line: markdown.slice(0, match.index).split("\n").length + 1,
    continued: match[1] !== undefined,
    code: match[2],
  }));
}

/** The whole program a block stands for. */
export function programOf(block: Block, blocks: readonly Block[]): string {
  return block.continued ? `${blocks[0].code}\n${block.code}` : block.code;
}

/** What a program promises to print, line by line. */
export function promised(code: string): string[] {
  return [...code.matchAll(/\/\/ → (.*)$/gm)].map((match) => match[1].trimEnd());
}

/** Runs a program as a module of its own; gives what it printed, line by line. */
export async function run(code: string, name: string): Promise<string[]> {
  mkdirSync(snippetFolder, { recursive: true });
  const path = `${snippetFolder}${name}.mjs`;
  writeFileSync(path, code);
  const printed: string[] = [];
  const spy = vi.spyOn(console, "log").mockImplementation((...parts: unknown[]) => {
    printed.push(...format(...parts).split("\n"));
  });
  try {
    await import(/* @vite-ignore */ pathToFileURL(path).href);
  } finally {
    spy.mockRestore();
  }
  return printed.map((line) => line.trimEnd());
}

const sections = [
  "The question",
  "A picture",
  "The formula",
  "Run it",
  "Where to read the code",
  "Exercises",
];

/** What a chapter lacks of what every chapter has. */
export function missingParts(markdown: string): string[] {
  const parts = new Map(
    markdown
      .split(/^## /m)
      .slice(1)
      .map((part) => {
        const [title, ...body] = part.split("\n");
        return [title!, body.join("\n").trim()];
      }),
  );
  const missing = sections.filter((title) => !parts.get(title));
  const needs = (title: string, what: string, pattern: RegExp, count = 1) => {
    const found = (parts.get(title) ?? "").match(pattern)?.length ?? 0;
    if (found < count) missing.push(`${what} in "${title}": ${found} of ${count}`);
  };
  needs("A picture", "a picture with a description", /!\[[^\]]{20,}\]\(pictures\/[\w-]+\.svg\)/g);
  needs("The formula", "a formula", /\$\$[\s\S]+?\$\$/g);
  needs("Run it", "code that shows what it prints", /^```js\n[\s\S]*?\/\/ → [\s\S]*?^```$/gm);
  needs("Where to read the code", "links to sources", /\]\(\.\.\/packages\/inkling\/src\/[\w/]+\.ts\)/g, 2);
  needs("Exercises", "numbered questions", /^\*\*\d\. [^*]+\*\*/gm, 3);
  const answer =
    /<details>\s*<summary>[^<]+<\/summary>\n\n[\s\S]*?^```js( continued)?\n[\s\S]*?\/\/ → [\s\S]*?<\/details>/gm;
  needs("Exercises", "answers whose code shows what it prints", answer, 3);
  return missing;
}
