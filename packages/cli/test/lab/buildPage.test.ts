import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildPage, isPageStale, labPage, oneFilePage } from "../../src/lab/buildPage.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "inkling-pages-"));
});
afterEach(() => rm(root, { recursive: true }));

/** A file that was changed at `seconds`. */
async function write(path: string, seconds: number): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, "");
  await utimes(file, seconds, seconds);
}

describe("the page that is filled with a model", () => {
  it("is stale when its own sources or the engine are newer, and not for what only the lab is made of", async () => {
    expect(await isPageStale(root, oneFilePage)).toBe(true);
    await write(oneFilePage.built, 2000);
    await write(labPage.built, 2000);
    await write("docs/00-text.md", 3000);
    expect(await isPageStale(root, oneFilePage)).toBe(false);
    expect(await isPageStale(root, labPage)).toBe(true);
    for (const part of ["apps/lab/src/onefile/Page.svelte", "packages/inkling/dist/index.js"]) {
      await write(part, 3000);
      expect(await isPageStale(root, oneFilePage), part).toBe(true);
      await write(part, 1000);
    }
  });

  it("can't be built where its sources are missing, and says so", async () => {
    await expect(buildPage(root, oneFilePage)).rejects.toThrow(/apps\/lab is missing.*clone/);
  });
});
