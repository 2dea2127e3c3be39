/**
 * The lines of Python on models/inkling's card, run by whoever has just downloaded the model: a folder with nothing in it
 * but models/inkling.
 *
 *   as they are written   they run, and say what Inkling might say: the card has transformers draw at a temperature, so
 *                         the words differ from run to run, but each is one that Inkling finds likely as well
 *   without drawing       with do_sample=False added and nothing else changed, every character is Inkling's
 *
 * Try it: npm run test:clients -- model-card
 */
import { execFile } from "node:child_process";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createEngine, endOfReply, generate, renderChat } from "inkling";
import { openModel } from "inkling/node";

const MOST_MS = 300_000;
// (largest logit − logit of what was said) ÷ temperature. What is further off is drawn once in a million times.
const FURTHEST = 14;

const [work] = process.argv.slice(2);
const shipped = fileURLToPath(new URL("../../models/inkling", import.meta.url));
const card = await readFile(join(shipped, "README.md"), "utf8");
const lines = found(/^```python\n(.*?)^```$/ms, "lines of Python");
const question = found(/"content": "([^"\n]*)"/, "a question");
const length = found(/max_new_tokens=(\d+)/, "max_new_tokens");

function found(pattern, what) {
  const match = pattern.exec(card);
  if (match === null) throw new Error(`models/inkling/README.md has no ${what}.`);
  return match[1];
}

/** What these lines print, in a folder that holds models/inkling. */
async function runPython(script) {
  const options = { cwd: work, timeout: MOST_MS };
  const { stdout } = await promisify(execFile)(process.env["INKLING_PYTHON"], ["-c", script], options);
  return stdout.trimEnd();
}

/** How far from Inkling's favourite the least likely token of `said` was, in nats. */
async function furthestFromFavourite({ model, tokenizer, sampling }, prompt, said) {
  const ids = tokenizer.encode(said, { special: "parse" });
  const all = [...prompt, ...ids];
  const logits = await model.engine.step(() => model.forward(model.engine.ids([1, all.length], all)).read());
  const gaps = ids.map((id, i) => {
    const at = (prompt.length - 1 + i) * model.config.vocabSize;
    const row = logits.subarray(at, at + model.config.vocabSize);
    return (Math.max(...row) - row[id]) / (sampling.temperature ?? 1);
  });
  return Math.max(...gaps);
}

async function greedyText({ model, tokenizer }, prompt) {
  const ids = [...prompt];
  for await (const { id } of generate(model, prompt, { temperature: 0, maxTokens: Number(length) })) {
    ids.push(id);
    if (id === endOfReply(tokenizer)) break;
  }
  return tokenizer.decode(ids);
}

await cp(shipped, join(work, "models/inkling"), { recursive: true });
const engine = await createEngine({ threads: 1 });
const opened = await openModel(engine, join(work, "models/inkling"));
const chat = renderChat([{ role: "user", content: question }], opened.tokenizer, {
  addGenerationPrompt: true,
});
const prompt = [opened.tokenizer.bos, ...chat.ids];
const asked = opened.tokenizer.decode(prompt);

const written = await runPython(lines);
if (!written.startsWith(asked))
  throw new Error(`The card's lines asked ${JSON.stringify(written)}, not ${asked}`);
const said = written.slice(asked.length);
const furthest = await furthestFromFavourite(opened, prompt, said);
if (!(furthest <= FURTHEST))
  throw new Error(`Inkling would not say ${JSON.stringify(said)}: ${furthest} nats off.`);

const theirs = await runPython(lines.replace(/max_new_tokens=\d+/, "$&, do_sample=False"));
const ours = await greedyText(opened, prompt);
engine.dispose();
if (theirs !== ours)
  throw new Error(`transformers said ${JSON.stringify(theirs)}, Inkling ${JSON.stringify(ours)}`);
console.log(
  `As written: ${JSON.stringify(said)}, at most ${furthest.toFixed(1)} nats from Inkling's favourite; ` +
    `without drawing, ${ours.length} characters equal`,
);
