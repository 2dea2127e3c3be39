import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { findChromium } from "./apps/lab/test/chromium.ts";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The page is tested in a real browser where there is one; .ci/run installs one.
const browser = findChromium() === undefined ? [] : ["apps/*/test/**/*.browser.test.ts"];
if (browser.length === 0)
  console.log(
    "The page's tests are left out, as there is no Chromium: install one, or set CHROMIUM to its path.",
  );

// Tests run the TypeScript sources, so that a failing line is the line you read.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^inkling\/node$/, replacement: source("packages/inkling/src/node/index.ts") },
      { find: /^@inkling\/formats$/, replacement: source("packages/formats/src/index.ts") },
      { find: /^@inkling\/village$/, replacement: source("packages/village/src/index.ts") },
      { find: /^inkling$/, replacement: source("packages/inkling/src/index.ts") },
    ],
  },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "tools/test/**/*.test.mjs",
      "bench/test/**/*.test.mjs",
      "apps/*/test/**/!(*.browser).test.ts",
      ...browser,
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
