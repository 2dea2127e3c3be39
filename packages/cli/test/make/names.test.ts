/** models/names is what its program makes, and its card tells the truth about it. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "inkling";
import { openModel } from "inkling/node";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../src/main.ts";
import { namesCard } from "../../src/make/namesCard.ts";
import { namesFigures } from "../../src/make/namesFigures.ts";
import { namesRequest, namesSampling } from "../../src/make/namesRecipe.ts";
import { fromOut } from "../../src/run/open.ts";
import { readRun } from "../../src/run/recipe.ts";
import { testTerminal } from "../train/harness.ts";

const shipped = fileURLToPath(new URL("../../../../models/names", import.meta.url));
const engine = await createEngine({ threads: 1 });
const { model, tokenizer, sampling, set } = await openModel(engine, shipped);
const figures = await namesFigures(model, tokenizer);
afterAll(() => engine.dispose());

describe("models/names", () => {
  it("was trained as today's recipe says, on the lists as they are installed today", async () => {
    const { recipe, state } = readRun(set.manifest!, shipped);
    const { settings, data, shape, out, ...request } = namesRequest(shipped);
    expect(recipe).toMatchObject(request);
    expect(recipe.settings).toMatchObject(settings!);
    expect(recipe.data).toEqual(data.map((path) => fromOut(out, path)));
    expect(state.progress.step).toBe(settings!.steps);
    expect(sampling).toEqual(namesSampling);
    const terminal = testTerminal();
    expect(await run(["verify", shipped, "--steps", "2", "--threads", "1", "--json"], terminal)).toBe(0);
    expect(JSON.parse(terminal.out())).toMatchObject({ same: true, steps: 2 });
  });

  it("has a card whose every figure comes out again", async () => {
    const card = namesCard({ config: model.config, steps: set.manifest!.step, figures });
    expect(await readFile(join(shipped, "README.md"), "utf8")).toBe(card);
    expect(figures.loss).toBeLessThan(2);
    expect(figures.loss).toBeLessThan(Math.min(...figures.counting.values()));
    const { names, learned, heldOut, fresh } = figures.drawn;
    expect(learned + heldOut + fresh).toBe(names.length);
    expect(fresh / names.length).toBeGreaterThan(0.5);
  });

  it("makes what looks like a name: a capital, then letters", () => {
    const { names } = figures.drawn;
    const named = names.filter((name) => /^[A-Z][a-z]{1,14}$/.test(name));
    expect(named.length / names.length).toBeGreaterThan(0.98);
  });

  it("is small: half a megabyte with everything", async () => {
    const sizes = (await readdir(shipped)).map(async (name) => (await stat(join(shipped, name))).size);
    expect((await Promise.all(sizes)).reduce((sum, size) => sum + size)).toBeLessThan(500_000);
  });
});
