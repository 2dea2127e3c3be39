import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerInNode, goneOnInNode, Reader, say, shown } from "./reader.ts";
import { saveRandom } from "./stage.ts";

/** Always the likeliest token; the penalty keeps so random a model from saying its last one for ever. */
const sampling = { temperature: 0, repetitionPenalty: 100 };

let reader: Reader;
/** A model's folder, and its page. */
let chatting: string;
let chat: string;
/** The same with things to try. */
let tries: string;
beforeAll(async () => {
  reader = await Reader.come();
  chatting = join(reader.root, "chatting");
  await saveRandom(reader.engine, chatting, { dtype: "F16", sampling });
  chat = await reader.export(chatting);
  tries = await reader.export(chatting, "--try", "Hello!", "What do you see?");
});
afterAll(() => reader.leave());

describe("a page of one file", () => {
  it("answers as the engine does in Node, to the last digit, from a disk and without a network", async () => {
    const offline = await reader.blank({ offline: true });
    const { page, requests } = await reader.open(chat, offline);
    await say(page, "Hello!");
    const opened = await reader.model(chatting);
    const expected = await answerInNode(opened, "Hello!");
    expect(await shown(page)).toEqual(expected);
    const text = opened.tokenizer.decode(expected.ids, { special: "skip" });
    expect(await page.locator("article .answer p").textContent()).toContain(text.trim());
    expect(page.workers()).toHaveLength(1);
    expect(requests.map((url) => new URL(url).protocol)).toEqual(["file:", "blob:"]); // itself, and its own thread
  });

  it("holds the model that comes with Inkling, with questions to try, and says with a seed what Node says", async () => {
    const shipped = fileURLToPath(new URL("../../../models/inkling", import.meta.url));
    const { page } = await reader.open(await reader.export(shipped));
    await page.getByRole("button", { name: "Who is the baker?" }).click();
    await page.getByRole("button", { name: "Answer again" }).waitFor();
    expect(await shown(page)).toEqual(
      await answerInNode(await reader.model(shipped), "Who is the baker?", 1),
    );
  });

  it("says the same where it can start no thread, in the page itself, and can be stopped there", async () => {
    const page = await reader.blank();
    await page.addInitScript(() => Reflect.deleteProperty(window, "Worker"));
    await reader.open(chat, page);
    await say(page, "Hello!");
    expect(page.workers()).toHaveLength(0);
    const expected = await answerInNode(await reader.model(chatting), "Hello!");
    expect(await shown(page)).toEqual(expected);
    await stopAtFourWords(page);
    await say(page, "What do you see?");
    await page.getByText("(stopped)").waitFor();
    expect((await shown(page, 1)).ids.length).toBeLessThan(expected.ids.length);
  });

  it("reaches nothing: its own policy refuses whatever would leave it", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { page } = await reader.open(chat);
    const refused = await page.evaluate(async (host) => {
      const seen: string[] = [];
      document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
      await fetch(`http://${host}/fetch`).catch(() => {});
      new Image().src = `http://${host}/image`;
      const script = document.createElement("script");
      script.src = `http://${host}/script`;
      document.head.append(script);
      document.head.append(
        Object.assign(document.createElement("script"), { textContent: "window.ran = true" }),
      );
      await new Promise((done) => setTimeout(done, 300));
      return { seen, ran: Reflect.has(window, "ran") };
    }, `127.0.0.1:${port}`);
    await new Promise((done) => server.close(done));
    expect(asked).toEqual([]);
    expect(refused.seen.sort()).toEqual(["connect-src", "img-src", "script-src-elem", "script-src-elem"]);
    expect(refused.ran).toBe(false);
  });

  it("shows a hostile title, card and tokenizer as the text that they are", async () => {
    const hostile = join(reader.root, "hostile");
    const attack = `</script><script>window.ran = 1</script><!-- <script>&amp;`;
    await saveRandom(reader.engine, hostile, { dtype: "F16", sampling });
    await writeFile(join(hostile, "README.md"), `# ${attack}\n\n${attack}\n`);
    const tokenizer = JSON.parse(await readFile(join(hostile, "tokenizer.json"), "utf8"));
    await writeFile(join(hostile, "tokenizer.json"), JSON.stringify({ ...tokenizer, note: attack }));
    await writeFile(join(hostile, "inkling.json"), await withoutHashes(join(hostile, "inkling.json")));
    const { page } = await reader.open(await reader.export(hostile, "--try", attack));
    await page.getByRole("button", { name: "Send" }).waitFor();
    await page.getByRole("button", { name: attack }).click();
    await page.getByRole("button", { name: "Copy" }).waitFor();
    expect(await page.locator("h1").textContent()).toBe(attack);
    expect(await page.title()).toBe(attack);
    expect(await page.evaluate(() => Reflect.has(window, "ran"))).toBe(false);
    expect(await shown(page)).toEqual(await answerInNode(await reader.model(hostile), attack));
  });

  it("says the same as Node does with weights rounded to q8_0", async () => {
    const { page } = await reader.open(await reader.export(chatting, "--dtype", "q8_0"));
    await say(page, "Hello!");
    const rounded = await answerInNode(await reader.model(chatting, "q8_0"), "Hello!");
    expect(await shown(page)).toEqual(rounded);
    expect(rounded).not.toEqual(await answerInNode(await reader.model(chatting), "Hello!"));
  });

  it("goes on with texts where the model has learned no conversations, also from nothing", async () => {
    const writing = join(reader.root, "writing");
    await saveRandom(reader.engine, writing, { dtype: "F16", sampling, chat: false });
    const { page } = await reader.open(await reader.export(writing));
    await say(page, "The cat");
    const opened = await reader.model(writing);
    expect(await shown(page)).toEqual(await goneOnInNode(opened, "The cat"));
    expect(await page.locator("article .answer p").textContent()).toMatch(/^The cat/);
    await say(page, "");
    expect(await shown(page, 1)).toEqual(await goneOnInNode(opened, ""));
    await stopAtFourWords(page);
    await say(page, "The cat");
    const stopped = await page.locator("article .answer p").nth(2).textContent();
    await page.getByRole("button", { name: "Go on from here" }).click();
    await page.getByRole("button", { name: "Go on writing" }).waitFor();
    const longer = await page.locator("article .answer p").nth(3).textContent();
    expect(longer).toContain(stopped?.replace("(stopped)", "").trim());
  });
});

describe("its reader", () => {
  it("opens a word: how sure, and what else it might have said", async () => {
    const { page } = await reader.open(chat);
    await say(page, "Hello!");
    const word = page.locator("[data-id]:visible").nth(2);
    await word.click();
    const panel = page.getByRole("complementary", { name: "One word, opened" });
    const share = Number(await word.getAttribute("data-probability"));
    expect(await panel.locator("tr.said").textContent()).toContain(`${(100 * share).toFixed(1)}%`);
    expect(await panel.locator("tr").count()).toBeGreaterThan(5);
    await page.keyboard.press("Escape");
    expect(await page.locator("[aria-pressed=true]").count()).toBe(0);
  });

  it("learns how sure it may be from the model's exam, if it sat one", async () => {
    const measured = join(reader.root, "measured");
    const bins = [{ low: 0, high: 1, count: 4321, confidence: 0.5, accuracy: 0.99 }];
    const texts = { "evaluation.json": JSON.stringify({ text: { calibration: { bins } } }) };
    await saveRandom(reader.engine, measured, { dtype: "F16", sampling: { temperature: 0 }, texts });
    const { page } = await reader.open(await reader.export(measured));
    await say(page, "Hello!");
    // The likeliest, which is what was measured; in so random a model a line feed, which no mouse can hit.
    await page.locator("[data-id]").first().dispatchEvent("click");
    expect(await page.getByRole("complementary").textContent()).toContain("it was right 99% of the time");
    await page.getByText("What this model is").click();
    await page.getByText("4\u202F321 tokens").waitFor();
  });

  it("asks again, copies, stops, begins anew, all by keyboard", async () => {
    const context = { permissions: ["clipboard-read", "clipboard-write"] };
    const { page } = await reader.open(chat, await reader.blank(context));
    await page.keyboard.type("Hello!"); // the cursor stands there already
    await page.keyboard.press("Enter");
    const press = async (name: string) => {
      await page.getByRole("button", { name }).focus();
      await page.keyboard.press("Enter");
    };
    await press("Copy");
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const opened = await reader.model(chatting);
    const { ids } = await answerInNode(opened, "Hello!");
    expect(text).toBe(opened.tokenizer.decode(ids, { special: "skip" }));
    await stopAtFourWords(page);
    await press("Answer again");
    await page.getByText("(stopped)").waitFor();
    await page.getByText("2 of 2").waitFor();
    await press("Begin anew");
    expect(await page.locator("article").count()).toBe(0);
  });

  it.each(["light", "dark"] as const)("finds nothing that axe complains of in %s", async (colorScheme) => {
    const { page } = await reader.open(tries, await reader.blank({ colorScheme, bypassCSP: true })); // for axe alone
    expect(await complaints(page)).toEqual([]);
    await say(page, "Hello!");
    await page.locator("[data-id]:visible").first().click();
    await page.getByText("What this model is").click();
    expect(await complaints(page)).toEqual([]);
  });

  it.each(["light", "dark"] as const)("can hold it in a hand, in %s", async (colorScheme) => {
    const phone = await reader.blank({ viewport: { width: 360, height: 700 }, colorScheme });
    const { page } = await reader.open(tries, phone);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(360);
    await say(page, "Hello!");
    await page.locator("[data-id]:visible").last().click();
    expect(await width()).toBe(360);
    const panel = await page.getByRole("complementary").boundingBox();
    const word = await page.locator("[aria-pressed=true]").boundingBox();
    expect((word?.y ?? 0) + (word?.height ?? 0)).toBeLessThanOrEqual(panel?.y ?? 0); // not behind the panel
  });
});

/** So small a model has said all before a mouse could get there: the page's own script stops it at its fourth word. */
function stopAtFourWords(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watch = new MutationObserver(() => {
      const stop = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Stop");
      const running = document.querySelector(".running");
      if (!stop || !running || running.querySelectorAll("[data-id]").length < 4) return;
      watch.disconnect();
      stop.click();
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
}

async function complaints(page: Page): Promise<string[]> {
  await page.evaluate(AxeBuilder.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof AxeBuilder };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

/** inkling.json of a folder whose files were changed by hand. */
async function withoutHashes(file: string): Promise<string> {
  return JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), files: {} });
}
