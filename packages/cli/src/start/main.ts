/** Where `npm start` begins, once tools/bootstrap.mjs has installed and built what was missing. */
import { fileURLToPath } from "node:url";
import { reportError } from "../shared/errors.ts";
import { processTerminal } from "../shared/terminal.ts";
import { firstRun } from "./recipe.ts";
import { start } from "./start.ts";

/** At the repository's root, four folders above this file in src/ and in dist/ alike; git ignores runs/. */
const out = fileURLToPath(new URL("../../../../runs/first", import.meta.url));

const terminal = processTerminal();
try {
  process.exitCode = await start(terminal, (backend) => firstRun(out, backend));
} catch (error) {
  process.exitCode = reportError(error, [], terminal);
}
