import AxeBuilder from "axe-core";
import { attribute, cutaway, influence } from "inkling";
import { describe, expect, it } from "vitest";
import { percent, plain } from "../src/words/numbers.ts";
import { ids, numbers, open, page, recorded, said, setPage, stage } from "./moment.ts";

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
    await page.getByRole("button", { name: "layer 1", exact: true }).click();
    const { data } = await recorded("blocks.0.attn.hook_pattern");
    const last = data.subarray((ids.length - 1) * ids.length, ids.length * ids.length);
    const most = Math.max(...last);
    const first = page.locator("tr", { hasText: "head 1" }).locator(".top").first();
    await expect.poll(() => first.textContent()).toContain(percent(most));
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

  it("steps to the word before and the next one, and back", async () => {
    const shown = () => numbers("td[data-logit]", "data-logit");
    const here = await shown();
    await page.getByRole("button", { name: "the word before" }).click();
    await expect.poll(shown).not.toEqual(here);
    await page.getByRole("button", { name: "the next word" }).click();
    await expect.poll(shown).toEqual(here);
  });

  it("shows the same from its address: the moment, and what is picked and switched off there", async () => {
    await page.locator(`[data-cell="1 ${ids.length - 4}"]`).click();
    await page.getByRole("button", { name: "Show head 2 large" }).click();
    await page.getByRole("button", { name: "Switch off head 2 of layer 1" }).first().click();
    await page.getByText("without layer 1, head 2").first().waitFor();
    const shown = async () => [
      await numbers("[data-after]", "data-after"),
      await numbers("td[data-logit]", "data-logit"),
      await numbers("[data-share]", "data-share"),
    ];
    const before = await shown();
    await page.waitForTimeout(800); // until it stands in the address
    const { hash } = new URL(page.url());
    await page.close();
    setPage(await stage.browser.newPage());
    await page.goto(`${stage.address}${hash}`);
    await page.getByText("without layer 1, head 2").first().waitFor();
    await expect.poll(shown).toEqual(before);
  });

  it("leads back to the conversation", async () => {
    await page.getByRole("button", { name: "Back to the conversation" }).click();
    expect(await page.locator("article").count()).toBe(1);
  });

  it.each(["light", "dark"] as const)(
    "fits a phone, and has nothing that axe complains of: %s",
    async (colorScheme) => {
      await page.close();
      await open({ viewport: { width: 375, height: 740 }, colorScheme });
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
    },
  );
});
