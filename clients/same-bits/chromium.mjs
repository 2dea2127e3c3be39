/** Runs the proof in headless Chromium, in a page served from here. */
import { accessSync, constants } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

/** What a page needs to get shared memory, and with it threads. https://web.dev/articles/coop-coep */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};
const TYPES = { "/": "text/html", "/worker.js": "text/javascript" };

/** No sandbox, since in a container there is none to be had; and nothing that speaks to the network by itself. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export async function inChromium(folder, { isolated }) {
  const server = await serve(folder, isolated ? ISOLATION : {});
  // Playwright gives each browser it launches an empty profile and deletes it at the end.
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  return {
    version: `Chromium ${browser.version()}, ${isolated ? "isolated" : "not isolated"}`,
    run: (engine) => page.evaluate((options) => window.outcomes(options), engine),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

function serve(folder, headers) {
  const server = createServer(async (request, response) => {
    const type = TYPES[request.url];
    if (type === undefined) return response.writeHead(404).end();
    const file = request.url === "/" ? "index.html" : request.url.slice(1);
    response.writeHead(200, { "Content-Type": type, ...headers }).end(await readFile(join(folder, file)));
  });
  return new Promise((resolve) => server.listen(0, "localhost", () => resolve(server)));
}

/** The first of Chromium's names on the PATH, or what the variable CHROMIUM says. */
function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here; it may be in the next folder.
      }
    }
  }
  throw new Error(
    "There is no Chromium on the PATH. Install it (apt-get install chromium), or set CHROMIUM to its path.",
  );
}
