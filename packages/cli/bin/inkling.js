#!/usr/bin/env node
// Committed as it is, so that npm can link it before anything is built.
import { existsSync } from "node:fs";

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(main)) {
  const { runProcess } = await import(main.href);
  await runProcess();
} else {
  console.error('Inkling is not built yet: run "npm run build" in its folder first.');
  process.exitCode = 1;
}
