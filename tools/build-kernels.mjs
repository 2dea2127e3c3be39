/**
 * Compiles the AssemblyScript kernels to WebAssembly and writes them, as text, into a module that the engine imports:
 * so they load the same way in Node, in a page and through any bundler.
 *
 * Four binaries of one source: strict or relaxed SIMD ("fast"), with private or shared memory. They are written only
 * when a source or the compiler has changed.
 *
 * Try it: node tools/build-kernels.mjs --force
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "packages/inkling/src/kernels/wasm");
const output = join(folder, "binaries.generated.ts");

const COMMON = [
  "--runtime stub", // kernels allocate nothing
  "--noAssert",
  "--disableWarning 112", // functions between files may take vectors; none of those is called from outside
  "-O3 --converge",
  "--enable simd",
  "--importMemory --initialMemory 32 --maximumMemory 65536",
];
const BINARIES = {
  strict: [],
  strictShared: ["--enable threads --sharedMemory"],
  fast: ["--enable relaxed-simd"],
  fastShared: ["--enable relaxed-simd --enable threads --sharedMemory"],
};

/** What the output depends on, as one hash. */
function fingerprint() {
  const hash = createHash("sha256").update(JSON.stringify([COMMON, BINARIES]));
  const sources = join(folder, "assembly");
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  hash.update(readFileSync(join(root, "node_modules/assemblyscript/package.json")));
  return hash.digest("hex");
}

async function compile(options) {
  const { main } = await import("assemblyscript/asc");
  const argv = [...COMMON, ...options].flatMap((option) => option.split(" "));
  const { error, stdout, stderr, binary } = await run(main, argv);
  if (error) throw new Error(`${error.message}\n${stdout}${stderr}`);
  return Buffer.from(binary).toString("base64");
}

async function run(main, argv) {
  let binary;
  const result = await main(
    ["index.ts", ...argv, "--baseDir", join(folder, "assembly"), "-o", "kernels.wasm"],
    {
      writeFile: (_, contents) => {
        binary = contents;
      },
    },
  );
  return { ...result, binary };
}

/** The strict kernels as WebAssembly text, where functions still have their names: for tests. */
export async function kernelsAsText() {
  const { main } = await import("assemblyscript/asc");
  const argv = COMMON.flatMap((option) => option.split(" "));
  let text = "";
  const writeFile = (_, contents) => {
    text = contents;
  };
  const files = ["index.ts", "--baseDir", join(folder, "assembly"), "--textFile", "kernels.wat"];
  const { error } = await main([...files, ...argv], { writeFile });
  if (error) throw error;
  return text;
}

/** Compiles if something has changed; gives true if it did. */
export async function buildKernels({ force = false } = {}) {
  const mark = `// ${fingerprint()}`;
  if (!force && existsSync(output) && readFileSync(output, "utf8").startsWith(mark)) return false;
  const entries = [];
  for (const [name, options] of Object.entries(BINARIES)) {
    entries.push(`  ${name}: "${await compile(options)}",`);
  }
  const text = [
    mark,
    "/** The kernels in assembly/, compiled and written as base64 by tools/build-kernels.mjs. */",
    "export const binaries = {",
    ...entries,
    "} as const;",
    "",
  ].join("\n");
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${output}.new`, text);
  renameSync(`${output}.new`, output);
  return true;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const done = await buildKernels({ force: process.argv.includes("--force") });
  console.log(done ? "Compiled the kernels." : "The kernels are up to date.");
}
