import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { chapters } from "./build/chapters.ts";
import { codeOf } from "./build/code.ts";
import { shippedModels } from "./build/models.ts";
import { offline } from "./build/offline.ts";
import { examQuestions } from "./build/questions.ts";

const models = fileURLToPath(new URL("../../models", import.meta.url));
const docs = fileURLToPath(new URL("../../docs", import.meta.url));
const engine = fileURLToPath(new URL("../../packages/inkling/src", import.meta.url));
/** Without these, a page gets no shared memory. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./", // works under any path
  plugins: [svelte(), codeOf(engine), examQuestions(), chapters(docs), shippedModels(models), offline()],
  build: { target: "es2023", modulePreload: { polyfill: false } },
  worker: { format: "es" },
  server: { headers: isolation },
  preview: { headers: isolation },
});
