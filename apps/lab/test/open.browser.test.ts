import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { beginText, createEngine, generate } from "inkling";
import { openModel } from "inkling/node";
import sirv from "sirv";
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

describe("a folder of one's own", () => {
  const names = fileURLToPath(new URL("../../../models/names", import.meta.url));

  it("opens in place of the model that is open, and its numbers are the engine's in Node", async () => {
    await visitor.open();
    await visitor.page.locator("input[type=file]").setInputFiles(names);
    await visitor.page.getByPlaceholder("A beginning, to be continued").fill("ma");
    await visitor.page.keyboard.press("Enter");
    await visitor.answered();
    const engine = await createEngine();
    const { model, tokenizer, endIds, sampling } = await openModel(engine, names);
    const said = [];
    const options = { ...sampling, seed: 1, maxTokens: 16, stopIds: endIds };
    for await (const { probability } of generate(model, beginText("ma", tokenizer), options))
      said.push(probability);
    engine.dispose();
    expect(await visitor.shown()).toEqual([said]);
    expect(await visitor.page.getByRole("combobox", { name: "Model" }).inputValue()).toBe("names");
  });

  it("that is no model is refused with what is wrong, and nothing is lost", async () => {
    await visitor.open();
    await visitor.say("Hello!");
    const before = await visitor.shown();
    await visitor.page
      .locator("input[type=file]")
      .setInputFiles(fileURLToPath(new URL("../src/words", import.meta.url)));
    expect(await visitor.page.getByRole("alert").textContent()).toContain("no config.json");
    await visitor.page.getByRole("button", { name: "Close", exact: true }).click();
    expect(await visitor.shown()).toEqual(before);
    await visitor.say("The cat?");
    expect(await visitor.shown()).toHaveLength(2);
  });
});

describe("files that are dropped onto the page", () => {
  const drop = (files: Record<string, string>) =>
    visitor.page.evaluate((all) => {
      const dataTransfer = new DataTransfer();
      for (const [name, base64] of Object.entries(all)) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name));
      }
      window.dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
    }, files);

  it("open if they are a model's", async () => {
    await visitor.open();
    const files: Record<string, string> = {};
    for (const name of [
      "config.json",
      "generation_config.json",
      "tokenizer.json",
      "tokenizer_config.json",
      "model.safetensors",
    ])
      files[name] = (await readFile(new URL(`../../../models/names/${name}`, import.meta.url))).toString(
        "base64",
      );
    await drop(files);
    await visitor.page.getByPlaceholder("A beginning, to be continued").waitFor();
    expect(await visitor.page.getByRole("combobox", { name: "Model" }).inputValue()).toBe("dropped files");
  });

  it("are refused with what is wrong if they are broken, and nothing is lost", async () => {
    await visitor.open();
    await visitor.say("Hello!");
    const before = await visitor.shown();
    await drop({ "config.json": btoa("{}"), "model.safetensors": btoa("nothing") });
    await visitor.page.getByRole("alert").waitFor();
    expect(await visitor.page.getByRole("alert").textContent()).toContain(
      "config.json: model_type is missing",
    );
    await visitor.page.getByRole("button", { name: "Close", exact: true }).click();
    expect(await visitor.shown()).toEqual(before);
  });
});

describe("without a network", () => {
  it("the page opens again, and talks", async () => {
    const context = await stage.browser.newContext();
    visitor.page = await context.newPage();
    await visitor.page.goto(stage.address);
    await visitor.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await visitor.page.reload(); // now it comes by way of the worker, which keeps the model
    await visitor.page.getByPlaceholder("Type to Inkling").waitFor();
    await context.setOffline(true);
    await visitor.page.reload();
    await visitor.page.getByPlaceholder("Type to Inkling").fill("Hello!");
    await visitor.page.keyboard.press("Enter");
    await visitor.answered();
    const whole = await visitor.expected([{ role: "user", content: "Hello!" }], 1);
    expect(await visitor.shown()).toEqual([whole.probabilities]);
    await context.close();
  });
});

describe("on a server that sets no headers, under a path of its own", () => {
  it("talks without shared memory, with the same numbers, and says by what it computes", async () => {
    const plain = sirv(stage.page, { dev: true });
    const server = createServer((request, response) => {
      const path = request.url?.replace(/^\/pages\/inkling\//, "/");
      if (path === request.url || path === undefined) return void response.writeHead(404).end();
      request.url = path;
      plain(request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await visitor.page.close();
    visitor.page = await stage.browser.newPage({ serviceWorkers: "block" });
    await visitor.page.route("**/models/**", async (route) => {
      // The model of the test in place of those that the page was built with.
      const path = new URL(route.request().url()).pathname.replace("/pages/inkling/", "");
      const response = await fetch(new URL(path, stage.address));
      await route.fulfill({ body: Buffer.from(await response.arrayBuffer()) });
    });
    await visitor.page.goto(`http://127.0.0.1:${port}/pages/inkling/`);
    await visitor.page.getByPlaceholder("Type to Inkling").waitFor();
    expect(await visitor.page.evaluate(() => crossOriginIsolated)).toBe(false);
    await visitor.say("Hello!");
    const whole = await visitor.expected([{ role: "user", content: "Hello!" }], 1);
    expect(await visitor.shown()).toEqual([whole.probabilities]);
    await visitor.page.getByRole("navigation").getByRole("button", { name: "Model", exact: true }).click();
    await visitor.page.locator("dd", { hasText: /^wasm/ }).waitFor();
    server.close();
    server.closeAllConnections();
  });
});

describe("what can go wrong", () => {
  it("a worker that ends is told of, and what was typed is still in the address", async () => {
    await visitor.open();
    await visitor.say("Hello!");
    await visitor.settled();
    const { hash } = visitor;
    expect(hash.length).toBeGreaterThan(20);
    await visitor.page.workers()[0].evaluate(() => {
      setTimeout(() => {
        throw new Error("out of order");
      });
    });
    await visitor.page.getByRole("alert").waitFor();
    expect(await visitor.page.getByRole("alert").textContent()).toContain("engine's thread has ended");
    expect(visitor.hash).toBe(hash);
  });

  it("a broken model is told of by what is wrong with it", async () => {
    visitor.page = await stage.browser.newPage({ serviceWorkers: "block" });
    await visitor.page.route("**/config.json", (route) => route.fulfill({ body: "{ broken" }));
    await visitor.page.goto(stage.address);
    expect(await visitor.page.getByRole("alert").textContent()).toContain("config.json is not JSON");
  });
});
