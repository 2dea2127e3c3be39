/** Somebody who opens a page of one file, as by a double click, and the model in it opened in Node, to compare. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beginText, createEngine, type Engine, generate, renderChat, type WeightFormat } from "inkling";
import { type OpenedModel, openModel } from "inkling/node";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { inkling } from "../../../packages/cli/test/inkling.ts";
import { launchChromium } from "./chromium.ts";

/** What is on a page of words, to the last digit. */
export interface Said {
  readonly ids: number[];
  readonly probabilities: number[];
}

export class Reader {
  readonly #browser: Browser;
  readonly #engine: Engine;
  #pages = 0;
  /** A folder for models and pages. */
  readonly root: string;

  private constructor(browser: Browser, engine: Engine, root: string) {
    this.#browser = browser;
    this.#engine = engine;
    this.root = root;
  }

  static async come(): Promise<Reader> {
    const root = await mkdtemp(join(tmpdir(), "inkling-onefile-"));
    return new Reader(await launchChromium(), await createEngine(), root);
  }

  get engine(): Engine {
    return this.#engine;
  }

  async leave(): Promise<void> {
    await this.#browser.close();
    this.#engine.dispose();
    await rm(this.root, { recursive: true });
  }

  /** Writes the page of a model with the command, and gives its path. */
  async export(model: string, ...flags: string[]): Promise<string> {
    const file = join(this.root, `page-${++this.#pages}.html`);
    const { code, err } = await inkling(["export", "--model", model, "--html", file, ...flags]);
    if (code !== 0) throw new Error(err);
    return file;
  }

  /** A page on which nothing has run yet. */
  async blank(options: BrowserContextOptions = {}): Promise<Page> {
    return (await this.#browser.newContext(options)).newPage();
  }

  /** Opens a file; everything that the page then asks for is kept in `requests`. */
  async open(file: string, page?: Page): Promise<{ page: Page; requests: string[] }> {
    const opened = page ?? (await this.blank());
    const requests: string[] = [];
    opened.on("request", (request) => requests.push(request.url()));
    await opened.goto(pathToFileURL(file).href);
    await opened.getByRole("textbox").waitFor();
    return { page: opened, requests };
  }

  async model(dir: string, weights: WeightFormat = "f32"): Promise<OpenedModel> {
    return openModel(this.#engine, dir, { weights });
  }
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox").last().fill(text);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^(Send|Go on writing)$/ }).waitFor();
}

/** The words of the answer at this place. */
export function shown(page: Page, place = 0): Promise<Said> {
  return page
    .locator("article")
    .nth(place)
    .evaluate((article) => {
      const all = [...article.querySelectorAll("[data-id]")];
      const numbers = (name: string) => all.map((word) => Number(word.getAttribute(name)));
      return { ids: numbers("data-id"), probabilities: numbers("data-probability") };
    });
}

/** What the engine in Node says behind these ids, with the sampling that the model asks for. */
async function saidBehind(
  { model, tokenizer, sampling, endIds }: OpenedModel,
  ids: readonly number[],
  seed: number,
): Promise<Said> {
  const said: Said = { ids: [], probabilities: [] };
  const stopIds = new Set([...endIds, tokenizer.specialTokens.get("<|im_end|>") ?? -1]);
  for await (const { id, probability } of generate(model, ids, {
    ...sampling,
    seed,
    maxTokens: 96,
    stopIds,
  })) {
    said.ids.push(id);
    said.probabilities.push(probability);
  }
  return said;
}

export function answerInNode(opened: OpenedModel, question: string, seed = 0): Promise<Said> {
  const { tokenizer } = opened;
  const { ids } = renderChat([{ role: "user", content: question }], tokenizer, { addGenerationPrompt: true });
  return saidBehind(opened, [tokenizer.bos ?? -1, ...ids], seed);
}

export function goneOnInNode(opened: OpenedModel, text: string): Promise<Said> {
  return saidBehind(opened, beginText(text, opened.tokenizer), 0);
}
