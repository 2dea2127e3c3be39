import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isPageStale } from "../../src/lab/buildPage.ts";
import { openPage } from "../../src/start/openPage.ts";
import { testTerminal } from "../train/harness.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "inkling-start-"));
  await write("apps/lab/src/deep/page.ts", "1", 1000);
  await write("packages/inkling/dist/index.js", "1", 1000);
});
afterEach(() => rm(root, { recursive: true }));

/** A file that was changed at `seconds`. */
async function write(path: string, text: string, seconds: number): Promise<void> {
  const file = join(root, path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, text);
  await utimes(file, seconds, seconds);
}

describe("the page of npm start", () => {
  it("is built where it is missing or older than one of its parts, and only there", async () => {
    expect(await isPageStale(root)).toBe(true);
    await write("apps/lab/dist/index.html", "<title>Inkling</title>", 2000);
    expect(await isPageStale(root)).toBe(false);
    await write("apps/lab/src/deep/page.ts", "2", 3000);
    expect(await isPageStale(root)).toBe(true);
    await write("apps/lab/dist/index.html", "<title>Inkling</title>", 4000);
    await write("packages/inkling/dist/index.js", "2", 5000);
    expect(await isPageStale(root)).toBe(true);
  });

  it("is served until Ctrl-C, at an address that is told", async () => {
    await write("apps/lab/dist/index.html", "<title>Inkling</title>", 2000);
    const terminal = testTerminal();
    const served = openPage(terminal, root);
    await expect.poll(() => terminal.out()).toMatch(/http:\/\/localhost:\d+\//);
    const [address] = /http:\/\/localhost:\d+\//.exec(terminal.out())!;
    const response = await fetch(address);
    expect(await response.text()).toContain("Inkling");
    expect(response.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    terminal.interrupt();
    await served;
    await expect(fetch(address)).rejects.toThrow();
    for (const line of terminal.out().split("\n")) expect(line.length, line).toBeLessThan(80);
    expect(terminal.err()).not.toContain("Building");
  });
});
