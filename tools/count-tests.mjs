/**
 * Counts what Vitest's JSON reporter says of a run, for .ci/run: prints "passed failed skipped" as three numbers
 * and the names of what failed or was skipped on stderr.
 *
 * A file that could not be loaded, or an error outside of any test, counts as one failure: such a run has no
 * failed test in it and is no success.
 *
 * Try it: npm test -- --reporter=json --outputFile=/tmp/tests.json; node tools/count-tests.mjs /tmp/tests.json
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/**
 * @param {unknown} report the parsed JSON, or undefined if there is none
 * @returns {{ passed: number, failed: number, skipped: number, names: string[] }}
 */
export function countTests(report) {
  if (!Array.isArray(report?.testResults)) {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      names: ["failed: no report; Vitest ended before it could write one"],
    };
  }
  const count = { passed: 0, failed: 0, skipped: 0, names: [] };
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === "passed") {
        count.passed++;
        continue;
      }
      const kind = test.status === "failed" ? "failed" : "skipped"; // pending, skipped, todo, disabled
      count[kind]++;
      count.names.push(`${kind}: ${test.fullName}  (${file.name})`);
    }
    const explained = file.assertionResults.some((test) => test.status === "failed");
    if (file.status === "failed" && !explained) {
      count.failed++;
      count.names.push(`failed: ${file.name} as a whole`);
    }
  }
  if (count.passed + count.failed + count.skipped === 0) {
    count.failed++;
    count.names.push("failed: no test was found");
  } else if (report.success !== true && count.failed === 0) {
    count.failed++;
    count.names.push("failed: an error outside of any test");
  }
  return count;
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined; // countTests makes a failure of it
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed, skipped, names } = countTests(readReport(process.argv[2] ?? ""));
  for (const name of names) console.error(name);
  console.log(passed, failed, skipped);
}
