/** Runs the proof in a Node: each engine in a process of its own, which must end by itself. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const LIMIT_MS = 300_000;

/** @param {string[]} before what stands between the command and Node's own arguments, such as npx's */
export async function inNode(folder, command, before) {
  const node = async (...args) => {
    const options = { timeout: LIMIT_MS, maxBuffer: 1 << 26 };
    const { stdout } = await promisify(execFile)(command, [...before, ...args], options);
    return stdout;
  };
  return {
    version: `Node ${(await node("--version")).trim()}`,
    run: async (engine) => JSON.parse(await node(join(folder, "node.mjs"), JSON.stringify(engine))),
    close: async () => {},
  };
}
