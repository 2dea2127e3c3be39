/**
 * A file is read in one sitting: 300 lines at most. The model is the paper on a few pages: 400 lines of code in
 * all, without comments and blank lines. Functions over 60 lines are listed only, since a long one is sometimes a
 * table of short ones and the eye has to judge.
 *
 * Try it: node tools/check.mjs sizes
 */
import { posix } from "node:path";
import ts from "typescript";
import { at, isTypeScript, parse, read, repositoryFiles, walk } from "./source.mjs";

const LONGEST_FILE = 300;
const WHOLE_MODEL = 400;
const LONGEST_FUNCTION = 60;
const MODEL = "packages/inkling/src/model/";
/** Tables of names and limits: they are looked up, not read through, so the limit on the model leaves them out. */
const TABLES = ["config.ts", "presets.ts", "hooks.ts"].map((name) => MODEL + name);
/** Data of the village: lists are looked up, not read through. A folder ends in a slash. */
const DATA = ["packages/village/src/phrases/", "packages/village/src/world/table.ts"];
const CODE = new Set([".ts", ".mts", ".js", ".mjs", ".cjs", ".svelte", ".css", ".html"]);

/**
 * @param {string} root the repository's folder
 * @returns {string[]} one line per file that is too long, and one if the model is
 */
export function checkSizes(root) {
  const paths = codeFiles(root);
  const problems = [];
  for (const path of paths.filter((path) => !DATA.some((data) => path.startsWith(data)))) {
    const lines = read(root, path).trimEnd().split("\n").length;
    if (lines > LONGEST_FILE)
      problems.push(`${path}:${LONGEST_FILE} has ${lines} lines, over ${LONGEST_FILE}; split it by idea`);
  }
  const model = paths.filter(
    (path) => path.startsWith(MODEL) && !TABLES.includes(path) && isTypeScript(path),
  );
  const total = model.reduce((sum, path) => sum + codeLines(parse(root, path)), 0);
  if (total > WHOLE_MODEL) problems.push(`${MODEL} has ${total} lines of code, over ${WHOLE_MODEL} in all`);
  return problems;
}

/**
 * @param {string} root the repository's folder
 * @returns {string[]} the functions over 60 lines, the longest first
 */
export function longFunctions(root) {
  const found = [];
  for (const path of codeFiles(root).filter((path) => /\.m?[jt]s$/.test(path) && !path.includes("/test/"))) {
    const source = parse(root, path);
    walk(source, (node) => {
      if (!ts.isFunctionLike(node) || node.body === undefined) return;
      const lines = lineOf(source, node.getEnd()) - lineOf(source, node.getStart(source)) + 1;
      const name = node.name?.getText(source) ?? node.parent?.name?.getText(source) ?? "a function";
      if (lines > LONGEST_FUNCTION)
        found.push({ lines, text: `${at(source, node)} ${name} has ${lines} lines` });
    });
  }
  return found.sort((a, b) => b.lines - a.lines).map(({ text }) => text);
}

/** Lines that hold a token; comments and blank lines hold none. */
export function codeLines(source) {
  const lines = new Set();
  const visit = (node) => {
    const children = node.getChildren(source).filter((child) => !ts.isJSDoc(child));
    for (const child of children) visit(child);
    if (children.length > 0 || node.getWidth(source) === 0) return;
    for (let line = lineOf(source, node.getStart(source)); line <= lineOf(source, node.getEnd()); line++) {
      lines.add(line);
    }
  };
  visit(source);
  return lines.size;
}

function codeFiles(root) {
  return repositoryFiles(root).filter(
    (path) =>
      (/^packages\/[^/]+\/(src|bin)\//.test(path) || /^(apps|tools)\//.test(path)) &&
      CODE.has(posix.extname(path)) &&
      !path.endsWith(".generated.ts"), // tables that a tool writes and nobody reads
  );
}

function lineOf(source, position) {
  return source.getLineAndCharacterOfPosition(position).line;
}
