/**
 * The engine's own source for the page: `import { code } from "virtual:code"`. Cut out of the files, coloured, and the formulas
 * typeset, while the page is built; so what is shown is the code that runs.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import katex from "katex";
import { createHighlighter } from "shiki";
import type { Plugin } from "vite";
import { type Code, keyOf, modelParts, operations, type Place, type Source } from "../src/code/operations.ts";

const NAME = "virtual:code";
const RESOLVED = `\0${NAME}`;
const themes = { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } as const;

/** @param engine packages/inkling/src */
export function codeOf(engine: string): Plugin {
  return {
    name: "inkling-code",
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      return `export const code = ${JSON.stringify(await readCode(engine))};`;
    },
  };
}

export async function readCode(engine: string): Promise<Code> {
  const highlighter = await createHighlighter({ themes: Object.values(themes), langs: ["typescript"] });
  const coloured = (place: Place): Source => {
    const { from, text } = cutOut(readFileSync(join(engine, place.file), "utf8"), place.name);
    const html = highlighter.codeToHtml(text.join("\n"), {
      lang: "typescript",
      themes,
      defaultColor: "light-dark()",
    });
    const lines = html.replace(/^.*?<code>|<\/code>.*$/gs, "").split("\n");
    return { file: `packages/inkling/src/${place.file}`, from, lines, text };
  };
  const places: readonly Place[] = [
    ...Object.values(operations).map(({ loop }) => loop),
    ...Object.values(modelParts),
  ];
  const sources = Object.fromEntries(places.map((place) => [keyOf(place), coloured(place)]));
  highlighter.dispose();
  return { sources, formulas: typeset() };
}

function typeset(): Code["formulas"] {
  const formulas = Object.entries(operations).map(([name, { formula }]) => [
    name,
    katex.renderToString(formula, { output: "mathml", displayMode: true }),
  ]);
  return Object.fromEntries(formulas);
}

/** A function, method or kernel with the comment above it, from its line to the one that closes it, moved to the left. */
export function cutOut(source: string, name: string): { readonly from: number; readonly text: string[] } {
  const lines = source.split("\n");
  const head = new RegExp(`^( *)(?:export )?(?:async )?(?:function )?${name}\\((.*\\{)?$`);
  const start = lines.findIndex((line) => head.test(line));
  if (start < 0) throw new Error(`There is no ${name} whose code could be shown.`);
  const indent = /^ */.exec(lines[start])?.[0] ?? "";
  const end = lines.findIndex((line, i) => i > start && new RegExp(`^${indent}\\}[,;]?$`).test(line));
  let from = start;
  while (from > 0 && /^\s*(\/\*\*|\*|\/\/)/.test(lines[from - 1])) from--;
  // A file's head stands above its first function without belonging to it.
  if (from === 0) from = start;
  return { from: from + 1, text: lines.slice(from, end + 1).map((line) => line.slice(indent.length)) };
}
