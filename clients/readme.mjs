/**
 * The README's lines for other programs, run as they are written: for transformers in a folder that holds nothing but models/inkling, for
 * llama.cpp behind the `inkling convert` of the sentence above them. Both are made to take the likeliest word each time, and then say what
 * Inkling says.
 *
 * Try it: npm run test:clients -- readme
 */
import { execFile } from "node:child_process";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createEngine, endOfReply, generate, renderChat } from "inkling";
import { openModel } from "inkling/node";

const MOST_MS = 120_000;
const [work] = process.argv.slice(2);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const readme = await readFile(at("../README.md"), "utf8");
const run = (command, ...args) => promisify(execFile)(command, args, { cwd: work, timeout: MOST_MS });

/** The lines under the heading that says so. */
function linesOf(language) {
  const pattern = new RegExp(`runs these lines -->\\n\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms");
  const lines = pattern.exec(readme.slice(readme.indexOf("## In and out")))?.[1];
  if (lines === undefined) throw new Error(`The README has no lines of ${language} under "In and out".`);
  return lines;
}

/** A change that must find its place. */
function changed(lines, from, to) {
  if (!lines.includes(from)) throw new Error(`The README's lines have no ${from}.`);
  return lines.replace(from, to);
}

async function ours(question) {
  const engine = await createEngine({ threads: 1 });
  const { model, tokenizer } = await openModel(engine, join(work, "models/inkling"));
  const chat = renderChat([{ role: "user", content: question }], tokenizer, { addGenerationPrompt: true });
  const ids = [];
  const prompt = [tokenizer.bos, ...chat.ids];
  for await (const { id } of generate(model, prompt, { temperature: 0, maxTokens: 60 })) {
    if (id === endOfReply(tokenizer)) break;
    ids.push(id);
  }
  engine.dispose();
  return tokenizer.decode(ids);
}

await cp(at("../models/inkling"), join(work, "models/inkling"), { recursive: true });
const python = linesOf("python");
const question = /"content": "([^"]*)"/.exec(python)[1];
const expected = await ours(question);

const greedy = changed(python, "max_new_tokens=60", "max_new_tokens=60, do_sample=False");
const transformers = (await run(process.env["INKLING_PYTHON"], "-c", greedy)).stdout.trim();

await symlink(at("node_modules"), join(work, "node_modules"));
await run(
  process.execPath,
  at("../packages/cli/bin/inkling.js"),
  ..."convert models/inkling --out inkling.gguf".split(" "),
);
const script = join(work, "talk.mjs");
await writeFile(script, `${changed(linesOf("js"), '?")', '?", { temperature: 0 })')}\nprocess.exit(0);\n`);
const llama = (await run(process.execPath, script)).stdout.trim();

for (const [program, said] of Object.entries({ transformers, "llama.cpp": llama })) {
  if (said !== expected)
    throw new Error(`${program} said ${JSON.stringify(said)}, Inkling ${JSON.stringify(expected)}`);
}
console.log(
  `transformers, llama.cpp and Inkling answer ${JSON.stringify(question)} with ${JSON.stringify(expected)}`,
);
