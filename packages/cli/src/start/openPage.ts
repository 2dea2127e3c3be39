/** What `npm start` does: builds the page if it has to, and opens it. */
import { createServer } from "node:net";
import { join } from "node:path";
import { buildPage, isPageStale } from "../lab/buildPage.ts";
import { serveLab } from "../lab/serve.ts";
import { outputFor } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";

/** The lab's own, so that links to it stay true; or any that is free, if another copy of Inkling has that one. */
const PORTS = [4655, 0];

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
  const page = join(root, "apps/lab/dist");
  const port = (await isFree(PORTS[0])) ? PORTS[0] : PORTS[1];
  await serveLab({ page, port, browser: true }, terminal, output);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)));
  });
}
