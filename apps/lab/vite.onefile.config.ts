/** Builds dist-onefile/page.html, of which `inkling export --html` makes a page with a model in it. */
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { oneFile } from "./build/oneFile.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  publicDir: false,
  plugins: [svelte(), oneFile()],
  build: {
    target: "es2023",
    outDir: "dist-onefile",
    modulePreload: false,
    cssCodeSplit: false, // or Vite would put the styles into the script
    rolldownOptions: {
      input: here("src/onefile/main.ts"),
      // No module: a page that is opened from a disk may load none, and the engine's thread runs the same text.
      output: { format: "iife" },
    },
  },
});
