/** The docs' pictures are what their scripts draw: numbers in them come from a run of the engine, today's engine. */
import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { docsFolder, float64Last, readDoc } from "./snippets.ts";

const drawn = readdirSync(`${docsFolder}pictures`).filter((file) => file.endsWith(".svg"));

describe("pictures", () => {
  it.each(float64Last(drawn))("%s is what its script draws", async (file) => {
    const script = pathToFileURL(`${docsFolder}pictures/${file.replace(/\.svg$/, ".mjs")}`).href;
    const { draw } = await import(/* @vite-ignore */ script);
    expect(await draw()).toBe(readDoc(`pictures/${file}`));
  });
});
