/**
 * Runs the repository's own checks, or those named, and exits with 1 if one of them finds something.
 *
 * Try it: npm run check            all
 *         node tools/check.mjs layers sizes
 */
import { fileURLToPath } from "node:url";
import { checkBanned } from "./check-banned.mjs";
import { checkCycles } from "./check-cycles.mjs";
import { checkDocs } from "./check-docs.mjs";
import { checkLayers } from "./check-layers.mjs";
import { checkLooseEnds } from "./check-loose-ends.mjs";
import { checkReadme } from "./check-readme.mjs";
import { checkSizes, longFunctions } from "./check-sizes.mjs";

/** Name → what it promises, the check, and what it only lists. */
const CHECKS = {
  layers: { promise: "imports point one way, the engine depends on nothing", run: checkLayers },
  cycles: { promise: "no file imports itself by a detour", run: checkCycles },
  sizes: { promise: "files under 300 lines, the model under 400", run: checkSizes, notes: longFunctions },
  banned: { promise: "nothing that differs between machines", run: checkBanned },
  "loose-ends": { promise: "no any, no suppression, no test switched off", run: checkLooseEnds },
  readme: { promise: "the README's tree is true", run: checkReadme },
  docs: { promise: "links and commands in the docs exist", run: checkDocs },
};

const root = fileURLToPath(new URL("..", import.meta.url));
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(CHECKS);
let failures = 0;
for (const name of names) {
  const check = CHECKS[name];
  if (check === undefined) {
    console.error(`There is no check "${name}"; there are ${Object.keys(CHECKS).join(", ")}.`);
    process.exit(2);
  }
  const problems = check.run(root);
  const verdict =
    problems.length === 0 ? "ok" : `${problems.length} problem${problems.length > 1 ? "s" : ""}`;
  console.log(`${name.padEnd(11)} ${verdict.padEnd(12)} ${check.promise}`);
  for (const problem of problems) console.log(`  ${problem}`);
  for (const note of check.notes?.(root) ?? []) console.log(`  (to look at) ${note}`);
  if (problems.length > 0) failures++;
}
process.exitCode = failures > 0 ? 1 : 0;
