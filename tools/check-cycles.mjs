/**
 * No file may import itself by a detour, over all packages, apps and tools, types included: where there is a
 * cycle there is no file to begin reading at.
 *
 * Try it: node tools/check.mjs cycles
 */
import {
  importsOf,
  isRelative,
  parse,
  repositoryFiles,
  resolveRelative,
  workspacePackages,
} from "./source.mjs";

/**
 * @param {string} root the repository's folder
 * @returns {string[]} one line per cycle; of cycles that share files, at least one
 */
export function checkCycles(root) {
  const files = repositoryFiles(root);
  const sources = files.filter((path) =>
    /^((packages|apps)\/[^/]+\/src\/.*\.m?ts|tools\/[^/]+\.mjs)$/.test(path),
  );
  const doors = publicDoors(workspacePackages(root, files));
  /** @type {Map<string, { to: string, at: string }[]>} */
  const edges = new Map(sources.map((path) => [path, edgesOf(root, path, doors)]));

  const problems = [];
  const finished = new Set();
  const trail = []; // the imports that lead from where we began to here
  const visit = (path) => {
    if (finished.has(path)) return;
    for (const edge of edges.get(path) ?? []) {
      trail.push({ from: path, ...edge });
      const start = trail.findIndex((step) => step.from === edge.to);
      if (start >= 0) {
        const loop = trail.slice(start);
        problems.push(`${loop[0].at} cycle: ${[...loop.map((step) => step.from), edge.to].join(" → ")}`);
      } else {
        visit(edge.to);
      }
      trail.pop();
    }
    finished.add(path);
  };
  for (const path of sources) visit(path);
  return problems;
}

function edgesOf(root, path, doors) {
  return importsOf(parse(root, path)).flatMap(({ specifier, at }) => {
    if (specifier === undefined) return [];
    const to = isRelative(specifier) ? resolveRelative(path, specifier) : doors.get(specifier);
    return to === undefined ? [] : [{ to, at }];
  });
}

/** "inkling/node" → "packages/inkling/src/node/index.ts": dist/ is not in the repository, its source is. */
function publicDoors(packages) {
  const doors = new Map();
  for (const { folder, manifest } of packages) {
    for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
      const file = typeof target === "string" ? target : (target.default ?? "");
      const source = file.replace(/^\.\/dist\//, "src/").replace(/\.js$/, ".ts");
      doors.set(`${manifest.name}${subpath.slice(1)}`, `${folder}/${source}`);
    }
  }
  return doors;
}
