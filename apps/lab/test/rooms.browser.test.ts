/** The rooms beside the conversation, in a real browser: their numbers are the engine's in Node, and their links hold. */
import { fileURLToPath } from "node:url";
import AxeBuilder from "axe-core";
import {
  nearestTokens,
  RandomStream,
  record,
  renderChat,
  type SamplingSettings,
  sampleShowingWork,
  tokenMap,
} from "inkling";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { percent, plain } from "../src/words/numbers.ts";
import { type Stage, setStage } from "./stage.ts";
import { Visitor } from "./visitor.ts";

let stage: Stage;
let visitor: Visitor;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  visitor = await Visitor.at(stage);
  await visitor.open();
});
afterEach(() => visitor.page.close());
afterAll(() => stage.close());

const enter = async (room: string) => {
  await visitor.page.getByRole("navigation").getByRole("button", { name: room, exact: true }).click();
  await visitor.page.locator("main h2").waitFor();
};
const numbers = (selector: string, attribute: string) =>
  visitor.page
    .locator(selector)
    .evaluateAll((found, name) => found.map((element) => Number(element.getAttribute(name))), attribute);

describe("Tokens", () => {
  it("cuts what is typed as the tokenizer does, and plays its merges", async () => {
    await enter("Tokens");
    const text = "The cat sat ☕\n";
    await visitor.page.getByLabel("A text to cut").fill(text);
    const work = stage.opened.tokenizer.encodeShowingWork(text);
    await expect.poll(() => numbers("[data-id]", "data-id")).toEqual(work.tokens.map(({ id }) => id));
    await visitor.page
      .getByText(
        `${[...text].length} characters, ${new TextEncoder().encode(text).length} bytes, ${work.tokens.length} tokens`,
      )
      .waitFor();
    const merges = work.pieces.flatMap((piece) => piece.merges);
    expect(merges.length).toBeGreaterThan(3);
    const slider = visitor.page.getByLabel(`${merges.length} of ${merges.length} merges`);
    await slider.fill("1");
    await visitor.page.getByText(`number ${merges[0].rank + 1} on the list`).waitFor();
    const before = await visitor.page.locator(".piece b").count();
    await visitor.page.getByRole("button", { name: "Play" }).click();
    await visitor.page.getByText(`${merges.length} of ${merges.length} merges`).waitFor();
    expect(await visitor.page.locator(".piece b").count()).toBe(before - merges.length + 1);
  });
});

describe("Sampling", () => {
  const settings: SamplingSettings = { temperature: 0.5, topK: 7, topP: 1, minP: 0, repetitionPenalty: 1 };

  /** The odds in Node behind a question and a path. */
  async function odds(path: readonly number[]) {
    const { model, tokenizer } = stage.opened;
    const chat = renderChat([{ role: "user", content: "Hello!" }], tokenizer, { addGenerationPrompt: true });
    const ids = [tokenizer.bos ?? 0, ...chat.ids, ...path];
    const { data } = (await record(model, ids, ["logits"])).get("logits")!;
    const draw = new RandomStream(1, "page", path.length).uniform();
    return sampleShowingWork(data.slice(-model.config.vocabSize), settings, new Set(ids), () => draw);
  }

  it("shows the shares that are left by the sliders, and draws as the engine does", async () => {
    await enter("Sampling");
    await visitor.page.getByLabel("You ask").fill("Hello!");
    await visitor.page.getByLabel("Temperature").fill("0.5");
    await visitor.page.getByLabel("Top-k").fill("7");
    const first = await odds([]);
    const kept = first.stages.at(-1)!.candidates;
    await visitor.page.getByText("7 of 300 tokens can still be drawn.").waitFor();
    await expect
      .poll(async () => (await numbers("[data-after]", "data-after")).filter((share) => share > 0))
      .toEqual(kept.map(({ probability }) => probability));
    await visitor.page.getByText(`The dice show ${first.draw!.toFixed(3)}`).waitFor();
    await visitor.page.getByRole("button", { name: "Draw one" }).click();
    const second = await odds([first.id]);
    await visitor.page.getByText(`The dice show ${second.draw!.toFixed(3)}`).waitFor();
    await visitor.page.getByRole("button", { name: "Draw one" }).click();
    await expect.poll(() => visitor.page.locator(".tree li").count()).toBe(2);
    expect(await visitor.page.locator(".tree .taken").count()).toBe(2);
  });

  it("goes another way where a road not taken is clicked", async () => {
    await enter("Sampling");
    for (let i = 0; i < 3; i++) {
      await visitor.page.getByRole("button", { name: "Draw one" }).click();
      await expect.poll(() => visitor.page.locator(".tree li").count()).toBe(i + 1);
    }
    const other = visitor.page.locator(".tree li").first().locator("button:not(.taken)").first();
    const [word] = ((await other.textContent()) ?? "").split(" ");
    await other.click();
    await expect.poll(() => visitor.page.locator(".tree li").count()).toBe(1);
    expect(await visitor.page.locator(".tree .taken").textContent()).toContain(word);
  });
});

describe("Embeddings", () => {
  it("maps all tokens, finds one, and names its neighbours as the engine does", async () => {
    await enter("Embeddings");
    const { shares } = await tokenMap(stage.opened.model);
    await visitor.page.getByText(`shows ${percent(shares[0] + shares[1])} of how tokens differ`).waitFor();
    await visitor.page.getByLabel("Find a token").fill("cat");
    await visitor.page.locator(".found button").first().click();
    const vocabulary = Array.from({ length: 300 }, (_, id) => stage.opened.tokenizer.decode([id]));
    const holding = vocabulary
      .map((token, id) => ({ id, token: token.trim().toLowerCase() }))
      .filter(({ token }) => token.includes("cat"))
      .sort((a, b) => a.token.length - b.token.length || a.id - b.id);
    const near = await nearestTokens(stage.opened.model, holding[0].id, 12);
    await expect
      .poll(() => numbers("[data-cosine]", "data-cosine"))
      .toEqual(near.map(({ cosine }) => cosine));
  });

  it("draws every token where the map says, in the colours of the page", async () => {
    await enter("Embeddings");
    await visitor.page.locator("canvas").first().waitFor();
    const painted = () =>
      visitor.page.evaluate(() => {
        const canvas = document.querySelector("canvas")!;
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count++;
        return count;
      });
    await expect.poll(painted).toBeGreaterThan(300);
    const before = await painted();
    await visitor.page.getByRole("button", { name: "Closer" }).click();
    await expect.poll(painted).not.toBe(before);
  });
});

describe("Model", () => {
  it("counts the numbers by what they are for, and shows any weight", async () => {
    await enter("Model");
    const counts = await numbers("[data-count]", "data-count");
    const all = [...stage.opened.model.parameters].reduce((sum, { tensor }) => sum + tensor.size, 0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all);
    await visitor.page.getByLabel("Weight", { exact: true }).selectOption("blocks.1.mlp.W_out");
    const tensor = stage.opened.model.parameters.get("blocks.1.mlp.W_out");
    const values = [...(await tensor.read())];
    await visitor.page
      .getByText(`from ${plain(Math.min(...values))} to ${plain(Math.max(...values))}; mean`)
      .waitFor();
    await visitor.page.getByText("Its card").click();
    await visitor.page.getByText("# A model of a test").waitFor();
  });
});

describe("models of other kinds", () => {
  const shipped = (name: string) => fileURLToPath(new URL(`../../../models/${name}`, import.meta.url));

  it.each([
    ["names", "ma"],
    ["glass-box", "kazwrk"],
  ])("go through every room without complaint: %s", async (name, beginning) => {
    const { page } = visitor;
    await page.locator("input[type=file]").setInputFiles(shipped(name));
    await page.getByPlaceholder("A beginning, to be continued").fill(beginning);
    await page.keyboard.press("Enter");
    await visitor.answered();
    await page.locator("[data-probability]").first().click();
    await page.getByRole("button", { name: "Look inside this moment" }).click();
    await page.getByText("it would have been").waitFor();
    await page.getByRole("button", { name: "Switch off layer 1", exact: true }).click();
    await page.locator("[data-after]").first().waitFor();
    await page.getByRole("button", { name: /Step through all/ }).click();
    const operations = page.getByLabel("Operation", { exact: true });
    const count = await operations.locator("option").count();
    await operations.selectOption({ index: count - 1 });
    await page.locator("[data-value]").first().waitFor();
    await enter("Tokens");
    await page.locator("[data-id]").first().waitFor();
    await enter("Sampling");
    await page.getByLabel("The text begins").fill("ka");
    await page.getByRole("button", { name: "Draw one" }).click();
    await expect.poll(() => page.locator(".tree li").count()).toBe(1);
    await enter("Embeddings");
    await page.locator("[data-cosine]").first().waitFor();
    await enter("Model");
    await page.locator("figcaption").first().waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("keep nothing of the model before, but what was typed", async () => {
    await enter("Sampling");
    await visitor.page.getByRole("button", { name: "Draw one" }).click();
    await expect.poll(() => visitor.page.locator(".tree li").count()).toBe(1);
    await visitor.page.locator("input[type=file]").setInputFiles(shipped("names"));
    await visitor.page.getByLabel("The text begins").waitFor();
    expect(await visitor.page.locator(".tree li").count()).toBe(0);
  });
});

describe("every room", () => {
  it.each(["Tokens", "Sampling", "Embeddings", "Model"])(
    "shows the same from its address: %s",
    async (room) => {
      await enter(room);
      if (room === "Tokens") await visitor.page.getByLabel("A text to cut").fill("cats");
      if (room === "Sampling") {
        await visitor.page.getByLabel("Top-k").fill("3");
        await visitor.page.getByRole("button", { name: "Draw one" }).click();
        await expect.poll(() => visitor.page.locator(".tree li").count()).toBe(1);
      }
      if (room === "Embeddings") {
        await visitor.page.getByLabel("Find a token").fill("at");
        await visitor.page.locator(".found button").first().click();
      }
      if (room === "Model")
        await visitor.page.getByLabel("Weight", { exact: true }).selectOption("ln_final.w");
      await visitor.settled();
      const shown = () =>
        visitor.page
          .locator("main :is([data-id], [data-after], [data-cosine], figcaption)")
          .evaluateAll((found) => found.map((element) => element.outerHTML));
      const before = await shown();
      expect(before.length).toBeGreaterThan(0);
      const { hash } = visitor;
      await visitor.page.close();
      visitor.page = await stage.browser.newPage();
      await visitor.page.goto(`${stage.address}${hash}`);
      await expect.poll(shown).toEqual(before);
    },
  );

  it.each(["light", "dark"] as const)(
    "fits a phone, and axe has nothing to complain of: %s",
    async (colorScheme) => {
      await visitor.open({ viewport: { width: 375, height: 740 }, colorScheme });
      for (const room of ["Tokens", "Sampling", "Embeddings", "Model"]) {
        await enter(room);
        await visitor.page.locator("main :is(canvas, [data-id], [data-after])").first().waitFor();
        expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth), room).toBe(375);
        await visitor.page.evaluate(AxeBuilder.source);
        const violations = await visitor.page.evaluate(async () => {
          const { axe } = window as unknown as { axe: typeof AxeBuilder };
          const found = await axe.run();
          return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        });
        expect(violations, room).toEqual([]);
      }
    },
  );

  it("leads to its chapter, which lies beside the page", async () => {
    for (const room of ["Tokens", "Sampling", "Embeddings", "Model"]) {
      await enter(room);
      const chapter = await visitor.page.getByRole("link", { name: "Read more" }).getAttribute("href");
      const response = await fetch(new URL(chapter ?? "", stage.address));
      expect(response.status, room).toBe(200);
      expect(await response.text()).toContain("<h1>");
    }
  });
});
