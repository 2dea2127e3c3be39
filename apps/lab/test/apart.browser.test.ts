import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import { type Edit, edited, memoryFiles, openFiles, record, renderChat, surprises, sweep } from "inkling";
import { describe, expect, it } from "vitest";
import { someQuestions } from "../build/questions.ts";
import { chanceWith, ids, numbers, PLACE, page, recorded, said, shownChance, stage } from "./moment.ts";

describe("taking the model apart", () => {
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
    // The card and the scores are the whole model's: they would be untrue of this one.
    expect(Object.keys(folder).sort()).toEqual(
      "config.json generation_config.json model.safetensors tokenizer.json tokenizer_config.json".split(" "),
    );
    const saved = await openFiles(model.engine, memoryFiles("saved", folder));
    const { data } = (await record(saved.model, ids, ["logits"])).get("logits")!;
    const { data: want } = (await record(await edited(model, edits), ids, ["logits"])).get("logits")!;
    expect([...data]).toEqual([...want]);
    saved.model.dispose();
  });
});
