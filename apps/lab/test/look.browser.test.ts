import AxeBuilder from "axe-core";
import { attribute, cutaway, edited, generate, influence, record, renderChat } from "inkling";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { percent } from "../src/words/numbers.ts";
import { type Stage, setStage } from "./stage.ts";

/** The word that is opened: the fourth of the answer. */
const PLACE = 3;
let stage: Stage;
let page: Page;
/** What the model had seen just before it, and what it said. */
let ids: number[];
let said: { readonly id: number; readonly probability: number };

beforeAll(async () => {
  stage = await setStage();
  const { model, tokenizer, sampling } = stage.opened;
  const chat = renderChat([{ role: "user", content: "Hello!" }], tokenizer, { addGenerationPrompt: true });
  const prompt = [tokenizer.bos ?? 0, ...chat.ids];
  const answer = [];
  for await (const token of generate(model, prompt, { ...sampling, seed: 1, maxTokens: PLACE + 1 }))
    answer.push({ id: token.id, probability: token.probability });
  ids = [...prompt, ...answer.slice(0, PLACE).map(({ id }) => id)];
  said = answer[PLACE];
});
beforeEach(() => open());
afterEach(() => page.close());
afterAll(() => stage.close());

async function open(options: Parameters<Stage["browser"]["newPage"]>[0] = {}): Promise<void> {
  page = await stage.browser.newPage({ serviceWorkers: "block", ...options });
  await page.goto(stage.address);
  await page.getByPlaceholder("Type to Inkling").fill("Hello!");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Send", exact: true }).waitFor();
  await page.locator("[data-probability]").nth(PLACE).click();
  await page.getByRole("button", { name: "Look inside this moment" }).click();
  await page.getByText("it would have been").waitFor();
}

const numbers = (selector: string, attribute: string) =>
  page
    .locator(selector)
    .evaluateAll((found, name) => found.map((element) => Number(element.getAttribute(name))), attribute);

describe("the room in which one looks inside", () => {
  it("shows the numbers that the engine computes in Node, to the last digit", async () => {
    const { model } = stage.opened;
    const rows = await cutaway(model, ids);
    expect(await numbers("td[data-probability]", "data-probability")).toEqual(
      rows.flatMap(({ cells }) => cells.map(({ probability }) => probability)),
    );
    const { logit } = await attribute(model, ids, { token: said.id, position: ids.length - 1 });
    expect(await numbers("td[data-logit]", "data-logit")).toEqual([logit]);
    const without = [];
    for await (const { probability } of influence(model, ids, said.id)) without.unshift(probability);
    expect(await numbers("[data-without]", "data-without")).toEqual(without);
  });

  it("shows where the heads of any layer looked", async () => {
    const { model } = stage.opened;
    await page.getByRole("button", { name: "layer 1", exact: true }).click();
    const { data } = (await record(model, ids, ["blocks.0.attn.hook_pattern"])).get(
      "blocks.0.attn.hook_pattern",
    )!;
    const last = data.subarray((ids.length - 1) * ids.length, ids.length * ids.length);
    const most = Math.max(...last);
    const first = page.locator("tr", { hasText: "head 1" }).locator(".top").first();
    await expect.poll(() => first.textContent()).toContain(percent(most));
  });

  it("switches parts off, says what becomes of the answer, and takes it back", async () => {
    const { model } = stage.opened;
    const after = async (edits: Parameters<typeof edited>[1]) => {
      const { data } = (await record(await edited(model, edits), ids, ["logits"])).get("logits")!;
      const last = [...data.slice(-model.config.vocabSize)];
      const shares = last.map((logit) => Math.exp(logit - Math.max(...last)));
      return shares[said.id] / shares.reduce((sum, share) => sum + share, 0);
    };
    const shown = async () => (await numbers("tr.said [data-after]", "data-after"))[0];
    await page.getByRole("button", { name: "Switch off head 2 of layer 1" }).click();
    const head = await after([{ kind: "ablate", at: { layer: 0, head: 1 } }]);
    await expect.poll(shown).toBeCloseTo(head, 12);
    expect(head).not.toBe(said.probability);
    await page.getByText("Without layer 1, head 2,").first().waitFor();
    await page.getByRole("button", { name: "Switch off the MLP of layer 2" }).click();
    const both = await after([
      { kind: "ablate", at: { layer: 0, head: 1 } },
      { kind: "ablate", at: { hook: "blocks.1.hook_mlp_out" } },
    ]);
    await expect.poll(shown).toBeCloseTo(both, 12);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await expect.poll(shown).toBeCloseTo(head, 12);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await expect.poll(shown).toBeCloseTo(said.probability, 12);
    await page.getByRole("button", { name: "Redo" }).click();
    await expect.poll(shown).toBeCloseTo(head, 12);
  });

  it("steps to the word before and the next one, and back", async () => {
    const shown = () => numbers("td[data-logit]", "data-logit");
    const here = await shown();
    await page.getByRole("button", { name: "the word before" }).click();
    await expect.poll(shown).not.toEqual(here);
    await page.getByRole("button", { name: "the next word" }).click();
    await expect.poll(shown).toEqual(here);
  });

  it("shows the same from its address: the moment, and what is switched off there", async () => {
    await page.getByRole("button", { name: "Switch off head 2 of layer 1" }).click();
    await page.getByText("Without layer 1, head 2,").first().waitFor();
    const shown = async () => [
      await numbers("[data-after]", "data-after"),
      await numbers("td[data-logit]", "data-logit"),
    ];
    const before = await shown();
    await page.waitForTimeout(800); // until it stands in the address
    const { hash } = new URL(page.url());
    await page.close();
    page = await stage.browser.newPage();
    await page.goto(`${stage.address}${hash}`);
    await page.getByText("Without layer 1, head 2,").first().waitFor();
    await expect.poll(shown).toEqual(before);
  });

  it("leads back to the conversation", async () => {
    await page.getByRole("button", { name: "Back to the conversation" }).click();
    expect(await page.locator("article").count()).toBe(1);
  });

  it("fits a phone, and has nothing that axe complains of", async () => {
    await page.close();
    await open({ viewport: { width: 375, height: 740 } });
    await page.getByRole("button", { name: "Switch off head 2 of layer 1" }).click();
    await page.getByText("Without layer 1, head 2,").first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    await page.evaluate(AxeBuilder.source);
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof AxeBuilder };
      const found = await axe.run();
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    expect(violations).toEqual([]);
  });
});
