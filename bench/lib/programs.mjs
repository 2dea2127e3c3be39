/** How each contestant is started on this machine, or why it can't be. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
/** jax-js asks for Node 22 or newer. */
const CURRENT_NODE = "node@24";
const LOOKING_TAKES_AT_MOST = 120_000;

/** Our own side: always there. */
export function inkling() {
  return { command: process.execPath, args: [path("lib/host.mjs"), path("contestants/inkling.mjs")] };
}

/** A library from bench/package.json. `flags` are Node's. */
export function javascript(file, { packages, currentNode = false, flags = [] }) {
  const missing = packages.filter((name) => !existsSync(path(`node_modules/${name}/package.json`)));
  if (missing.length > 0) {
    return {
      error: `${missing.join(" and ")} is not installed: npm ci --prefix bench (see bench/README.md)`,
    };
  }
  const node = currentNode ? nodeOfToday() : { command: process.execPath };
  if (node.error !== undefined) return node;
  return { command: node.command, args: [...flags, path("lib/host.mjs"), path(`contestants/${file}`)] };
}

/** A library of Python's, where INKLING_PYTHON (or python3) has it. */
export function python(file, { modules }) {
  const command = process.env["INKLING_PYTHON"] ?? "python3";
  const error = whyNot(command, ["-c", `import ${modules.join(", ")}`]);
  if (error === undefined) return { command, args: [path(`contestants/${file}`)] };
  return {
    error: `${command} can't import ${modules.join(" and ")} (${error}): pip install ${modules.join(" ")}, or name another Python in INKLING_PYTHON`,
  };
}

/** Runs a script of bench/contestants to its end; gives the reason if it fails. */
export function runPython(file, args) {
  return whyNot(process.env["INKLING_PYTHON"] ?? "python3", [path(`contestants/${file}`), ...args]);
}

function nodeOfToday() {
  if (Number.parseInt(process.versions.node, 10) >= 22) return { command: process.execPath };
  try {
    const args = ["--yes", "--package", CURRENT_NODE, "node", "-p", "process.execPath"];
    const options = { encoding: "utf8", stdio: "pipe", shell: process.platform === "win32" };
    return { command: execFileSync("npx", args, options).trim() };
  } catch (error) {
    return { error: `needs Node 22 or newer, and npx could not get ${CURRENT_NODE}: ${lastLine(error)}` };
  }
}

function whyNot(command, args) {
  try {
    execFileSync(command, args, { stdio: "pipe", timeout: LOOKING_TAKES_AT_MOST });
    return undefined;
  } catch (error) {
    return lastLine(error);
  }
}

function lastLine(error) {
  const words = String(error.stderr ?? "").trim() || error.message;
  return words.split("\n").at(-1);
}
