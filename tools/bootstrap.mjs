/**
 * Makes a fresh clone ready, so that `npm start` and `npm test` work as the very first command: installs the
 * packages if they are missing or no longer what package-lock.json says, then compiles what has changed, the
 * WebAssembly kernels first, since the engine contains them.
 * When there is nothing to do it says nothing and takes under a second.
 *
 * Plain JavaScript with no dependencies, because it runs before anything is installed. It knows npm and the
 * TypeScript compiler, and nothing of what it builds.
 *
 * Try it: rm -rf node_modules && node tools/bootstrap.mjs
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildKernels } from "./build-kernels.mjs";

const OLDEST_NODE = 20;
// No install script is needed by anything here (esbuild's only saves a few milliseconds per call), and a
// compiler that NODE_ENV=production would leave out is needed always.
const NPM_FLAGS = ["--no-fund", "--no-audit", "--ignore-scripts", "--include=dev"];
// `npm --prefix clone start` hands its options down to an npm started by a script; here they would install
// into the wrong folder, or only a part.
const INHERITED_NPM_OPTION =
  /^npm_config_(global|location|prefix|local_prefix|workspaces?|include_workspace_root|omit)$/i;

/**
 * Why an install is needed, in words that follow "because", or undefined if node_modules is as locked.
 *
 * npm leaves a lockfile of what it really installed in node_modules, written last, so that an install cut off
 * half-way has none. Contents are compared, not dates: a `git checkout` changes dates and nothing else.
 * @param {string} root the repository's folder
 */
export function whyInstall(root) {
  const wanted = readLock(join(root, "package-lock.json"));
  const installed = readLock(join(root, "node_modules", ".package-lock.json"));
  if (installed === undefined) return "there is no complete node_modules yet";
  if (wanted === undefined) return undefined; // without a lockfile, what is there has to do
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue; // the root package itself is not installed
    const found = installed[path];
    // Optional packages are those for other systems than this one.
    if (found === undefined && (entry.optional || entry.devOptional)) continue;
    if (found === undefined || found.version !== entry.version || found.integrity !== entry.integrity) {
      return `package-lock.json asks for another ${path.replace(/^.*node_modules\//, "")} than is installed`;
    }
  }
  return undefined;
}

/**
 * Build records (*.tsbuildinfo) that are no longer true, since an output they vouch for is gone. The compiler
 * trusts them without looking, so after `rm -r packages/inkling/dist` it would build nothing.
 * @param {string} root the repository's folder
 */
export function staleBuildRecords(root) {
  const stale = [];
  for (const folder of namesIn(join(root, "packages"))) {
    const path = join(root, "packages", folder);
    const records = namesIn(path).filter((name) => name.endsWith(".tsbuildinfo"));
    if (records.length > 0 && hasMissingOutput(join(path, "src"), join(path, "dist"))) {
      stale.push(...records.map((name) => join(path, name)));
    }
  }
  return stale;
}

function hasMissingOutput(source, output) {
  for (const entry of entriesIn(source)) {
    const from = join(source, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === "assembly") continue; // AssemblyScript has a compiler of its own
      if (hasMissingOutput(from, join(output, entry.name))) return true;
    } else if (/(?<!\.d)\.ts$/.test(entry.name)) {
      if (!existsSync(join(output, entry.name.replace(/\.ts$/, ".js")))) return true;
    }
  }
  return false;
}

export function install(root, reason) {
  const command = existsSync(join(root, "package-lock.json")) ? "ci" : "install";
  say(`Installing packages (npm ${command}; half a minute or so), because ${reason} …`);
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !INHERITED_NPM_OPTION.test(name)),
  );
  const options = { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: environment };
  // The npm that runs us says where it lives; so no shell and no npm.cmd is needed, on Windows either.
  const npm = process.env["npm_execpath"];
  const result =
    npm !== undefined && /^npm-cli\.c?js$/.test(basename(npm))
      ? spawnSync(process.execPath, [npm, command, ...NPM_FLAGS], options)
      : spawnSync(`npm ${command} ${NPM_FLAGS.join(" ")}`, { ...options, shell: true });
  if (result.status !== 0) {
    fail(
      `npm ${command} failed (${howItEnded(result)}); its own message is above.`,
      "If it speaks of the network, try again. If you changed a package.json, run `npm install` once, so that",
      "package-lock.json follows.",
    );
  }
}

async function build(root) {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(compiler)) {
    fail("The TypeScript compiler is missing from node_modules.", "Delete node_modules and start again.");
  }
  for (const record of staleBuildRecords(root)) rmSync(record);
  if (!existsSync(join(root, "packages", "inkling", "dist"))) say("Compiling (about fifteen seconds) …");
  await buildKernels().catch((error) =>
    fail(`The kernels in AssemblyScript don't compile. ${error.message}`),
  );
  // Without changes this takes a third of a second, so there is no cleverer test for whether to run it.
  const result = spawnSync(process.execPath, [compiler, "-b"], { cwd: root, stdio: "inherit" });
  if (result.status !== 0) {
    fail(
      `Compiling failed (${howItEnded(result)}); the lines to look at are above.`,
      "Mend them and run the same command again; `npm run build` shows only this step.",
    );
  }
}

function readLock(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    // The installed one is npm's to write anew; a broken package-lock.json npm reports better than we could.
    return undefined;
  }
}

function entriesIn(folder) {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}

function namesIn(folder) {
  return entriesIn(folder).map((entry) => entry.name);
}

function howItEnded(result) {
  if (result.error !== undefined) return result.error.message;
  return result.signal === null ? `exit code ${result.status}` : result.signal;
}

function say(line) {
  // On stderr, so that `npm start --silent > sample.txt` holds the sample alone.
  process.stderr.write(`${line}\n`);
}

function fail(...lines) {
  say(`\n${lines.join("\n")}`);
  process.exit(1);
}

async function main() {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    fail(
      `Inkling needs Node ${OLDEST_NODE} or newer, and this is Node ${process.versions.node}.`,
      "Install a current Node from https://nodejs.org and run the same command again.",
    );
  }
  const root = fileURLToPath(new URL("..", import.meta.url));
  const reason = whyInstall(root);
  if (reason !== undefined) install(root, reason);
  await build(root);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
