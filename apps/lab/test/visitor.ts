/** Somebody who visits the page: opens it, types, and reads its numbers. */
import { generate, type Message, renderChat } from "inkling";
import type { Page } from "playwright-core";
import type { Stage } from "./stage.ts";

export class Visitor {
  readonly stage: Stage;
  page: Page;

  private constructor(stage: Stage, page: Page) {
    this.stage = stage;
    this.page = page;
  }

  static async at(stage: Stage): Promise<Visitor> {
    return new Visitor(stage, await stage.browser.newPage());
  }

  /** A new tab in place of the old one. */
  async open(options: Parameters<Stage["browser"]["newPage"]>[0] = {}, fragment = ""): Promise<void> {
    await this.page.close();
    this.page = await this.stage.browser.newPage({ serviceWorkers: "block", ...options });
    await this.page.goto(`${this.stage.address}${fragment}`);
    await this.page.getByPlaceholder("Type to Inkling").waitFor();
  }

  async say(text: string): Promise<void> {
    await this.page.getByPlaceholder("Type to Inkling").fill(text);
    await this.page.keyboard.press("Enter");
    await this.answered();
  }

  /** Until no answer is being given. */
  answered(): Promise<void> {
    return this.page.getByRole("button", { name: "Send", exact: true }).waitFor();
  }

  /** Until what is shown stands in the address. */
  settled(): Promise<void> {
    return this.page.waitForTimeout(800);
  }

  get hash(): string {
    return new URL(this.page.url()).hash;
  }

  /** The probabilities of the page's words, answer by answer, to the last digit. */
  shown(): Promise<number[][]> {
    return this.page
      .locator("article")
      .evaluateAll((articles) =>
        articles.map((article) =>
          [...article.querySelectorAll("[data-probability]")].map((word) =>
            Number(word.getAttribute("data-probability")),
          ),
        ),
      );
  }

  /** What the engine in Node says to these messages. */
  async expected(messages: readonly Message[], seed: number) {
    const { model, tokenizer, endIds, sampling } = this.stage.opened;
    const { ids } = renderChat(messages, tokenizer, { addGenerationPrompt: true });
    const stopIds = new Set([...endIds, tokenizer.specialTokens.get("<|im_end|>") ?? -1]);
    const options = { ...sampling, seed, maxTokens: 96, stopIds };
    const said = [];
    for await (const { id, probability } of generate(model, [tokenizer.bos ?? 0, ...ids], options))
      said.push({ id, probability });
    return {
      probabilities: said.map(({ probability }) => probability),
      text: tokenizer.decode(
        said.map(({ id }) => id),
        { special: "skip" },
      ),
    };
  }
}
