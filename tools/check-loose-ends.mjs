/**
 * What is left lying about when one is in a hurry: `any`, comments that silence a tool, notes to oneself, tests
 * that are switched off, paths of one's own machine.
 *
 * Try it: node tools/check.mjs loose-ends
 */
import ts from "typescript";
import { at, isTypeScript, parse, read, repositoryFiles, walk } from "./source.mjs";

/** Found in the text of every .ts file, comments above all. */
const IN_TYPESCRIPT = [
  { pattern: /@ts-(ignore|expect-error|nocheck)/, why: "silences the compiler; make the types say it" },
  { pattern: /biome-ignore/, why: "silences the linter; write it so that there is nothing to silence" },
  { pattern: /\b(TODO|FIXME)\b/, why: "do it, or open an issue" },
];

/** Found in every text file: folders that exist on the machine of whoever wrote the line, and nowhere else. */
const MACHINE_PATH = /(?<![\w.])\/(work|root|tmp\/pyenv)(?=\/)/;

const TEST_WORDS = new Set(["it", "test", "describe", "suite", "bench"]);
const SWITCHES = new Set(["only", "skip", "todo"]);

/**
 * @param {string} root the repository's folder
 * @returns {string[]} one line per offence
 */
export function checkLooseEnds(root) {
  const problems = [];
  for (const path of repositoryFiles(root)) {
    const text = read(root, path);
    if (text.includes("\0")) continue; // not text
    const patterns = isTypeScript(path) ? IN_TYPESCRIPT : [];
    text.split("\n").forEach((line, index) => {
      const here = `${path}:${index + 1}`;
      for (const { pattern, why } of patterns) {
        const match = pattern.exec(line);
        if (match !== null) problems.push(`${here} ${match[0]}: ${why}`);
      }
      const match = MACHINE_PATH.exec(line);
      if (match !== null) problems.push(`${here} ${match[0]}: a path of one machine`);
    });
    if (isTypeScript(path)) problems.push(...inTree(parse(root, path)));
  }
  return problems;
}

function inTree(source) {
  const problems = [];
  walk(source, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      problems.push(`${at(source, node)} any: say what it is, or unknown`);
    }
    if (!ts.isPropertyAccessExpression(node) || !SWITCHES.has(node.name.text)) return;
    if (TEST_WORDS.has(firstWord(node))) {
      problems.push(`${at(source, node)} .${node.name.text}: a test that doesn't run proves nothing`);
    }
  });
  return problems;
}

/** it.concurrent.skip → "it" */
function firstWord(node) {
  let left = node;
  while (ts.isPropertyAccessExpression(left) || ts.isCallExpression(left)) left = left.expression;
  return ts.isIdentifier(left) ? left.text : "";
}
