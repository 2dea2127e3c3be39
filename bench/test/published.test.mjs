/** The published page is what the published results say, by today's words. (Its picture is tested with the docs'.) */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cases } from "../cases.mjs";
import { page } from "../lib/page.mjs";
import { readResults } from "../lib/results.mjs";

const file = (name) => new URL(`../${name}`, import.meta.url);
const published = readResults(file("results/published.json"));

describe("the published results", () => {
  it("make docs/benchmarks.md: publish again if they differ", () => {
    expect(readFileSync(file("../docs/benchmarks.md"), "utf8")).toBe(page(published));
  });

  it("belong to cases that still exist, each measured on a named machine that did little else", () => {
    const known = cases.map(({ id }) => id);
    for (const { id, machine, date, busy } of published) {
      expect(known).toContain(id);
      expect(busy, id).toBeLessThanOrEqual(0.1);
      expect(machine).toMatchObject({
        cpu: expect.any(String),
        cores: expect.any(Number),
        node: expect.stringMatching(/^v\d/),
      });
      expect(date).toMatch(/^\d{4}-\d\d-\d\dT/);
    }
  });

  it("are of libraries that learned: a loss that began near ln V and fell", () => {
    for (const { id, rows } of published.filter(({ id }) => /^(train|peers)\./.test(id))) {
      const guess = Math.log(id.includes(".G") ? 4096 : 65);
      for (const { evidence } of rows.filter(({ error }) => error === undefined)) {
        expect(Math.abs(evidence.first.loss - guess), id).toBeLessThan(0.3);
        expect(evidence.last.loss, id).toBeLessThan(evidence.first.loss);
      }
    }
  });
});
