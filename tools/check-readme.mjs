/**
 * The README's tree is true. It is the fenced block that begins with the line `inkling/`, or that follows the
 * comment <!-- tree -->:
 *
 *     inkling/
 *       packages/inkling/     the engine            a path, then two spaces or " #", then a note
 *         src/
 *           tokenizer/        text ⇄ ids            deeper means inside the folder above; a folder ends in "/"
 *       docs/                 # one chapter per step
 *                                                   blank lines, and lines that begin with "#", are skipped
 *
 * (Lines drawn with │ ├ └ ─ are read in the same way.) Every path must exist, exactly as it is spelled; and every
 * folder at the top of the repository and every folder of packages/inkling/src must be there.
 *
 * Try it: node tools/check.mjs readme
 */
import { splitMarkdown } from "./markdown.mjs";
import { read, repositoryFiles } from "./source.mjs";

const README = "README.md";
const ENGINE_SOURCE = "packages/inkling/src/";

/**
 * @param {string} root the repository's folder
 * @returns {string[]} one line per path that is not there, or is there and not in the tree
 */
export function checkReadme(root) {
  const files = repositoryFiles(root);
  if (!files.includes(README)) return [`${README}:1 is missing`];
  const { blocks } = splitMarkdown(read(root, README));
  const block = blocks.find((one) => one.before === "<!-- tree -->" || one.lines[0]?.trim() === "inkling/");
  if (block === undefined) {
    return [
      `${README}:1 has no tree: a fenced block whose first line is inkling/ (see tools/check-readme.mjs)`,
    ];
  }
  const folders = foldersOf(files);
  const { entries, problems } = readTree(block);
  for (const { path, line } of entries) {
    const exists = path.endsWith("/") ? folders.has(path) : files.includes(path);
    if (!exists) problems.push(`${README}:${line} ${path} doesn't exist`);
  }
  const listed = foldersOf(entries.map(({ path }) => path));
  for (const folder of folders) {
    const inside = folder.startsWith(ENGINE_SOURCE) ? folder.slice(ENGINE_SOURCE.length) : folder;
    const mustBeListed = inside !== "" && inside.indexOf("/") === inside.length - 1;
    if (mustBeListed && !listed.has(folder))
      problems.push(`${README}:${block.line} the tree lacks ${folder}`);
  }
  return problems;
}

/** The tree's paths from the root, each with its line in the README. */
function readTree(block) {
  const entries = [];
  const problems = [];
  const open = []; // the folders around the current line: { depth, path }
  block.lines.forEach((raw, index) => {
    const line = block.line + index;
    const text = raw.replace(/[│├└─|]/g, " ");
    const depth = text.search(/\S/);
    if (depth < 0 || text[depth] === "#") return;
    const name = text.trim().split(/ {2,}| +#/)[0];
    if (index === 0 && name === "inkling/") return;
    while (open.length > 0 && open.at(-1).depth >= depth) open.pop();
    const parent = open.at(-1)?.path ?? "";
    if (name.includes(" "))
      problems.push(`${README}:${line} "${name}": one path a line, its note two spaces off`);
    else if (parent !== "" && !parent.endsWith("/"))
      problems.push(`${README}:${line} ${parent} is no folder`);
    else entries.push({ path: `${parent}${name}`, line });
    open.push({ depth, path: `${parent}${name}` });
  });
  return { entries, problems };
}

/** All folders the paths lie in, "a/b/c.ts" → "a/", "a/b/"; a path that is a folder counts itself. */
function foldersOf(paths) {
  const folders = new Set();
  for (const path of paths) {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
      folders.add(path.slice(0, end + 1));
    }
  }
  return folders;
}
