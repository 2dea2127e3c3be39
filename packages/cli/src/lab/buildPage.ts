/** Builds a page of apps/lab where it is missing, or older than what it is made of: in a clone of the repository, before it is used. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InklingError } from "inkling";

/** A page that Vite builds; paths are from the repository's root. */
export interface BuiltPage {
  /** The file whose date is the page's. */
  readonly built: string;
  /** What it is made of. */
  readonly parts: readonly string[];
  /** Vite's settings for it, in apps/lab. */
  readonly config: string;
  /** It is that one file and nothing beside it. */
  readonly isOneFile: boolean;
}

const inLab = (...parts: string[]) => parts.map((part) => `apps/lab/${part}`);

/** The lab: its own sources, the engine, the models it offers, the chapters. */
export const labPage: BuiltPage = {
  built: "apps/lab/dist/index.html",
  parts: [
    ...inLab("src", "build", "public", "index.html", "vite.config.ts"),
    "packages/inkling/dist",
    "packages/formats/dist",
    "packages/village/dist",
    "models",
    "docs",
  ],
  config: "vite.config.ts",
  isOneFile: false,
};

/** The page that `inkling export --html` fills with a model. */
export const oneFilePage: BuiltPage = {
  built: "apps/lab/dist-onefile/page.html",
  parts: [...inLab("src", "build/oneFile.ts", "vite.onefile.config.ts"), "packages/inkling/dist"],
  config: "vite.onefile.config.ts",
  isOneFile: true,
};

/** Is there no page, or one older than one of its parts? */
export async function isPageStale(root: string, page = labPage): Promise<boolean> {
  const built = join(root, page.built);
  if (!existsSync(built)) return true;
  const { mtimeMs } = await stat(built);
  for (const part of page.parts) if ((await newestIn(join(root, part))) > mtimeMs) return true;
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

/** @throws InklingError with what the builder said, if it failed; or if this is no clone of the repository */
export async function buildPage(root: string, page = labPage): Promise<void> {
  const lab = join(root, "apps/lab");
  if (!existsSync(join(lab, page.config))) {
    throw new InklingError(
      `The page can't be built, as ${lab} is missing: use Inkling from a clone of its repository.`,
    );
  }
  if (!page.isOneFile) return runVite(lab, ["--config", page.config]);
  // Moved into its place when it is whole: somebody else may be reading the old one.
  const built = join(root, page.built);
  await mkdir(dirname(built), { recursive: true });
  const folder = await mkdtemp(`${built}-`);
  try {
    await runVite(lab, ["--config", page.config, "--outDir", folder]);
    await rename(join(folder, "page.html"), built);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runVite(lab: string, flags: readonly string[]): Promise<void> {
  const vite = createRequire(join(lab, "package.json")).resolve("vite/package.json");
  const child = spawn(
    process.execPath,
    [join(dirname(vite), "bin/vite.js"), "build", "--logLevel", "error", ...flags],
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
