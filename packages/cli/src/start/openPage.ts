/** What `npm start` does: builds the page if it has to, and opens it. */
import { join } from "node:path";
import { buildPage, isPageStale } from "../lab/buildPage.ts";
import { serveLab } from "../lab/serve.ts";
import { outputFor } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";

/** Any port that is free: this may not be the only copy of Inkling here. */
const ANY_PORT = 0;

/** @param root the repository's */
export async function openPage(terminal: Terminal, root: string): Promise<void> {
  const output = outputFor(terminal, {});
  if (await isPageStale(root)) {
    output.note("Building the page (about ten seconds, once) …");
    await buildPage(root);
  }
  output.text(`
  ${output.colors.bold("Inkling")} ${output.colors.dim("· a tiny language model with its lid off")}

  Talk to it, look inside, take it apart: all of it in this page, and nothing
  leaves this machine. (npm start -- chat: in the terminal. npm start -- learn:
  watch a new model learn.)

`);
  await serveLab({ page: join(root, "apps/lab/dist"), port: ANY_PORT, browser: true }, terminal, output);
}
