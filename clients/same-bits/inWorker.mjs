/** Runs in a Web Worker: takes an engine's options, answers with the outcomes or with what went wrong. */
import { outcomes } from "./outcomes.mjs";

self.onmessage = async ({ data: engine }) => {
  try {
    postMessage({ outcomes: await outcomes(engine) });
  } catch (error) {
    postMessage({ error: String(error?.stack ?? error) });
  }
};
