/**
 * Which folder may import which. The tables below are the engine's architecture as a program can read it: later
 * layers may import earlier ones, never the reverse, so that a reader can begin at the top and stop anywhere.
 *
 * Static imports, dynamic ones, `export … from` and types all count. Also checked here: node:* stays in
 * src/node/, the engine has no dependency, and the other packages enter it by its public doors only.
 *
 * Try it: node tools/check.mjs layers
 */
import { builtinModules } from "node:module";
import {
  importsOf,
  isRelative,
  isTypeScript,
  parse,
  repositoryFiles,
  resolveRelative,
  splitSpecifier,
  workspacePackages,
} from "./source.mjs";

const ENGINE = "packages/inkling";

/** Folder (or file right in src/) → what it may import. "*" is everything but node/, "**" everything. */
const MAY_IMPORT = {
  platform: "",
  errors: "",
  settings: "errors",
  math: "errors",
  // text ⇄ ids → [B, T]
  tokenizer: "errors settings math",
  data: "errors settings math tokenizer",
  // numbers → logits
  kernels: "errors math",
  tensor: "errors math kernels",
  ops: "errors math kernels tensor",
  model: "errors settings math kernels tensor ops",
  // what is done with a model; these don't know one another, but inspect
  train: "errors settings math kernels tensor ops model",
  checkpoint: "errors settings math kernels tensor ops model",
  generate: "errors settings math kernels tensor ops model",
  inspect: "errors settings math kernels tensor ops model train checkpoint generate",
  evaluate: "errors settings math tokenizer kernels tensor ops model", // words are cut by the tokenizer's tables
  modelSource: "errors kernels tensor model checkpoint tokenizer",
  folder: "errors kernels tensor model checkpoint tokenizer data modelSource",
  openFiles: "kernels tensor model checkpoint tokenizer data modelSource folder",
  protocol:
    "errors settings math kernels tensor ops model train checkpoint generate inspect evaluate tokenizer data folder openFiles modelSource",
  index: "*",
  node: "**",
};

/** The same for `import type`, where more is allowed than above. */
const MAY_IMPORT_TYPES = {
  train: "data", // a trainer is handed batches and need not know who made them
};

/**
 * @param {string} root the repository's folder
 * @returns {string[]} one line per offence
 */
export function checkLayers(root) {
  const files = repositoryFiles(root);
  const packages = workspacePackages(root, files);
  const problems = [];
  for (const { folder, manifest } of packages) {
    if (folder === ENGINE) problems.push(...runtimeDependencies(manifest));
    const sources = files.filter((path) => path.startsWith(`${folder}/src/`) && isTypeScript(path));
    for (const path of sources) {
      const source = parse(root, path);
      const rule = folder === ENGINE ? engineOffence : packageOffence;
      for (const reference of source.typeReferenceDirectives) {
        if (folder === ENGINE && !isNodeFolder(path)) {
          problems.push(
            `${path}:1 pulls in the types of "${reference.fileName}"; the engine has none but its own`,
          );
        }
      }
      for (const found of importsOf(source)) {
        const offence = rule(path, found, { folder, manifest, packages });
        if (offence !== undefined) problems.push(`${found.at} ${offence}`);
      }
    }
  }
  if (!packages.some(({ folder }) => folder === ENGINE)) problems.push(`${ENGINE}/package.json is missing`);
  return problems;
}

function runtimeDependencies(manifest) {
  const kinds = ["dependencies", "peerDependencies", "optionalDependencies"];
  return kinds
    .flatMap((kind) => Object.keys(manifest[kind] ?? {}))
    .map((name) => `${ENGINE}/package.json:1 depends on "${name}"; the engine has no runtime dependency`);
}

/** The rule within the engine: layers. */
function engineOffence(path, { specifier, typeOnly }) {
  if (specifier === undefined) return "imports a computed path, which can't be checked; write it out";
  if (isNodeBuiltin(specifier)) {
    return isNodeFolder(path) ? undefined : `imports ${specifier}; node:* belongs in src/node/`;
  }
  if (!isRelative(specifier)) return `imports the package "${specifier}"; the engine has no dependency`;
  const target = resolveRelative(path, specifier);
  if (!target.startsWith(`${ENGINE}/src/`)) return `imports ${specifier}, which is outside src/`;
  const from = layerOf(path);
  const to = layerOf(target);
  for (const layer of [from, to]) {
    if (!Object.hasOwn(MAY_IMPORT, layer)) {
      return `"${layer}" has no place among the layers; give it a row in tools/check-layers.mjs`;
    }
  }
  if (from === to) return undefined;
  const allowed = MAY_IMPORT[from];
  if (allowed === "**" || (allowed === "*" && to !== "node")) return undefined;
  if (allowed.split(" ").includes(to)) return undefined;
  if ((MAY_IMPORT_TYPES[from] ?? "").split(" ").includes(to)) {
    return typeOnly ? undefined : `${from} imports ${to}; it may import types of it only (import type)`;
  }
  return `${from} imports ${to}; it may import ${allowed === "" ? "nothing" : `only ${allowed}`}`;
}

/** The rule for every other package: public doors, and no dependency that its package.json doesn't name. */
function packageOffence(path, { specifier, typeOnly }, { folder, manifest, packages }) {
  if (specifier === undefined || isNodeBuiltin(specifier) || isMadeByTheBuild(specifier)) return undefined;
  if (isRelative(specifier)) {
    const inside = resolveRelative(path, specifier).startsWith(`${folder}/`);
    return inside
      ? undefined
      : `imports ${specifier}, which is outside ${folder}; import the package by name`;
  }
  const { name, subpath } = splitSpecifier(specifier);
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
  if (typeOnly) Object.assign(declared, manifest.devDependencies);
  if (!Object.hasOwn(declared, name)) return `imports "${name}", which ${folder}/package.json doesn't list`;
  const neighbour = packages.find((one) => one.manifest.name === name);
  if (neighbour === undefined || Object.hasOwn(neighbour.manifest.exports ?? {}, subpath)) return undefined;
  const doors = Object.keys(neighbour.manifest.exports ?? {}).join(" ");
  return `imports "${specifier}", which is not public; ${name} offers ${doors}`;
}

/** "packages/inkling/src/ops/matmul.ts" → "ops"; "packages/inkling/src/errors.ts" → "errors" */
function layerOf(path) {
  const [first, ...rest] = path.slice(`${ENGINE}/src/`.length).split("/");
  return rest.length > 0 ? first : first.replace(/(\.d)?\.ts$/, "");
}

function isNodeFolder(path) {
  return layerOf(path) === "node";
}

function isNodeBuiltin(specifier) {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

/** A module that a Vite plugin of the package writes while it is built. */
function isMadeByTheBuild(specifier) {
  return specifier.startsWith("virtual:");
}
