/**
 * The models that come with the page: copies of the repository's models/ under models/, with a list of them in models/index.json.
 *
 * A Vite plugin: in `vite dev` they are read from where they lie, in `vite build` they are written beside the page.
 */
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import type { ShippedModel } from "../src/model/shipped.ts";

/** In the order in which the page offers them. */
const ORDER = ["inkling", "names", "glass-box"];

export function shippedModels(folder: string): Plugin {
  return {
    name: "inkling-models",
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const path = /\/models\/([\w./-]+)$/.exec(request.url?.split("?")[0] ?? "")?.[1];
        if (path === undefined || path.includes("..")) return next();
        if (path === "index.json") return void response.end(JSON.stringify(listOf(folder)));
        const file = join(folder, path);
        if (!existsSync(file)) return next();
        createReadStream(file).pipe(response);
      });
    },
    generateBundle() {
      const models = listOf(folder);
      this.emitFile({ type: "asset", fileName: "models/index.json", source: JSON.stringify(models) });
      for (const { name, files } of models) {
        for (const file of files) {
          const source = readFileSync(join(folder, name, file.name));
          this.emitFile({ type: "asset", fileName: `models/${name}/${file.name}`, source });
        }
      }
    },
  };
}

function listOf(folder: string): ShippedModel[] {
  return ORDER.filter((name) => existsSync(join(folder, name, "model.safetensors"))).map((name) => ({
    name,
    files: readdirSync(join(folder, name)).map((file) => ({
      name: file,
      bytes: statSync(join(folder, name, file)).size,
    })),
  }));
}
