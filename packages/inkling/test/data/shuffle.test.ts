import { describe, expect, it } from "vitest";
import type { Document } from "../../src/data/documents.ts";
import { idOf, isLearned } from "../../src/data/idSource.ts";
import { DocumentShuffle, poolFor } from "../../src/data/shuffle.ts";
import { StreamWriter } from "../../src/data/stream.ts";
import { fakeTokenizer, streamOf } from "./fakeTokenizer.ts";

const names = (count: number) => Array.from({ length: count }, (_, i) => `n${String(i).padStart(4, "0")}`);

/** Shuffles into a stream: its stored ids, its text, and the most that waited at a time. */
async function shuffled(documents: readonly Document[], poolSize: number) {
  const tokenizer = fakeTokenizer();
  const ids: number[] = [];
  const stream = new StreamWriter(tokenizer, (some) => void ids.push(...some));
  const shuffle = new DocumentShuffle(stream, tokenizer, poolSize);
  let most = 0;
  for (const document of documents) {
    await shuffle.add(document);
    most = Math.max(most, shuffle.held);
  }
  await shuffle.finish();
  expect(shuffle.held).toBe(0);
  const text = tokenizer.decode(ids.map(idOf));
  return { ids, text, most, order: text.split("<|endoftext|>").slice(1) };
}

const texts = (list: readonly string[]) => list.map((text) => ({ text }));

describe("DocumentShuffle", () => {
  it("lets each document out exactly once, in an order that is neither the source's nor another each time", async () => {
    const list = names(500);
    for (const poolSize of [poolFor("hash"), 2000]) {
      const { order } = await shuffled(texts(list), poolSize);
      expect(order.toSorted()).toEqual(list);
      expect(order).not.toEqual(list);
      expect((await shuffled(texts(list), poolSize)).order).toEqual(order);
    }
  });

  it("keeps to the order it had when it was written, on every machine", async () => {
    const { order } = await shuffled(texts([..."abcdefgh"]), poolFor("hash"));
    expect(order.join("")).toBe("abdhfecg");
  });

  it("parts neighbours: of a sorted list few stay side by side, also where the pool is far shorter", async () => {
    const list = names(2000);
    for (const poolSize of [poolFor("hash"), 100 * 66]) {
      const { order } = await shuffled(texts(list), poolSize);
      const places = order.map((name) => list.indexOf(name));
      const beside = places.filter((place, i) => Math.abs(place - places[i + 1]) === 1).length;
      // A full shuffle leaves 2 on average, a pool of 100 some twenty.
      expect(beside).toBeLessThan(60);
    }
  });

  it("holds no more than its pool, whatever the documents' length", async () => {
    const list = Array.from({ length: 400 }, (_, i) => "word ".repeat(1 + ((i * 37) % 300)));
    const { most, order } = await shuffled(texts(list), 3000);
    expect(most).toBeGreaterThan(1500);
    expect(most).toBeLessThanOrEqual(3000);
    expect(order.toSorted()).toEqual(list.toSorted());
  });

  it("lets a document that is longer than the pool through as it is read, whole", async () => {
    const long = "a stream of words ".repeat(30_000);
    const chunks = Array.from({ length: 20 }, (_, i) => long.slice(i * 27_000, (i + 1) * 27_000));
    const documents = [{ text: "x" }, { pieces: streamOf(...chunks) }, { text: "y" }];
    const { order, most } = await shuffled(documents, 20_000);
    expect(order.toSorted()).toEqual([long, "x", "y"]);
    expect(most).toBeLessThan(200);
  });

  it("takes chats along: the end of a chat is not learned twice, that of a text always", async () => {
    const chat: Document = { messages: [{ role: "user", content: "q" }] };
    const mixed = Array.from({ length: 60 }, (_, i): Document => (i % 2 ? chat : { text: `t${i}` }));
    const { ids, order } = await shuffled(mixed, poolFor("hash"));
    const learned = ids.filter((id) => idOf(id) === 0).map(isLearned);
    expect(learned).toEqual([false, ...order.slice(0, -1).map((shown) => shown.startsWith("t"))]);
  });

  it("leaves a text that is split by position in its order", async () => {
    const list = names(40);
    expect((await shuffled(texts(list), poolFor("position"))).order).toEqual(list);
  });
});
