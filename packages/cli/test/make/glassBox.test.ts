import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  attribute,
  createEngine,
  type Edit,
  edited,
  type LanguageModel,
  lens,
  RandomStream,
  type Recording,
  record,
} from "inkling";
import { openModel } from "inkling/node";
import { afterAll, describe, expect, it } from "vitest";
import { writeGlassBox } from "../../src/make/makeGlassBox.ts";

const shipped = fileURLToPath(new URL("../../../../models/glass-box", import.meta.url));
const engine = await createEngine({ threads: 1 });
const { model, tokenizer } = await openModel(engine, shipped);
afterAll(() => engine.dispose());

const idsOf = (text: string) => [tokenizer.bos ?? 0, ...tokenizer.encode(text)];

/** The probability of `token` behind `ids`. */
async function probability(of: LanguageModel, ids: readonly number[], token: number): Promise<number> {
  return probabilities(await record(of, ids, ["logits"]), ids.length - 1)[token];
}

/** Of every token, behind position t: softmax over a row of `name`. */
function probabilities(run: Recording, t: number, name: Parameters<Recording["get"]>[0] = "logits") {
  const V = tokenizer.vocabSize;
  const logits = run.get(name)!.data.subarray(t * V, (t + 1) * V);
  const most = Math.max(...logits);
  const parts = Array.from(logits, (x) => Math.exp(x - most));
  const sum = parts.reduce((a, b) => a + b);
  return parts.map((part) => part / sum);
}

/** Texts of 12 different letters and then a beginning of them again, with what has to come next. */
const cases = Array.from({ length: 40 }, (_, i) => {
  const random = new RandomStream(7, "glass-box", i);
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const text = Array.from({ length: 12 }, () => letters.splice(random.below(letters.length), 1)[0]);
  const again = 1 + random.below(11);
  const ids = idsOf(`${text.join("")}${text.slice(0, again).join("")}`);
  return { ids, next: tokenizer.encode(text[again])[0], where: again + 1 };
});

const without = (layer: number, head: number): Edit => ({ kind: "ablate", at: { layer, head } });

describe("models/glass-box", () => {
  it("is what the program makes, byte for byte", async () => {
    const made = await mkdtemp(join(tmpdir(), "inkling-glass-box-"));
    await writeGlassBox(made);
    const names = (await readdir(shipped)).sort();
    expect((await readdir(made)).sort()).toEqual(names);
    for (const name of names) {
      const [a, b] = [await readFile(join(shipped, name)), await readFile(join(made, name))];
      expect(a.equals(b), name).toBe(true);
    }
    await rm(made, { recursive: true });
  });

  it("says again what followed a letter, with a probability above 0.99 (random texts)", async () => {
    for (const { ids, next } of cases) expect(await probability(model, ids, next)).toBeGreaterThan(0.99);
  });

  it("does so at every place of any text, and looks nowhere but behind earlier occurrences", async () => {
    let copied = 0;
    for (let i = 0; i < 40; i++) {
      const random = new RandomStream(9, "any text", i);
      const ids = [0, ...Array.from({ length: 31 }, () => 4 + random.below(26))];
      const run = await record(model, ids, ["logits", "blocks.1.attn.hook_pattern"]);
      const pattern = run.get("blocks.1.attn.hook_pattern")!.data; // head 0 is first
      for (let t = 1; t < ids.length; t++) {
        const behind = ids.map((_, s) => s).filter((s) => s > 0 && s <= t && ids[s - 1] === ids[t]);
        const [next, ...others] = new Set(behind.map((s) => ids[s]));
        if (next === undefined) expect(Math.max(...probabilities(run, t))).toBeLessThan(0.1);
        if (next === undefined || others.length > 0) continue;
        expect(probabilities(run, t)[next]).toBeGreaterThan(0.999);
        expect(behind.reduce((sum, s) => sum + pattern[t * ids.length + s], 0)).toBeGreaterThan(0.999);
        copied++;
      }
    }
    expect(copied).toBeGreaterThan(300);
  });

  it("finds two continuations equally likely, and knows nothing of a new letter", async () => {
    const [b, c] = tokenizer.encode("bc");
    expect(await probability(model, idsOf("abacda"), b)).toBeCloseTo(0.5, 2);
    expect(await probability(model, idsOf("abacda"), c)).toBeCloseTo(0.5, 2);
    expect(await probability(model, idsOf("abc"), b)).toBeLessThan(0.1);
  });
});

describe("the tools of inspection, on a model whose behaviour is known", () => {
  it("attribute gives the copied letter's logit to the induction head", async () => {
    for (const { ids, next } of cases) {
      const { parts, logit, unexplained } = await attribute(model, ids, { token: next });
      const byHead = new Map(parts.map(({ part, value }) => [part, value]));
      expect(byHead.get("blocks.1.attn.head.0")! / logit).toBeGreaterThan(0.95);
      for (const [part, value] of byHead) {
        if (part !== "blocks.1.attn.head.0") expect(Math.abs(value) / logit, part).toBeLessThan(0.05);
      }
      expect(Math.abs(unexplained)).toBeLessThan(1e-3);
    }
  });

  it("record shows the induction head looking behind the earlier occurrence, and the other where it should", async () => {
    for (const { ids, where } of cases) {
      const patterns = ["blocks.0.attn.hook_pattern", "blocks.1.attn.hook_pattern"] as const;
      const run = await record(model, ids, patterns);
      const T = ids.length;
      const weight = (block: 0 | 1, head: 0 | 1, query: number, key: number) =>
        run.get(patterns[block])!.data[(head * T + query) * T + key];
      expect(weight(1, 0, T - 1, where)).toBeGreaterThan(0.99);
      expect(weight(1, 1, T - 1, 0)).toBeGreaterThan(0.99);
      for (let t = 1; t < T; t++) expect(weight(0, 0, t, t - 1)).toBeGreaterThan(0.99);
      expect(weight(0, 1, T - 1, 3)).toBeCloseTo(1 / T, 5);
    }
  });

  it("ablating the induction head, or the head it depends on, ends the copying; any other does not", async () => {
    const blind = await edited(model, [without(1, 0)]);
    const forgetful = await edited(model, [without(0, 0)]);
    const others = await Promise.all([edited(model, [without(0, 1)]), edited(model, [without(1, 1)])]);
    for (const { ids, next } of cases) {
      expect(await probability(blind, ids, next)).toBeLessThan(0.1);
      expect(await probability(forgetful, ids, next)).toBeLessThan(0.1);
      for (const other of others) expect(await probability(other, ids, next)).toBeGreaterThan(0.99);
    }
  });

  it("ablating them to their mean over another text does so as well", async () => {
    // Letters that all differ: nothing to copy.
    const mean = { ids: idsOf("zyxwvutsrqponmlkjihgfedcba") };
    const means = await Promise.all(
      [0, 1].map((layer) => edited(model, [{ kind: "ablate", at: { layer, head: 0 }, mean }])),
    );
    for (const { ids, next } of cases.slice(0, 10)) {
      for (const one of means) expect(await probability(one, ids, next)).toBeLessThan(0.1);
    }
  });

  it("lens shows that the letter is found in block 1 and not before", async () => {
    for (const { ids, next } of cases.slice(0, 10)) {
      const views = await lens(model, ids);
      const last = ids.length - 1;
      expect(probabilities(views, last, "blocks.0.hook_resid_post")[next]).toBeLessThan(0.1);
      expect(probabilities(views, last, "blocks.1.hook_resid_post")[next]).toBeGreaterThan(0.99);
    }
  });

  it("ablating one edge of attention does it, too: from the last letter to what it copies", async () => {
    const [{ ids, next, where }] = cases;
    const edge = { layer: 1, head: 0, query: ids.length - 1, key: where };
    expect(await probability(await edited(model, [{ kind: "ablate", at: edge }]), ids, next)).toBeLessThan(
      0.1,
    );
  });

  it("patching the previous-token head from another text makes it copy what that one says", async () => {
    // The same letters, but behind a stands c there: what is noted at each position changes, and with it what is found.
    const ids = idsOf("abcda");
    const [b] = tokenizer.encode("b");
    const patch: Edit = { kind: "patch", at: { layer: 0, head: 0 }, from: { ids: idsOf("xbcda") } };
    expect(await probability(model, ids, b)).toBeGreaterThan(0.99);
    expect(await probability(await edited(model, [patch]), ids, b)).toBeLessThan(0.1); // nobody noted an a before the b
  });
});
