/**
 * Writes sw.js beside the page: a service worker that keeps every file of it, so that the page opens without a network after the
 * first visit. A Vite plugin; src/offline/serviceWorker.js is what it writes, with the list of files put in.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const source = fileURLToPath(new URL("../src/offline/serviceWorker.js", import.meta.url));

const drop = fileURLToPath(new URL("../public/drop.svg", import.meta.url));

export function offline(): Plugin {
  return {
    name: "inkling-offline",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        // Models are large, and not every visitor wants all of them: the worker keeps those that were fetched.
        const names = Object.keys(bundle).filter(
          (name) => name !== "index.html" && !name.startsWith("models/"),
        );
        const files = ["./", "drop.svg", ...names].sort();
        const hash = createHash("sha256").update(readFileSync(drop));
        for (const [name, file] of Object.entries(bundle))
          if (!name.startsWith("models/"))
            hash.update(name).update(file.type === "asset" ? file.source : file.code);
        const version = hash.digest("hex").slice(0, 16);
        const code = readFileSync(source, "utf8")
          .replace('"VERSION"', JSON.stringify(version))
          .replace('["FILES"]', JSON.stringify(files));
        this.emitFile({ type: "asset", fileName: "sw.js", source: code });
      },
    },
  };
}
