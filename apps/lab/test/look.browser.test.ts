import { readFile } from "node:fs/promises";
import AxeBuilder from "axe-core";
import { unzipSync } from "fflate";
import {
  attribute,
  cutaway,
  type Edit,
  edited,
  generate,
  type HookName,
  influence,
  memoryFiles,
  openFiles,
  record,
  renderChat,
  surprises,
  sweep,
} from "inkling";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { someQuestions } from "../build/questions.ts";
import { percent, plain } from "../src/words/numbers.ts";
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

/** What an edited model gives the word that was said, in Node. */
async function chanceWith(edits: readonly Edit[]): Promise<number> {
  const { model } = stage.opened;
  const { data } = (await record(await edited(model, edits), ids, ["logits"])).get("logits")!;
  const last = [...data.slice(-model.config.vocabSize)];
  const shares = last.map((logit) => Math.exp(logit - Math.max(...last)));
  return shares[said.id] / shares.reduce((sum, share) => sum + share, 0);
}

/** What the page says an edited model gives it. */
const shownChance = async () => (await numbers("tr.said [data-after]", "data-after"))[0];

async function recorded(name: HookName) {
  return (await record(stage.opened.model, ids, [name])).get(name)!;
}

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
    await page.getByRole("button", { name: "Switch off head 2 of layer 1" }).click();
    const head = await chanceWith([{ kind: "ablate", at: { layer: 0, head: 1 } }]);
    await expect.poll(shownChance).toBeCloseTo(head, 12);
    expect(head).not.toBe(said.probability);
    await page.getByText("without layer 1, head 2").first().waitFor();
    await page.getByRole("button", { name: "Switch off the MLP of layer 2" }).click();
    const both = await chanceWith([
      { kind: "ablate", at: { layer: 0, head: 1 } },
      { kind: "ablate", at: { hook: "blocks.1.hook_mlp_out" } },
    ]);
    await expect.poll(shownChance).toBeCloseTo(both, 12);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await expect.poll(shownChance).toBeCloseTo(head, 12);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await page.getByText("Everything is on again.").first().waitFor();
    expect(await page.locator("[data-after]").count()).toBe(0);
    await page.getByRole("button", { name: "Redo" }).click();
    await expect.poll(shownChance).toBeCloseTo(head, 12);
  });

  it("shows one head large, from any position: its exact shares, query, key and value", async () => {
    const [layer, position, head] = [0, ids.length - 3, 1];
    await page.locator(`[data-cell="1 ${position}"]`).click(); // behind the attention of layer 1
    await page.getByRole("button", { name: "Show head 2 large" }).click();
    await page.getByRole("button", { name: /^show all/ }).click();
    const { shape, data } = await recorded(`blocks.${layer}.attn.hook_pattern`);
    const row = data.subarray((head * shape[2] + position) * shape[3]).slice(0, position + 1);
    const drawn = [...row].filter((share) => share >= 0.01).sort((a, b) => b - a);
    await expect.poll(() => numbers("[data-share]", "data-share")).toEqual(drawn);
    const { logit } = await attribute(stage.opened.model, ids, { token: ids[position + 1], position });
    await expect.poll(() => numbers("td[data-logit]", "data-logit")).toEqual([logit]);
    await page.getByText("Its query, key and value here").click();
    const q = await recorded(`blocks.${layer}.attn.hook_q`);
    const size = q.shape[2] * q.shape[3];
    const own = q.data.subarray(position * size + head * q.shape[3]).slice(0, q.shape[3]);
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    await page
      .locator(".vector", { hasText: "query" })
      .getByText(`length ${plain(length)}`)
      .waitFor();
  });

  it("moves through the cutaway with the keyboard", async () => {
    await page.locator("td.picked button").focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    const cell = await page.evaluate(() => document.activeElement?.getAttribute("data-cell"));
    const rows = 1 + 2 * stage.opened.model.config.nLayers;
    expect(cell).toBe(`${rows - 2} ${ids.length - 2}`);
    await page.getByText("Behind layer 2 · attention").waitFor();
  });

  it("names the most active neurons, and switches them off", async () => {
    const { data, shape } = await recorded("blocks.1.mlp.hook_post");
    const own = [...data.subarray((ids.length - 1) * shape[2])];
    const most = own.map(Math.abs).indexOf(Math.max(...own.map(Math.abs)));
    expect((await numbers("[data-neuron]", "data-neuron"))[0]).toBe(own[most]);
    await page.getByRole("button", { name: `Switch off neuron ${most + 1} of layer 2` }).click();
    await expect
      .poll(shownChance)
      .toBeCloseTo(await chanceWith([{ kind: "ablate", at: { layer: 1, neuron: most } }]), 12);
  });

  it("steps through the operations, with their code and this run's numbers", async () => {
    await page.getByRole("button", { name: /Step through all/ }).click();
    await page.getByLabel("Operation", { exact: true }).selectOption({ label: "8: layer 1, scores" });
    await page.locator("tr.marked", { hasText: "attentionScores(q, k, keys)" }).waitFor();
    await page.getByText("kernels/reference/attentionScores.ts").waitFor();
    const { shape, data } = await recorded("blocks.0.attn.hook_attn_scores");
    const row = [...data.subarray((ids.length - 1) * shape[3], ids.length * shape[3])];
    await expect.poll(() => numbers("[data-value]", "data-value")).toEqual(row);
    await page.getByRole("button", { name: "next operation" }).click();
    await page.locator("tr.marked", { hasText: "softmax(scores)" }).waitFor();
    await page.getByRole("button", { name: "same in the next layer" }).click();
    await page.getByText(/layer 2, softmax, at/).waitFor();
    await page.getByRole("button", { name: "token before" }).click();
    const pattern = await recorded("blocks.1.attn.hook_pattern");
    const before = [...pattern.data.subarray((ids.length - 2) * shape[3]).slice(0, ids.length - 1)];
    await expect
      .poll(async () => (await numbers("[data-value]", "data-value")).slice(-before.length))
      .toEqual(before);
  });

  it("scales a part, keeps it at its mean, cuts one look, and sets one weight", async () => {
    const head = { layer: 0, head: 1 };
    await page.getByRole("button", { name: "Switch off head 2 of layer 1" }).click();
    const how = page.getByLabel("How layer 1, head 2 is changed");
    await how.selectOption("scaled");
    await page.getByLabel("How much is left of layer 1, head 2").fill("2.5");
    await expect
      .poll(shownChance)
      .toBeCloseTo(await chanceWith([{ kind: "scale", at: head, factor: 2.5 }]), 12);
    await how.selectOption("always its mean");
    await expect
      .poll(shownChance)
      .toBeCloseTo(await chanceWith([{ kind: "ablate", at: head, mean: { ids } }]), 12);
    await page.getByRole("button", { name: "Take the change of layer 1, head 2 back" }).click();
    await page.getByText("Everything is on again.").first().waitFor();

    const first = page.getByRole("button", { name: /^Cut this look/ }).first();
    await first.click();
    const share = (await numbers("[data-share]", "data-share"))[0];
    const pattern = await recorded("blocks.1.attn.hook_pattern");
    const query = ids.length - 1;
    const key = [...pattern.data.subarray(query * ids.length, (query + 1) * ids.length)].indexOf(share);
    const cut: Edit = { kind: "ablate", at: { layer: 1, head: 0, query, key } };
    await expect.poll(shownChance).toBeCloseTo(await chanceWith([cut]), 12);
    await page.getByRole("button", { name: "Undo all" }).click();

    await page.getByText("Change one number by hand").click();
    await page.getByLabel("Weight", { exact: true }).selectOption("blocks.0.attn.W_V");
    await page.getByLabel(/^Row/).fill("3");
    await page.getByLabel(/^Column/).fill("5");
    const { tensor } = [...stage.opened.model.parameters].find(({ name }) => name === "blocks.0.attn.W_V")!;
    const weights = await tensor.read();
    await expect
      .poll(() => numbers("[data-weight]", "data-weight"))
      .toEqual([weights[3 * tensor.shape[1] + 5]]);
    await page.getByLabel("Make it").fill("4");
    await page.getByRole("button", { name: "Change it" }).click();
    const set: Edit = { kind: "set", at: { weight: "blocks.0.attn.W_V", index: [3, 5] }, value: 4 };
    await expect.poll(shownChance).toBeCloseTo(await chanceWith([set]), 12);
  });

  it("pastes from another question, place by place, and keeps one of the pastes", async () => {
    const { model, tokenizer } = stage.opened;
    await page.getByText("Paste from another question").click();
    await page.getByLabel("The other question").fill("What do");
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByText(/^Unchanged, /).waitFor();
    const chat = renderChat([{ role: "user", content: "What do" }], tokenizer, { addGenerationPrompt: true });
    const from = [tokenizer.bos ?? 0, ...chat.ids, ...ids.slice(ids.length - PLACE)];
    const expected = new Map<string, number>();
    for await (const { state, position, probability } of sweep(model, ids, { from, token: said.id }))
      expected.set(`${state} ${position}`, probability);
    const count = Math.min(from.length, ids.length);
    const inOrder = [0, 1].flatMap((layer) =>
      Array.from({ length: count }, (_, t) => expected.get(`blocks.${layer}.hook_resid_pre ${t}`)),
    );
    expect(await numbers("[data-pasted]", "data-pasted")).toEqual(inOrder);
    await page
      .locator("[data-pasted] button")
      .nth(count - 1)
      .click();
    await expect.poll(shownChance).toBeCloseTo(inOrder[count - 1]!, 12);
  });

  it("lets the changed model sit a small exam, and saves it", async () => {
    const { model, tokenizer } = stage.opened;
    await page.getByRole("button", { name: "Switch off the MLP of layer 1" }).click();
    const edits: Edit[] = [{ kind: "ablate", at: { hook: "blocks.0.hook_mlp_out" } }];
    await page.locator("[data-surprise]").waitFor();
    const texts = someQuestions().map((messages) => {
      const chat = renderChat(messages, tokenizer);
      const all = [tokenizer.bos ?? 0, ...chat.ids].slice(0, model.config.contextLength);
      const targets = all.slice(1).map((id, i) => (chat.learn[i] ? id : -1));
      return { inputs: Int32Array.from(all.slice(0, -1)), targets: Int32Array.from(targets) };
    });
    const found = (await surprises(await edited(model, edits), texts)).flat();
    const nats = found.reduce((sum, { logProbability }) => sum - logProbability, 0) / found.length;
    expect((await numbers("[data-surprise]", "data-surprise"))[0]).toBeCloseTo(nats, 12);

    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the changed model" }).click();
    const files = unzipSync(await readFile(await (await coming).path()));
    const folder = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name.split("/")[1], bytes]),
    );
    const saved = await openFiles(model.engine, memoryFiles("saved", folder));
    const { data } = (await record(saved.model, ids, ["logits"])).get("logits")!;
    const { data: want } = (await record(await edited(model, edits), ids, ["logits"])).get("logits")!;
    expect([...data]).toEqual([...want]);
    saved.model.dispose();
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
    await page.getByText("without layer 1, head 2").first().waitFor();
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
    await page.getByText("without layer 1, head 2").first().waitFor();
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
    await page.getByText("without layer 1, head 2").first().waitFor();
    await page.getByRole("button", { name: /Step through all/ }).click();
    await page.locator("figure").first().waitFor();
    for (const closed of await page.locator("summary").all()) await closed.click();
    await page.getByLabel("The other question").fill("What do");
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByText(/^Unchanged, /).waitFor();
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
