/** Bundles the proof with esbuild: once for Node, once as a Web Worker with a page that drives it. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Writes node.mjs, worker.js and index.html into `folder`. */
export async function bundle(folder) {
  const common = { bundle: true, format: "esm", target: "es2022", logLevel: "warning" };
  await build({
    ...common,
    entryPoints: [here("inNode.mjs")],
    outfile: join(folder, "node.mjs"),
    platform: "node",
  });
  // Minified, as a page would be: the code that threads are given as text must survive that.
  await build({
    ...common,
    entryPoints: [here("inWorker.mjs")],
    outfile: join(folder, "worker.js"),
    minify: true,
  });
  await writeFile(join(folder, "index.html"), PAGE);
}

/** The engine lives in a worker, since a page's own script may not wait for threads. */
const PAGE = `<!doctype html>
<meta charset="utf-8" />
<title>The same bits</title>
<script type="module">
  const worker = new Worker("worker.js", { type: "module" });
  window.outcomes = (engine) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => ("error" in data ? reject(new Error(data.error)) : resolve(data.outcomes));
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(engine);
    });
</script>
`;
