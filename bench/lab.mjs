/**
 * How quick the page is, in a real Chromium on this machine, with the shipped model: medians of several visits, and the limits
 * that were set for each.
 *
 *   npm run build:lab && node bench/lab.mjs [--json]
 *
 * Everything is timed inside the page, from the event to the first frame that shows its result.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { openLab } from "../packages/cli/dist/lab/server.js";

const VISITS = 5;
const page = fileURLToPath(new URL("../apps/lab/dist", import.meta.url));
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];

if (!existsSync(`${page}/index.html`)) throw new Error("The page is not built: npm run build:lab");
const lab = await openLab({ page, port: 0 });
const browser = await chromium.launch({ executablePath: chromiumPath(), args: FLAGS });
const visits = [];
for (let i = 0; i < VISITS; i++) visits.push(await visit());
await browser.close();
await lab.close();

const median = (name) => {
  const sorted = visits.map((one) => one[name]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};
const rows = [
  ["ready to type, after navigation", "ready", 2000, "ms"],
  ["first token, after enter", "firstToken", 150, "ms"],
  ["page code at first, gzip", "code", 350, "KB"],
  ["rooms fetched later, gzip", "rooms", 1000, "KB"],
  ["all of the first load", "load", 10_000, "KB"],
  ["typing in Tokens", "typing", 50, "ms"],
  ["a slider in Sampling", "slider", 50, "ms"],
  ["the cutaway of 60 tokens", "cutaway", 300, "ms"],
  ["longest task of the page's thread", "longest", 100, "ms"],
].map(([what, name, limit, unit]) => ({ what, measured: Math.round(median(name)), limit, unit }));
if (process.argv.includes("--json"))
  process.stdout.write(`${JSON.stringify({ visits: VISITS, rows }, null, 1)}\n`);
else
  for (const { what, measured, limit, unit } of rows)
    process.stdout.write(
      `${what.padEnd(36)} ${String(measured).padStart(6)} ${unit}   at most ${limit} ${measured <= limit ? "" : "  MISSED"}\n`,
    );

/** One visit, from an empty cache. */
async function visit() {
  const context = await browser.newContext({
    serviceWorkers: "block",
    viewport: { width: 1200, height: 900 },
  });
  const tab = await context.newPage();
  await tab.addInitScript(watchTasks);
  const sizes = { code: 0, load: 0, rooms: 0 };
  let isReady = false;
  tab.on("response", async (response) => {
    const bytes = await response.body().catch(() => Buffer.alloc(0));
    const isCode = /\.(js|css|html)$|\/$/.test(new URL(response.url()).pathname);
    if (isReady) sizes.rooms += isCode ? gzipSync(bytes).length / 1000 : 0;
    else {
      sizes.load += bytes.length / 1000;
      sizes.code += isCode ? gzipSync(bytes).length / 1000 : 0;
    }
  });
  const started = Date.now();
  await tab.goto(lab.address);
  await tab.getByPlaceholder("Type to Inkling").waitFor();
  const ready = Date.now() - started;
  isReady = true;

  await tab.getByPlaceholder("Type to Inkling").fill("Hello!");
  const firstToken = await timed(tab, "[data-probability]", () => tab.keyboard.press("Enter"));
  await tab.getByRole("button", { name: "Send", exact: true }).waitFor();
  // More talk, until about sixty tokens are there to look at.
  await tab
    .getByPlaceholder("Type to Inkling")
    .fill("What colour is Ada's boat, and who is the baker of the village?");
  await tab.keyboard.press("Enter");
  await tab.getByRole("button", { name: "Send", exact: true }).waitFor();
  // The word behind sixty tokens: how many there are behind the last one shows its table.
  const look = () => tab.getByRole("button", { name: "Look inside this moment" }).click();
  await tab.locator("[data-probability]").last().click();
  await look();
  await tab.getByText("it would have been").waitFor();
  const columns = await tab.locator("thead").nth(0).locator("th").count();
  await tab.getByRole("button", { name: "Back to the conversation" }).click();
  const words = tab.locator("[data-probability]");
  await words.nth((await words.count()) - 1 - Math.max(0, columns - 1 - 60)).click();
  const cutaway = await timed(tab, "td[data-probability]", look);
  await tab.getByText("it would have been").waitFor();
  const longest = await tab.evaluate(() => window.longestTask);

  const room = (name) => tab.getByRole("navigation").getByRole("button", { name, exact: true }).click();
  await room("Tokens");
  await tab.locator("[data-id]").first().waitFor();
  const typing = await timed(
    tab,
    "[data-id]:nth-last-child(2)",
    () => tab.getByLabel("A text to cut").press("End+x"),
    true,
  );
  await room("Sampling");
  await tab.locator("[data-after]").first().waitFor();
  const slider = await timed(tab, "[data-after]", () => tab.getByLabel("Top-k").press("ArrowRight"), true);
  for (const name of ["Embeddings", "Model"]) {
    await room(name);
    await tab.locator("main canvas").first().waitFor();
  }
  await context.close();
  return { ready, firstToken, cutaway, typing, slider, longest, ...sizes };
}

/** Milliseconds from the next key or click to the frame in which `selector` appears, or is `changed`. */
async function timed(tab, selector, act, changed = false) {
  const handle = await tab.evaluateHandle(
    ([wanted, isChange]) => {
      const stateOf = () => [...document.querySelectorAll(wanted)].map(({ outerHTML }) => outerHTML).join();
      const before = isChange ? stateOf() : "";
      let from;
      for (const type of ["keydown", "pointerdown"])
        addEventListener(type, () => (from ??= performance.now()), { capture: true, once: true });
      const result = new Promise((done) => {
        const look = () => {
          if (from !== undefined && stateOf() !== before) done(performance.now() - from);
          else requestAnimationFrame(look);
        };
        look();
      });
      return { result };
    },
    [selector, changed],
  );
  await act();
  return handle.evaluate(({ result }) => result);
}

/** Runs in the page: the longest task of its thread, as the browser reports it. */
function watchTasks() {
  window.longestTask = 0;
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries())
      if (startTime > 1500) window.longestTask = Math.max(window.longestTask, duration); // loading is measured apart
  }).observe({ type: "longtask", buffered: true });
}

function chromiumPath() {
  if (process.env["CHROMIUM"]) return process.env["CHROMIUM"];
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // the next name
    }
  }
  throw new Error("There is no Chromium: install it, or set CHROMIUM to its path.");
}
