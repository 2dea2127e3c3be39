/**
 * Makes the results of a run the published ones: bench/results/published.json, and from it docs/benchmarks.md and its
 * picture. These are the only places in the documents where figures of the benchmarks stand; a test draws them again.
 *
 * Try it: node bench/publish.mjs    publishes what the last runs left in bench/results/latest.json
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hasPicture, page } from "./lib/page.mjs";
import { readResults, writeResults } from "./lib/results.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Figures from a machine that was busier than this with other things are not fit to print. */
const BUSIEST = 0.1;

export function publish(results) {
  const fit = results.filter(({ busy }) => busy <= BUSIEST);
  for (const { id, busy } of results.filter((result) => !fit.includes(result))) {
    console.error(
      `${id} is not published: other programs kept ${Math.round(busy * 100)}% of the machine busy. Measure it again.`,
    );
  }
  writeResults(path("results/published.json"), fit);
  writeFileSync(path("../docs/benchmarks.md"), page(fit));
  if (fit.some(hasPicture)) execFileSync(process.execPath, [path("../docs/pictures/benchmarks.mjs")]);
  console.log(
    `Published ${fit.length} cases: bench/results/published.json, docs/benchmarks.md and its picture`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) publish(readResults(path("results/latest.json")));
