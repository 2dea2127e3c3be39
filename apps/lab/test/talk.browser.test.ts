import { fileURLToPath } from "node:url";
import AxeBuilder from "axe-core";
import { beginText, createEngine, generate, type Message, renderChat } from "inkling";
import { openModel } from "inkling/node";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Stage, setStage } from "./stage.ts";

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await setStage();
});
afterEach(() => page.close());
afterAll(() => stage.close());

async function open(options: Parameters<Stage["browser"]["newPage"]>[0] = {}, fragment = ""): Promise<void> {
  page = await stage.browser.newPage({ serviceWorkers: "block", ...options });
  await page.goto(`${stage.address}${fragment}`);
  await page.getByPlaceholder("Type to Inkling").waitFor();
}

async function say(text: string): Promise<void> {
  await page.getByPlaceholder("Type to Inkling").fill(text);
  await page.keyboard.press("Enter");
  await answered();
}

/** Until no answer is being given. */
const answered = () => page.getByRole("button", { name: "Send", exact: true }).waitFor();

/** Until what is shown stands in the address. */
const settled = () => page.waitForTimeout(800);

/** The probabilities of the page's words, answer by answer, to the last digit. */
const shown = () =>
  page
    .locator("article")
    .evaluateAll((articles) =>
      articles.map((article) =>
        [...article.querySelectorAll("[data-probability]")].map((word) =>
          Number(word.getAttribute("data-probability")),
        ),
      ),
    );

/** What the engine in Node says to these messages. */
async function expected(messages: readonly Message[], seed: number) {
  const { model, tokenizer, endIds, sampling } = stage.opened;
  const { ids } = renderChat(messages, tokenizer, { addGenerationPrompt: true });
  const stopIds = new Set([...endIds, tokenizer.specialTokens.get("<|im_end|>") ?? -1]);
  const options = { ...sampling, seed, maxTokens: 96, stopIds };
  const said = [];
  for await (const { id, probability } of generate(model, [tokenizer.bos ?? 0, ...ids], options))
    said.push({ id, probability });
  return {
    probabilities: said.map(({ probability }) => probability),
    text: tokenizer.decode(
      said.map(({ id }) => id),
      { special: "skip" },
    ),
  };
}

describe("the room in which one talks", () => {
  it("says what the engine says in Node, with the same numbers, also in a second turn and under a system prompt", async () => {
    await open();
    await say("Hello!");
    const first = await expected([{ role: "user", content: "Hello!" }], 1);
    expect(await shown()).toEqual([first.probabilities]);
    expect(await page.locator("article .answer p").textContent()).toContain(first.text.trim());
    await page.getByText("What it is told before you speak").click();
    await page.getByRole("textbox", { name: "system prompt" }).fill("I am a cat.");
    await say("What do you see?");
    const messages: Message[] = [
      { role: "system", content: "I am a cat." },
      { role: "user", content: "Hello!" },
      { role: "assistant", content: first.text },
      { role: "user", content: "What do you see?" },
    ];
    const second = await expected(messages, 2);
    expect((await shown())[1]).toEqual(second.probabilities);
  });

  it("opens a word: how sure, and what else", async () => {
    await open();
    await say("Hello!");
    await page.locator("[data-probability]").nth(2).click();
    const panel = page.getByRole("complementary", { name: "One word, opened" });
    const said = panel.locator("tr.said");
    const share = Number(await page.locator("[data-probability]").nth(2).getAttribute("data-probability"));
    expect(await said.count()).toBe(1);
    expect(await panel.textContent()).toContain(`${(100 * share).toFixed(1)}%`);
    expect(await panel.locator("tr").count()).toBeGreaterThan(5);
  });

  it("answers again, changes an earlier question, and keeps every branch", async () => {
    await open();
    await say("Hello!");
    await say("The cat?");
    const [one, two] = await shown();
    await page.getByRole("button", { name: "Answer again" }).nth(1).click();
    await answered();
    expect((await shown())[1]).not.toEqual(two);
    await page.getByRole("button", { name: "The version before" }).click();
    await answered();
    expect(await shown()).toEqual([one, two]);
    await page.locator("article").first().hover();
    await page.getByRole("button", { name: "Edit" }).first().click();
    await page.getByRole("textbox", { name: "Edit" }).fill("What do you see?");
    await page.getByRole("button", { name: "Send again from here" }).click();
    await answered();
    expect(await page.locator("article").count()).toBe(1);
    await page.getByRole("button", { name: "The version before" }).click();
    await answered();
    expect(await shown()).toEqual([one, two]);
  });

  it("shows the same from its address, to the last digit, and nothing for an address that is broken", async () => {
    await open();
    await say("Hello!");
    await say("The cat?");
    await page.getByRole("button", { name: "Answer again" }).first().click();
    await answered();
    await page.getByRole("button", { name: "The version before" }).click();
    await answered();
    const before = await shown();
    await settled();
    const { hash } = new URL(page.url());
    await page.close();
    await open({}, hash);
    await answered();
    await expect.poll(shown).toEqual(before);
    await page.close();
    await open({}, `${hash.slice(0, -9)}AAAAAAAAA`);
    expect(await page.locator("article").count()).toBe(0);
  });

  it("stops, and what was said so far is what its address shows", async () => {
    await open();
    // So small a model has said all before a mouse could get there: the page's own script stops it at its fourth word.
    await page.evaluate(() => {
      const watch = new MutationObserver(() => {
        if (document.querySelectorAll("[data-probability]").length < 4) return;
        watch.disconnect();
        const buttons = [...document.querySelectorAll("button")];
        buttons.find(({ textContent }) => textContent === "Stop")?.click();
      });
      watch.observe(document.body, { childList: true, subtree: true });
    });
    await say("Hello!");
    const [said] = await shown();
    const whole = await expected([{ role: "user", content: "Hello!" }], 1);
    expect(said.length).toBeLessThan(whole.probabilities.length);
    expect(said).toEqual(whole.probabilities.slice(0, said.length));
    await page.getByText("(stopped)").waitFor();
    await settled();
    const { hash } = new URL(page.url());
    await page.close();
    await open({}, hash);
    await expect.poll(shown).toEqual([said]);
  });

  it("gives two answers one after the other, also when the second is asked for too early", async () => {
    await open();
    const box = page.getByPlaceholder("Type to Inkling");
    await box.fill("Hello!");
    await page.keyboard.press("Enter");
    await box.fill("The cat?");
    await page.keyboard.press("Enter");
    await answered();
    const [one, two] = await shown();
    const whole = await expected([{ role: "user", content: "Hello!" }], 1);
    expect(whole.probabilities.slice(0, one.length)).toEqual(one); // as far as it came
    expect(two.length).toBeGreaterThan(0);
    const { hash } = new URL(page.url());
    expect(await page.locator("article .running").count()).toBe(0);
    await page.waitForFunction((before) => location.hash !== "" && location.hash !== before, hash);
  });

  it("keeps with each answer the system prompt that it was given under", async () => {
    await open();
    await say("Hello!");
    await page.getByText("What it is told before you speak").click();
    await page.getByRole("textbox", { name: "system prompt" }).fill("I am a cat.");
    await say("What do you see?");
    await page.getByRole("textbox", { name: "system prompt" }).fill("I am a dog.");
    const before = await shown();
    await settled();
    const { hash } = new URL(page.url());
    await page.close();
    await open({}, hash);
    await expect.poll(shown).toEqual(before);
  });

  it("shows a link that is pasted over its address", async () => {
    await open();
    await say("Hello!");
    const before = await shown();
    await settled();
    const { hash } = new URL(page.url());
    await page.getByRole("button", { name: "New conversation" }).click();
    await settled();
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await expect.poll(shown).toEqual(before);
  });

  it("can be used by keyboard alone", async () => {
    await open();
    await page.getByPlaceholder("Type to Inkling").focus();
    await page.keyboard.type("Hello!");
    await page.keyboard.press("Enter");
    await answered();
    await page.locator("[data-probability]").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.getByRole("complementary").textContent()).toContain("What it might have said");
  });

  it("fits a phone, in light and dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await open({ viewport: { width: 375, height: 740 }, colorScheme });
      await say("Hello!");
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(375);
      if (colorScheme === "light") await page.close();
    }
  });

  it.each(["light", "dark"] as const)("has nothing that axe complains of in %s", async (colorScheme) => {
    await open({ colorScheme });
    await say("Hello!");
    await page.locator("[data-probability]").first().click();
    await page.evaluate(AxeBuilder.source);
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof AxeBuilder };
      const { violations } = await axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    expect(violations).toEqual([]);
  });
});

describe("a folder of one's own", () => {
  const names = fileURLToPath(new URL("../../../models/names", import.meta.url));

  it("opens in place of the model that is open, and its numbers are the engine's in Node", async () => {
    await open();
    await page.locator("input[type=file]").setInputFiles(names);
    await page.getByPlaceholder("A beginning, to be continued").fill("ma");
    await page.keyboard.press("Enter");
    await answered();
    const engine = await createEngine();
    const { model, tokenizer, endIds, sampling } = await openModel(engine, names);
    const said = [];
    const options = { ...sampling, seed: 1, maxTokens: 16, stopIds: endIds };
    for await (const { probability } of generate(model, beginText("ma", tokenizer), options))
      said.push(probability);
    engine.dispose();
    expect(await shown()).toEqual([said]);
    expect(await page.getByRole("combobox", { name: "Model" }).inputValue()).toBe("names");
  });

  it("that is no model is refused with what is wrong, and nothing is lost", async () => {
    await open();
    await say("Hello!");
    const before = await shown();
    await page
      .locator("input[type=file]")
      .setInputFiles(fileURLToPath(new URL("../src/words", import.meta.url)));
    expect(await page.getByRole("alert").textContent()).toContain("no config.json");
    await page.getByRole("button", { name: "Close", exact: true }).click();
    expect(await shown()).toEqual(before);
    await say("The cat?");
    expect(await shown()).toHaveLength(2);
  });
});

describe("without a network", () => {
  it("the page opens again, and talks", async () => {
    const context = await stage.browser.newContext();
    page = await context.newPage();
    await page.goto(stage.address);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload(); // now it comes by way of the worker, which keeps the model
    await page.getByPlaceholder("Type to Inkling").waitFor();
    await context.setOffline(true);
    await page.reload();
    await page.getByPlaceholder("Type to Inkling").fill("Hello!");
    await page.keyboard.press("Enter");
    await answered();
    const whole = await expected([{ role: "user", content: "Hello!" }], 1);
    expect(await shown()).toEqual([whole.probabilities]);
    await context.close();
  });
});

describe("what can go wrong", () => {
  it("a worker that ends is told of, and what was typed is still in the address", async () => {
    await open();
    await say("Hello!");
    await settled();
    const { hash } = new URL(page.url());
    expect(hash.length).toBeGreaterThan(20);
    await page.workers()[0].evaluate(() => {
      setTimeout(() => {
        throw new Error("out of order");
      });
    });
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain("engine's thread has ended");
    expect(new URL(page.url()).hash).toBe(hash);
  });

  it("a broken model is told of by what is wrong with it", async () => {
    page = await stage.browser.newPage({ serviceWorkers: "block" });
    await page.route("**/config.json", (route) => route.fulfill({ body: "{ broken" }));
    await page.goto(stage.address);
    expect(await page.getByRole("alert").textContent()).toContain("config.json is not JSON");
  });
});
