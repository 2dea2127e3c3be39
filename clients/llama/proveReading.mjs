/**
 * ggml's own Python package reads what Inkling writes: for every model of sources.mjs and every format, the same
 * tensors, and the same numbers to the bit as Inkling reads from the file.
 *
 *   npm run build
 *   node clients/llama/proveReading.mjs FOLDER       INKLING_PYTHON says which Python: one that has gguf==0.19.0 and numpy
 *
 * It exits with 1 if anything differs.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { decode } from "../../packages/formats/dist/gguf/blocks.js";
import { readGgufHeader } from "../../packages/formats/dist/gguf/header.js";
import { ggufFile, ggufSource, ggufTypes } from "../../packages/formats/dist/index.js";
import { bytesAsSource, collectBytes, createEngine } from "../../packages/inkling/dist/index.js";
import { sources } from "./sources.mjs";

const [folder] = process.argv.slice(2);
const python = process.env["INKLING_PYTHON"] ?? "python3";
const script = fileURLToPath(new URL("describe.py", import.meta.url));
const failures = [];
const engine = await createEngine({ threads: 1 });
try {
  for await (const { source } of sources(engine)) {
    const counts = [];
    for (const type of ggufTypes) counts.push(`${await compare(source, type)} as ${type}`);
    console.log(`${source.name.padEnd(30)} tensors: ${counts.join(", ")}`);
  }
} finally {
  engine.dispose();
}
for (const failure of failures) console.error(`FAILED ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function compare(source, type) {
  const sink = collectBytes();
  await ggufFile(source, { name: "m.gguf", type }).write(sink);
  const path = join(folder, "m.gguf");
  await writeFile(path, sink.bytes());
  const bytes = bytesAsSource(path, sink.bytes());
  const ours = await described(bytes);
  const theirs = await describedByPython(path);
  if (JSON.stringify(theirs.tensors) !== JSON.stringify(ours))
    failures.push(
      `${source.name} as ${type}: ${JSON.stringify(theirs.tensors)}, ours ${JSON.stringify(ours)}`,
    );
  const { tokenizer } = await ggufSource(bytes);
  const spelled = theirs.metadata["tokenizer.ggml.tokens"].slice(0, tokenizer.vocabSize);
  const own = spelled.map((_, id) => tokenizer.token(id));
  if (spelled.join("\n").replaceAll("▁", " ") !== own.join("\n").replaceAll("▁", " "))
    failures.push(`${source.name} as ${type}: its tokens are ${spelled}, ours ${own}`.slice(0, 500));
  return Object.keys(ours).length;
}

async function described(bytes) {
  const { tensors } = await readGgufHeader(bytes);
  const described = {};
  for (const { name, type, shape, start, length } of tensors.values()) {
    const numbers = decode(type, await bytes.read(start, length));
    const sha256 = createHash("sha256").update(new Uint8Array(numbers.buffer)).digest("hex");
    described[name] = { type, shape, sha256 };
  }
  return described;
}

async function describedByPython(path) {
  const { stdout } = await promisify(execFile)(python, [script, path], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}
