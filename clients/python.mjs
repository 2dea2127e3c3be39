/**
 * The Python that the proofs run in: a virtual environment in .cache/ with exactly what requirements.txt names, made
 * when there is none and again when requirements.txt has changed.
 *
 * Where packages come from is pip's own configuration's business (PIP_INDEX_URL, PIP_EXTRA_INDEX_URL, pip.conf). Of
 * PyTorch a build without CUDA will do, and is taken where pip finds one: "2.13.0+cpu" counts as newer than "2.13.0".
 *
 * Try it: node clients/python.mjs -c "import torch; print(torch.__version__)"
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
const folder = fileURLToPath(new URL("../.cache/clients-python", import.meta.url));
const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];

/** The oldest that all of requirements.txt has releases for. */
const OLDEST = [3, 11];
const HOW_TO_GET_IT =
  "Install Python 3.11 or newer with venv (Debian: apt-get install python3-venv), or say which one to take: " +
  "PYTHON=/path/to/python3 npm run test:clients";

/** Of an index that can't be reached pip asks for every package anew; its usual five tries would take minutes. */
const RETRIES = "2";
const MOST_MS = 3_600_000;

/**
 * What proofs in Python need around them: no network, no notes about themselves, nothing left in the work tree; one thread,
 * since models this small only wait for a second one.
 */
export const PYTHON_ENVIRONMENT = {
  HF_HUB_OFFLINE: "1",
  HF_HUB_DISABLE_TELEMETRY: "1",
  HF_HUB_DISABLE_PROGRESS_BARS: "1",
  TRANSFORMERS_VERBOSITY: "error",
  TOKENIZERS_PARALLELISM: "false",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONUTF8: "1",
  OMP_NUM_THREADS: "1",
};

/**
 * The path of the environment's Python; takes minutes the first time.
 * @param {(line: string) => void} say told what is going on
 * @throws Error in words for whoever runs the proofs
 */
export function pythonOfClients(say) {
  const python = join(folder, ...inside);
  const base = process.env["PYTHON"] ?? "python3";
  const version = versionOf(base);
  const wanted = createHash("sha256").update(version).update(readFileSync(requirements)).digest("hex");
  const mark = join(folder, "made-from.sha256"); // written last: one that was cut off has none
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return python;
  say(`Installing PyTorch, transformers and others for Python ${version} (a few minutes) …`);
  rmSync(folder, { recursive: true, force: true });
  run(base, ["-m", "venv", folder], HOW_TO_GET_IT);
  // Wheels only: nothing is compiled here, and no package's own setup script runs.
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
  run(
    python,
    [...pip, "--only-binary", ":all:", "--retries", RETRIES, "-r", requirements],
    "pip has to find every package of clients/requirements.txt at its version; PIP_INDEX_URL and pip.conf say where it looks.",
  );
  writeFileSync(mark, wanted);
  return python;
}

function versionOf(python) {
  const script = "import ensurepip, sys, venv; print('.'.join(map(str, sys.version_info[:3])))";
  const { status, stdout, error } = spawnSync(python, ["-c", script], { encoding: "utf8" });
  if (error || status !== 0)
    throw new Error(`There is no Python that can make an environment. ${HOW_TO_GET_IT}`);
  const version = stdout.trim();
  const [major, minor] = version.split(".").map(Number);
  if (major !== OLDEST[0] || minor < OLDEST[1])
    throw new Error(`Python ${version} is too old. ${HOW_TO_GET_IT}`);
  return version;
}

function run(command, args, advice) {
  const result = spawnSync(command, args, { encoding: "utf8", timeout: MOST_MS, maxBuffer: 1 << 26 });
  if (result.status === 0) return;
  const said = [result.stdout, result.stderr, result.error?.message].filter(Boolean).join("\n").trim();
  throw new Error(`${said}\n${command} ${args[1]} failed. ${advice}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const python = pythonOfClients(console.error);
  const env = { ...process.env, ...PYTHON_ENVIRONMENT };
  const { status } = spawnSync(python, process.argv.slice(2), { stdio: "inherit", env });
  process.exitCode = status ?? 1;
}
