/** AssemblyScript → WebAssembly with the options the engine's kernels are compiled with; the memory is the module's own. */
import { main } from "assemblyscript/asc";

const OPTIONS = "--runtime stub --noAssert -O3 --converge --enable simd --disableWarning 112";
const PAGE = 65536;

/**
 * @param {string} source the program's text
 * @param {number} bytes of memory it needs
 * @returns {Promise<WebAssembly.Exports>}
 */
export async function compile(source, bytes) {
  let binary;
  const pages = Math.ceil(bytes / PAGE);
  const { error, stderr } = await main(
    ["steps.ts", ...OPTIONS.split(" "), "--initialMemory", String(pages), "-o", "steps.wasm"],
    {
      readFile: (name) => (name === "steps.ts" ? source : null),
      writeFile: (_, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`The steps don't compile: ${error.message}\n${stderr}`);
  return (await WebAssembly.instantiate(binary, {})).instance.exports;
}
