/** When the bootstrap installs and rebuilds, and how .ci/run counts. */
import { describe, expect, it } from "vitest";
import { staleBuildRecords, whyInstall } from "../bootstrap.mjs";
import { countTests } from "../count-tests.mjs";
import { tree } from "./tree.mjs";

const LOCKED = {
  "": { name: "root" },
  "node_modules/a": { version: "1.0.0", integrity: "x" },
  "node_modules/b-for-another-system": { version: "1.0.0", optional: true },
};
const lock = (packages) => JSON.stringify({ lockfileVersion: 3, packages });

function reason(installed, wanted = LOCKED) {
  const files = { "package-lock.json": lock(wanted) };
  if (installed !== undefined) files["node_modules/.package-lock.json"] = lock(installed);
  return whyInstall(tree(files));
}

describe("bootstrap", () => {
  it("installs what is missing, unfinished or of another version", () => {
    expect(reason(undefined)).toContain("no complete node_modules");
    expect(reason({})).toContain("another a than");
    expect(reason({ "node_modules/a": { version: "0.9.0", integrity: "x" } })).toContain("another a than");
    expect(reason({ "node_modules/a": { version: "1.0.0", integrity: "y" } })).toContain("another a than");
    expect(whyInstall(tree({ "node_modules/.package-lock.json": "{ cut off" }))).toBeDefined();
  });

  it("leaves a good installation alone, with packages for other systems absent and extra ones present", () => {
    const a = LOCKED["node_modules/a"];
    expect(reason({ "node_modules/a": a })).toBeUndefined();
    expect(reason({ "node_modules/a": a, "node_modules/tried-out": { version: "3.0.0" } })).toBeUndefined();
    expect(whyInstall(tree({ "node_modules/.package-lock.json": lock({}) }))).toBeUndefined();
  });

  it("distrusts a build record when an output is gone, in a folder too", () => {
    const built = {
      "packages/inkling/tsconfig.tsbuildinfo": "{}",
      "packages/inkling/src/ops/add.ts": "",
      "packages/inkling/src/platform.d.ts": "",
    };
    expect(staleBuildRecords(tree(built))).toHaveLength(1);
    expect(staleBuildRecords(tree({ ...built, "packages/inkling/dist/ops/add.js": "" }))).toEqual([]);
    expect(staleBuildRecords(tree({ "packages/inkling/src/index.ts": "" }))).toEqual([]);
  });
});

describe("counting tests", () => {
  const file = (status, ...statuses) => ({
    name: "a.test.ts",
    status,
    assertionResults: statuses.map((status) => ({ status, fullName: "a" })),
  });
  const count = (report) => {
    const { passed, failed, skipped } = countTests(report);
    return [passed, failed, skipped];
  };

  it("adds up passed, failed and skipped tests over all files", () => {
    const testResults = [
      file("passed", "passed", "passed", "skipped", "todo", "pending"),
      file("failed", "failed", "passed"),
    ];
    expect(count({ success: false, testResults })).toEqual([3, 1, 3]);
    expect(count({ success: true, testResults: [file("passed", "passed")] })).toEqual([1, 0, 0]);
  });

  it("takes a crash, a broken file, a stray error and an empty run for failures", () => {
    expect(count(undefined)).toEqual([0, 1, 0]);
    expect(count({})).toEqual([0, 1, 0]);
    expect(count({ success: false, testResults: [file("failed"), file("passed", "passed")] })).toEqual([
      1, 1, 0,
    ]);
    expect(count({ success: false, testResults: [file("passed", "passed")] })).toEqual([1, 1, 0]);
    expect(count({ success: true, testResults: [] })).toEqual([0, 1, 0]);
  });
});
