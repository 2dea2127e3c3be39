/**
 * Runs the proofs against other people's programs: one line a proof with what it counted, and at the end how many held.
 *
 *   npm run test:clients                      all
 *   npm run test:clients -- transformers      those named
 *
 * A proof is a row of PROOFS: files that are run one after the other, each as a process of its own (.py in the Python of
 * python.mjs), each given the same empty folder to work in. It holds if all of them exit with 0; the last line that each
 * prints says what it counted. A program that isn't there makes a proof fail: one that was skipped proves nothing.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { install, whyInstall } from "../tools/bootstrap.mjs";
import { PYTHON_ENVIRONMENT, pythonOfClients } from "./python.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Name → what it shows, the files to run, and how long all of them may take together. */
const PROOFS = {
  transformers: {
    promise: "transformers opens what Inkling saved, computes the same, and saves what Inkling opens",
    steps: ["transformers/make.mjs", "transformers/compare.py", "transformers/readBack.mjs"],
    seconds: 900,
  },
  tokenizers: {
    promise: "every kind of tokenizer gives the ids, places and texts of Hugging Face's tokenizers",
    steps: ["tokenizers/make.py", "tokenizers/ours.mjs", "tokenizers/compare.py"],
    seconds: 900,
  },
  onnx: {
    promise: "ONNX's checker, ONNX Runtime and transformers.js run what Inkling writes, and say the same",
    steps: ["onnx/write.mjs", "onnx/check.py", "onnx/check.mjs"],
    seconds: 900,
  },
  "llama.cpp": {
    promise: "llama.cpp runs what Inkling writes as GGUF, and ggml's own Python reads it",
    steps: ["llama/prove.mjs", "llama/proveReading.mjs"],
    seconds: 900,
  },
  readme: {
    promise: "the README's lines for transformers and for llama.cpp say what Inkling says",
    steps: ["readme.mjs"],
    seconds: 300,
  },
  "model-card": {
    promise: "the lines of Python on Inkling's card say what Inkling says",
    steps: ["transformers/card.mjs"],
    seconds: 600,
  },
};

const say = (line) => console.error(line);

/** What a command printed; throws an error that holds it if the command failed or took longer than `seconds`. */
function run(command, args, env, seconds) {
  return new Promise((resolve, reject) => {
    const limits = { timeout: seconds * 1000, killSignal: "SIGKILL" };
    const child = spawn(command, args, { env, ...limits, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (piece) => {
      printed += piece;
      said += piece;
    });
    child.stderr.setEncoding("utf8").on("data", (piece) => {
      said += piece;
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const ended = signal
        ? `${signal}, at the latest after ${Math.round(seconds)} seconds`
        : `exit code ${code}`;
      if (code === 0) resolve(printed);
      else reject(new Error(`${said.trimEnd()}\n(${args[0]} ended with ${ended})`));
    });
  });
}

const lastLine = (text) => text.trimEnd().split("\n").at(-1);

/** @returns what the proof counted, in words */
async function prove({ steps, seconds }, python) {
  const work = await mkdtemp(join(tmpdir(), "inkling-client-"));
  const env = { ...process.env, ...PYTHON_ENVIRONMENT, INKLING_PYTHON: python };
  const end = Date.now() + seconds * 1000;
  const counted = [];
  try {
    for (const step of steps) {
      const command = step.endsWith(".py") ? python : process.execPath;
      const left = Math.max(1, (end - Date.now()) / 1000);
      counted.push(lastLine(await run(command, [join(here, step), work], env, left)));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return counted.filter(Boolean).join("; ");
}

async function main(names) {
  const unknown = names.find((name) => !Object.hasOwn(PROOFS, name));
  if (unknown !== undefined) {
    say(`There is no proof "${unknown}". Choose from: ${Object.keys(PROOFS).join(", ")}.`);
    return 2;
  }
  const reason = whyInstall(here);
  if (reason !== undefined) install(here, reason);
  const python = pythonOfClients(say);
  let failed = 0;
  for (const name of names) {
    const { promise } = PROOFS[name];
    const started = Date.now();
    const took = () => `${Math.round((Date.now() - started) / 1000)} s`;
    try {
      console.log(`${name}: ${promise}. ${await prove(PROOFS[name], python)} (${took()})`);
    } catch (error) {
      failed++;
      console.log(`${error.message}\n${name}: FAILED (${took()}): ${promise}`);
    }
  }
  console.log(`${names.length - failed} proofs held, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

try {
  const named = process.argv.slice(2);
  process.exitCode = await main(named.length > 0 ? named : Object.keys(PROOFS));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
