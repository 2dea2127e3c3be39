/**
 * Proves `npm start` as a newcomer types it: it opens the page, which answers with itself and with a model, and Ctrl-C ends it well.
 *
 * Try it: node tools/prove-start.mjs
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const MOST_MS = 600_000;
const root = fileURLToPath(new URL("..", import.meta.url));

// A process group of its own, so that Ctrl-C reaches npm and what it started, as a terminal would have it.
const child = spawn("npm", ["start"], { cwd: root, detached: true, stdio: ["ignore", "pipe", "pipe"] });
const kill = (signal) => process.kill(-child.pid, signal);
const timer = setTimeout(() => kill("SIGKILL"), MOST_MS);
const ended = new Promise((done) => child.once("close", (code, signal) => done(signal ?? code)));

let said = "";
const address = new Promise((found) => {
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece) => {
      said += piece;
      const match = /http:\/\/localhost:\d+\//.exec(said);
      if (match) found(match[0]);
    });
  }
});

const lab = await Promise.race([address, ended.then(() => undefined)]);
let problem = lab === undefined ? "npm start ended without an address" : await problemAt(lab).catch(String);
if (lab !== undefined) kill("SIGINT");
const code = await ended;
clearTimeout(timer);
// npm passes Ctrl-C on, waits, and then ends by it as well.
if (code !== 0 && code !== "SIGINT") problem ??= `npm start ended with ${code} at Ctrl-C`;
process.stdout.write(said);
if (problem !== undefined) process.stdout.write(`${problem}\n`);
process.exitCode = problem === undefined ? 0 : 1;

/** What is wrong with the page there, in words; undefined if nothing is. */
async function problemAt(lab) {
  const page = await fetch(lab);
  if (!page.ok || !(await page.text()).includes("Inkling")) return "the page does not answer";
  const [model] = await (await fetch(`${lab}models/index.json`)).json();
  if (model?.name !== "inkling") return "the page does not offer Inkling first";
  const weights = await (await fetch(`${lab}models/inkling/model.safetensors`)).arrayBuffer();
  const { bytes } = model.files.find(({ name }) => name === "model.safetensors");
  return weights.byteLength === bytes ? undefined : "the model's weights do not come whole";
}
