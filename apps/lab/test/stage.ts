/** The page as it is built from these sources, with a small chat model of random weights to open, and the same model here. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { configFrom, createEngine, createModel, type Engine, trainBpe } from "inkling";
import { type ModelToSave, type OpenedModel, openModel, saveModel } from "inkling/node";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { type Lab, openLab } from "../../../packages/cli/src/lab/server.ts";
import { launchChromium } from "./chromium.ts";

export interface Stage {
  readonly address: string;
  readonly browser: Browser;
  /** The page's folder. */
  readonly page: string;
  /** The model that the page opens, in an engine of Node's. */
  readonly opened: OpenedModel;
  close(): Promise<void>;
}

const source = fileURLToPath(new URL("..", import.meta.url));

export async function setStage(): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), "inkling-page-"));
  const page = join(root, "page");
  await buildPage(page);
  const engine = await createEngine();
  const model = join(root, "random");
  await saveRandom(engine, model);
  const opened = await openModel(engine, model);
  const lab: Lab = await openLab({ page, model, port: 0 });
  const browser = await launchChromium();
  return {
    address: lab.address,
    browser,
    page,
    opened,
    async close() {
      await browser.close();
      await lab.close();
      engine.dispose();
      await rm(root, { recursive: true });
    },
  };
}

/** As `npm run build:lab` builds it: Vite goes by NODE_ENV, which a test runner sets. */
async function buildPage(page: string): Promise<void> {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build({ root: source, logLevel: "error", build: { outDir: page, emptyOutDir: true } });
  } finally {
    process.env["NODE_ENV"] = before;
  }
}

/** A small model of random weights: one that chats, or one that goes on with texts. */
export async function saveRandom(
  engine: Engine,
  dir: string,
  { chat = true, ...more }: Partial<Pick<ModelToSave, "chat" | "dtype" | "sampling" | "texts">> = {},
): Promise<void> {
  const text =
    "user assistant system Hello! I am a model of a test. What do you see? The cat sat on the mat.\n";
  const tokenizer = trainBpe([text], { vocabSize: 300, preTokeniser: "smollm" });
  const shape = { nLayers: 2, nHeads: 2, nKvHeads: 1, dModel: 32, dMlp: 64, contextLength: 256 };
  const model = createModel(
    engine,
    configFrom("tiny-llama", { ...shape, vocabSize: tokenizer.vocabSize }),
    7,
  );
  const facts = { inkling: "0.1.0", step: 0, seed: 7, training: {}, data: [], metrics: {} };
  await saveModel(dir, { model, tokenizer, chat, card: "# A model of a test\n", facts, ...more });
  model.dispose();
}
