/**
 * What README.md, CONTRIBUTING.md and docs/ point at is there: relative links (with the heading or line they
 * name) and npm commands.
 *
 * `npm run NAME` counts wherever it stands; `npm NAME` only in code, since "the npm package" is a phrase too.
 *
 * Try it: node tools/check.mjs docs
 */
import { posix } from "node:path";
import { anchorsOf, codeSpansOf, linksOf, splitMarkdown } from "./markdown.mjs";
import { read, repositoryFiles } from "./source.mjs";

const MUST_EXIST = ["README.md", "CONTRIBUTING.md"];
/** npm's own words; any other has to be a script. */
const NPM_COMMANDS = new Set("ci install i exec init pack publish update ls help version".split(" "));

/**
 * @param {string} root the repository's folder
 * @returns {string[]} one line per dead link or unknown command
 */
export function checkDocs(root) {
  const files = repositoryFiles(root);
  const problems = MUST_EXIST.filter((path) => !files.includes(path)).map((path) => `${path}:1 is missing`);
  const scripts = files.includes("package.json")
    ? (JSON.parse(read(root, "package.json")).scripts ?? {})
    : {};
  for (const path of files.filter((path) => MUST_EXIST.includes(path) || /^docs\/.*\.md$/.test(path))) {
    const text = read(root, path);
    for (const { line, target } of linksOf(text)) {
      const why = deadLink(root, files, path, target);
      if (why !== undefined) problems.push(`${path}:${line} the link ${target} ${why}`);
    }
    for (const { line, command } of npmCommandsOf(text)) {
      if (!Object.hasOwn(scripts, command)) {
        problems.push(`${path}:${line} npm knows no "${command}": package.json has no such script`);
      }
    }
  }
  return problems;
}

/** Why a link leads nowhere, or undefined if it leads somewhere or out of the repository. */
function deadLink(root, files, from, target) {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return undefined; // https:, mailto:
  const [path, anchor] = decodeURI(target).split("#");
  const to = path === "" ? from : posix.join(posix.dirname(from), path).replace(/\/$/, "");
  const isFolder = to === "." || files.some((file) => file.startsWith(`${to}/`));
  if (!files.includes(to) && !isFolder) return "leads to no file";
  if (anchor === undefined) return undefined;
  if (isFolder) return "names a heading of a folder";
  const line = /^L(\d+)(?:-L(\d+))?$/.exec(anchor);
  if (line !== null) {
    const last = Number(line[2] ?? line[1]);
    return last <= read(root, to).split("\n").length ? undefined : "names a line the file doesn't have";
  }
  return anchorsOf(read(root, to)).has(anchor) ? undefined : "names a heading the file doesn't have";
}

function npmCommandsOf(text) {
  const { prose, blocks } = splitMarkdown(text);
  const code = [
    ...prose.flatMap(({ line, text }) => codeSpansOf(text).map((span) => ({ line, text: span }))),
    ...blocks.flatMap((block) => block.lines.map((text, index) => ({ line: block.line + index, text }))),
  ];
  const found = [];
  for (const { line, text } of code) {
    for (const [, run, command] of text.matchAll(
      /\bnpm\s+(?:-\S+\s+)*(run\s+)?(?:-\S+\s+)*([a-z][\w:.-]*)/g,
    )) {
      if (run !== undefined || !NPM_COMMANDS.has(command)) found.push({ line, command });
    }
  }
  for (const { line, text } of prose) {
    const outside = text.replace(/`[^`]*`/g, "");
    for (const [, command] of outside.matchAll(/\bnpm run ([a-z][\w:.-]*)/g)) {
      found.push({ line, command: command.replace(/[.:]$/, "") });
    }
  }
  return found;
}
