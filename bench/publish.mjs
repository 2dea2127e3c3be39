/**
 * Makes the results of a run the published ones: bench/results/published.json, and from it docs/benchmarks.md and its
 * picture. These are the only places in the documents where figures of the benchmarks stand; a test draws them again.
 *
 * Try it: node bench/publish.mjs    publishes what the last runs left in bench/results/latest.json
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { page } from "./lib/page.mjs";
import { readResults, writeResults } from "./lib/results.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

export function publish(results) {
  writeResults(path("results/published.json"), results);
  writeFileSync(path("../docs/benchmarks.md"), page(results));
  execFileSync(process.execPath, [path("../docs/pictures/benchmarks.mjs")]);
  console.log("Published: bench/results/published.json, docs/benchmarks.md and docs/pictures/benchmarks.svg");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) publish(readResults(path("results/latest.json")));
