/** One moment of a conversation, opened in the page and known in Node: what every test of looking inside begins with. */
import { type Edit, edited, generate, type HookName, record, renderChat } from "inkling";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Stage, setStage } from "./stage.ts";

/** The word that is opened: the fourth of the answer. */
export const PLACE = 3;
export let stage: Stage;
export let page: Page;
/** What the model had seen just before it, and what it said. */
export let ids: number[];
export let said: { readonly id: number; readonly probability: number };

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

export async function open(options: Parameters<Stage["browser"]["newPage"]>[0] = {}): Promise<void> {
  page = await stage.browser.newPage({ serviceWorkers: "block", ...options });
  await page.goto(stage.address);
  await page.getByPlaceholder("Type to Inkling").fill("Hello!");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Send", exact: true }).waitFor();
  await page.locator("[data-probability]").nth(PLACE).click();
  await page.getByRole("button", { name: "Look inside this moment" }).click();
  await page.getByText("it would have been").waitFor();
}

/** Another page in place of the one that was open. */
export function setPage(next: Page): void {
  page = next;
}

export const numbers = (selector: string, attribute: string) =>
  page
    .locator(selector)
    .evaluateAll((found, name) => found.map((element) => Number(element.getAttribute(name))), attribute);

/** What an edited model gives the word that was said, in Node. */
export async function chanceWith(edits: readonly Edit[]): Promise<number> {
  const { model } = stage.opened;
  const { data } = (await record(await edited(model, edits), ids, ["logits"])).get("logits")!;
  const last = [...data.slice(-model.config.vocabSize)];
  const shares = last.map((logit) => Math.exp(logit - Math.max(...last)));
  return shares[said.id] / shares.reduce((sum, share) => sum + share, 0);
}

/** What the page says an edited model gives it. */
export const shownChance = async () => (await numbers("tr.said [data-after]", "data-after"))[0];

export async function recorded(name: HookName) {
  return (await record(stage.opened.model, ids, [name])).get(name)!;
}
