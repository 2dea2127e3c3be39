/**
 * Makes one page of script and styles, so that one file is all there is. A Vite plugin.
 *
 * The page's policy lets nothing in or out, and of scripts and styles it lets only these run, known by their hashes: so even if
 * something of a model's files came to stand in the page as markup, it could do nothing.
 *
 * What stays to be filled in, by packages/cli/src/export/fillPage.ts, are {{title}}, {{model}} and {{weights}}.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import type { Plugin } from "vite";

const drop = fileURLToPath(new URL("../public/drop.svg", import.meta.url));

export function oneFile(): Plugin {
  return {
    name: "inkling-one-file",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const files = Object.values(bundle);
        const scripts = files.flatMap((file) => (file.type === "chunk" ? [file.code] : []));
        const styles = files.flatMap((file) => (file.type === "asset" ? [String(file.source)] : []));
        if (scripts.length !== 1 || styles.length !== 1) {
          const names = Object.keys(bundle).join(", ");
          throw new Error(`One script and one style sheet make the page, not ${names}.`);
        }
        for (const name of Object.keys(bundle)) delete bundle[name];
        const source = pageOf(insideScript(scripts[0].trim()), styles[0].trim(), readFileSync(drop, "utf8"));
        this.emitFile({ type: "asset", fileName: "page.html", source });
      },
    },
  };
}

/** @param icon in SVG */
export function pageOf(script: string, style: string, icon: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="inkling export --html">
<title>{{title}}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">
<style>${style}</style>
</head>
<body>
<div id="page"><p role="status">Opening the model …</p></div>
<noscript>The model runs in this page, so the page needs JavaScript.</noscript>
<script type="application/json" id="model">{{model}}</script>
<script type="text/plain" id="weights">{{weights}}</script>
<script>${script}</script>
</body>
</html>
`;
}

function policyFor(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)} 'wasm-unsafe-eval'`,
    "worker-src blob:", // the engine's thread, made of the same script
    `style-src ${hashOf(style)}`,
    "img-src data:", // the icon
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/**
 * A script as it may stand in a page: what a page would take for markup is spelled otherwise, which in strings, where alone it can
 * be, is the same.
 */
export function insideScript(code: string): string {
  // It was made of modules, which are strict without saying so.
  const safe = `"use strict";${code.replace(/<(?=!--|\/?script)/gi, "\\x3C")}`;
  new Script(safe); // throws if it is no script any more
  // A page is read with these changed, and its hash would then be another.
  if (/\r|\0/.test(safe)) throw new Error("The script holds a carriage return or a zero as it is.");
  return safe;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
