/**
 * Where `npm start` begins, once tools/bootstrap.mjs has installed and built what was missing: the page, with the model that
 * comes with Inkling. `npm start -- chat` talks to that model in the terminal; `npm start -- learn`, or a copy without that model,
 * shows a new one learn.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { exitCodes, reportError, UsageError } from "../shared/errors.ts";
import { processTerminal } from "../shared/terminal.ts";
import { inklingChat } from "./inklingChat.ts";
import { openPage } from "./openPage.ts";
import { firstRun } from "./recipe.ts";
import { start } from "./start.ts";

/** From the repository's root, four folders above this file in src/ and in dist/ alike; git ignores runs/. */
const fromRoot = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

const terminal = processTerminal();

const ways = ["page", "chat", "learn"];

/** @returns the exit code */
async function begin(args: readonly string[]): Promise<number> {
  const [way = "page"] = args;
  if (args.length > 1 || !ways.includes(way)) {
    throw new UsageError(`npm start takes nothing, "-- chat" or "-- learn"; given was ${args.join(" ")}.`);
  }
  const shipped = fromRoot("models/inkling");
  const learn = () => start(terminal, (backend) => firstRun(fromRoot("runs/first"), backend));
  if (way === "learn" || !existsSync(shipped)) return learn();
  if (way === "page") await openPage(terminal, fromRoot("."));
  else if ((await inklingChat(terminal, shipped)) === "learn") return learn();
  return exitCodes.fine;
}

try {
  process.exitCode = await begin(process.argv.slice(2));
} catch (error) {
  process.exitCode = reportError(error, [], terminal);
}
