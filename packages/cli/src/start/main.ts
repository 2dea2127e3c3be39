/**
 * Where `npm start` begins, once tools/bootstrap.mjs has installed and built what was missing: a chat with the model that
 * comes with Inkling. `npm start -- learn`, or a copy without that model, shows a new one learn instead.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { exitCodes, reportError, UsageError } from "../shared/errors.ts";
import { processTerminal } from "../shared/terminal.ts";
import { inklingChat } from "./inklingChat.ts";
import { firstRun } from "./recipe.ts";
import { start } from "./start.ts";

/** From the repository's root, four folders above this file in src/ and in dist/ alike; git ignores runs/. */
const fromRoot = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

const terminal = processTerminal();

/** @returns the exit code */
async function begin(args: readonly string[]): Promise<number> {
  const [first] = args;
  if (args.length > 1 || !["learn", undefined].includes(first)) {
    throw new UsageError(`npm start takes nothing, or "-- learn"; given was ${args.join(" ")}.`);
  }
  const shipped = fromRoot("models/inkling");
  if (first === undefined && existsSync(shipped)) {
    if ((await inklingChat(terminal, shipped)) === "left") return exitCodes.fine;
  }
  return start(terminal, (backend) => firstRun(fromRoot("runs/first"), backend));
}

try {
  process.exitCode = await begin(process.argv.slice(2));
} catch (error) {
  process.exitCode = reportError(error, [], terminal);
}
