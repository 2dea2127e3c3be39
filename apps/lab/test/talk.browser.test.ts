import AxeBuilder from "axe-core";
import type { Message } from "inkling";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Stage, setStage } from "./stage.ts";
import { Visitor } from "./visitor.ts";

let stage: Stage;
let visitor: Visitor;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  visitor = await Visitor.at(stage);
});
afterEach(() => visitor.page.close());
afterAll(() => stage.close());

describe("the room in which one talks", () => {
  it("says what the engine says in Node, with the same numbers, also in a second turn and under a system prompt", async () => {
    await visitor.open();
    await visitor.say("Hello!");
    const first = await visitor.expected([{ role: "user", content: "Hello!" }], 1);
    expect(await visitor.shown()).toEqual([first.probabilities]);
    expect(await visitor.page.locator("article .answer p").textContent()).toContain(first.text.trim());
    await visitor.page.getByText("What it is told before you speak").click();
    await visitor.page.getByRole("textbox", { name: "system prompt" }).fill("I am a cat.");
    await visitor.say("What do you see?");
    const messages: Message[] = [
      { role: "system", content: "I am a cat." },
      { role: "user", content: "Hello!" },
      { role: "assistant", content: first.text },
      { role: "user", content: "What do you see?" },
    ];
    const second = await visitor.expected(messages, 2);
    expect((await visitor.shown())[1]).toEqual(second.probabilities);
  });

  it("opens a word: how sure, and what else", async () => {
    await visitor.open();
    await visitor.say("Hello!");
    await visitor.page.locator("[data-probability]").nth(2).click();
    const panel = visitor.page.getByRole("complementary", { name: "One word, opened" });
    const said = panel.locator("tr.said");
    const share = Number(
      await visitor.page.locator("[data-probability]").nth(2).getAttribute("data-probability"),
    );
    expect(await said.count()).toBe(1);
    expect(await panel.textContent()).toContain(`${(100 * share).toFixed(1)}%`);
    expect(await panel.locator("tr").count()).toBeGreaterThan(5);
  });

  it("answers again, changes an earlier question, and keeps every branch", async () => {
    await visitor.open();
    await visitor.say("Hello!");
    await visitor.say("The cat?");
    const [one, two] = await visitor.shown();
    await visitor.page.getByRole("button", { name: "Answer again" }).nth(1).click();
    await visitor.answered();
    expect((await visitor.shown())[1]).not.toEqual(two);
    await visitor.page.getByRole("button", { name: "The version before" }).click();
    await visitor.answered();
    expect(await visitor.shown()).toEqual([one, two]);
    await visitor.page.locator("article").first().hover();
    await visitor.page.getByRole("button", { name: "Edit" }).first().click();
    await visitor.page.getByRole("textbox", { name: "Edit" }).fill("What do you see?");
    await visitor.page.getByRole("button", { name: "Send again from here" }).click();
    await visitor.answered();
    expect(await visitor.page.locator("article").count()).toBe(1);
    await visitor.page.getByRole("button", { name: "The version before" }).click();
    await visitor.answered();
    expect(await visitor.shown()).toEqual([one, two]);
  });

  it("shows the same from its address, to the last digit, and nothing for an address that is broken", async () => {
    await visitor.open();
    await visitor.say("Hello!");
    await visitor.say("The cat?");
    await visitor.page.getByRole("button", { name: "Answer again" }).first().click();
    await visitor.answered();
    await visitor.page.getByRole("button", { name: "The version before" }).click();
    await visitor.answered();
    const before = await visitor.shown();
    await visitor.settled();
    const { hash } = visitor;
    await visitor.open({}, hash);
    await visitor.answered();
    await expect.poll(() => visitor.shown()).toEqual(before);
    await visitor.open({}, `${hash.slice(0, -9)}AAAAAAAAA`);
    expect(await visitor.page.locator("article").count()).toBe(0);
  });

  it("stops, and what was said so far is what its address shows", async () => {
    await visitor.open();
    // So small a model has said all before a mouse could get there: the page's own script stops it at its fourth word.
    await visitor.page.evaluate(() => {
      const watch = new MutationObserver(() => {
        if (document.querySelectorAll("[data-probability]").length < 4) return;
        watch.disconnect();
        const buttons = [...document.querySelectorAll("button")];
        buttons.find(({ textContent }) => textContent === "Stop")?.click();
      });
      watch.observe(document.body, { childList: true, subtree: true });
    });
    await visitor.say("Hello!");
    const [said] = await visitor.shown();
    const whole = await visitor.expected([{ role: "user", content: "Hello!" }], 1);
    expect(said.length).toBeLessThan(whole.probabilities.length);
    expect(said).toEqual(whole.probabilities.slice(0, said.length));
    await visitor.page.getByText("(stopped)").waitFor();
    await visitor.settled();
    const { hash } = visitor;
    await visitor.open({}, hash);
    await expect.poll(() => visitor.shown()).toEqual([said]);
  });

  it("gives two answers one after the other, also when the second is asked for too early", async () => {
    await visitor.open();
    const box = visitor.page.getByPlaceholder("Type to Inkling");
    await box.fill("Hello!");
    await visitor.page.keyboard.press("Enter");
    await box.fill("The cat?");
    await visitor.page.keyboard.press("Enter");
    await visitor.answered();
    const [one, two] = await visitor.shown();
    const whole = await visitor.expected([{ role: "user", content: "Hello!" }], 1);
    expect(whole.probabilities.slice(0, one.length)).toEqual(one); // as far as it came
    expect(two.length).toBeGreaterThan(0);
    const { hash } = visitor;
    expect(await visitor.page.locator("article .running").count()).toBe(0);
    await visitor.page.waitForFunction((before) => location.hash !== "" && location.hash !== before, hash);
  });

  it("keeps with each answer the system prompt that it was given under", async () => {
    await visitor.open();
    await visitor.say("Hello!");
    await visitor.page.getByText("What it is told before you speak").click();
    await visitor.page.getByRole("textbox", { name: "system prompt" }).fill("I am a cat.");
    await visitor.say("What do you see?");
    await visitor.page.getByRole("textbox", { name: "system prompt" }).fill("I am a dog.");
    const before = await visitor.shown();
    await visitor.settled();
    const { hash } = visitor;
    await visitor.open({}, hash);
    await expect.poll(() => visitor.shown()).toEqual(before);
  });

  it("shows a link that is pasted over its address", async () => {
    await visitor.open();
    await visitor.say("Hello!");
    const before = await visitor.shown();
    await visitor.settled();
    const { hash } = visitor;
    await visitor.page.getByRole("button", { name: "New conversation" }).click();
    await visitor.settled();
    await visitor.page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await expect.poll(() => visitor.shown()).toEqual(before);
  });

  it("can be used by keyboard alone", async () => {
    await visitor.open();
    await visitor.page.getByPlaceholder("Type to Inkling").focus();
    await visitor.page.keyboard.type("Hello!");
    await visitor.page.keyboard.press("Enter");
    await visitor.answered();
    await visitor.page.locator("[data-probability]").first().focus();
    await visitor.page.keyboard.press("Enter");
    expect(await visitor.page.getByRole("complementary").textContent()).toContain("What it might have said");
  });

  it("fits a phone, in light and dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await visitor.open({ viewport: { width: 375, height: 740 }, colorScheme });
      await visitor.say("Hello!");
      const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(375);
    }
  });

  it.each(["light", "dark"] as const)("has nothing that axe complains of in %s", async (colorScheme) => {
    await visitor.open({ colorScheme });
    await visitor.say("Hello!");
    await visitor.page.locator("[data-probability]").first().click();
    await visitor.page.evaluate(AxeBuilder.source);
    const violations = await visitor.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof AxeBuilder };
      const { violations } = await axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    expect(violations).toEqual([]);
  });
});
