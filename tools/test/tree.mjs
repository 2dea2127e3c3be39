/** Small repositories in a temporary folder, for the checks to find something in. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** The manifests that the checks expect to find, for an engine and a command that uses it. */
export const PACKAGES = {
  "packages/inkling/package.json": JSON.stringify({
    name: "inkling",
    exports: { ".": { default: "./dist/index.js" }, "./node": { default: "./dist/node/index.js" } },
  }),
  "packages/cli/package.json": JSON.stringify({
    name: "@inkling/cli",
    dependencies: { inkling: "0.1.0", commander: "14.0.3" },
    devDependencies: { "@types/node": "20.0.0" },
  }),
};

/**
 * Writes the files in a new git repository, which is gone when the test ends.
 * @param {Record<string, string>} files path → text
 * @returns {string} its folder
 */
export function tree(files) {
  const root = mkdtempSync(join(tmpdir(), "inkling-tools-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")),
  );
  execFileSync("git", ["init", "--quiet", "--template="], { cwd: root, env: environment });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
