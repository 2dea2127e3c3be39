/** Builds the page where it is missing, or older than what it is made of: in a clone of the repository, before it is opened. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InklingError } from "inkling";

/** What the page is made of, from the repository's root: its own sources, the engine, the models it offers, the chapters. */
const PARTS = [
  ...["src", "build", "public", "index.html", "vite.config.ts"].map((part) => `apps/lab/${part}`),
  "packages/inkling/dist",
  "packages/village/dist",
  "models",
  "docs",
];

/** Is there no page, or one older than one of its parts? */
export async function isPageStale(root: string): Promise<boolean> {
  const built = join(root, "apps/lab/dist/index.html");
  if (!existsSync(built)) return true;
  const { mtimeMs } = await stat(built);
  for (const part of PARTS) if ((await newestIn(join(root, part))) > mtimeMs) return true;
  return false;
}

/** When the newest file under a path was changed; 0 if there is none. */
async function newestIn(path: string): Promise<number> {
  if (!existsSync(path)) return 0;
  const found = await stat(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const inside = await Promise.all((await readdir(path)).map((name) => newestIn(join(path, name))));
  return Math.max(0, ...inside);
}

/** @throws InklingError with what the builder said, if it failed */
export async function buildPage(root: string): Promise<void> {
  const lab = join(root, "apps/lab");
  const vite = createRequire(join(lab, "package.json")).resolve("vite/package.json");
  const child = spawn(
    process.execPath,
    [join(dirname(vite), "bin/vite.js"), "build", "--logLevel", "error"],
    {
      cwd: lab,
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (said += String(piece)));
  const code = await new Promise<number | null>((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
  if (code !== 0) throw new InklingError(`The page could not be built:\n${said.trim()}`);
}
