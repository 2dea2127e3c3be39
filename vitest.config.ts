import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests run the TypeScript sources, so that a failing line is the line you read.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^inkling\/node$/, replacement: source("packages/inkling/src/node/index.ts") },
      { find: /^@inkling\/village$/, replacement: source("packages/village/src/index.ts") },
      { find: /^inkling$/, replacement: source("packages/inkling/src/index.ts") },
    ],
  },
  test: {
    include: ["packages/*/test/**/*.test.ts", "tools/test/**/*.test.mjs", "bench/test/**/*.test.mjs"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
