/**
 * The docs' chapters as pages under docs/, so that each room can lead to its own without a network. A Vite plugin; they are
 * rendered when the page is built.
 */
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { marked } from "marked";
import type { Plugin } from "vite";

const CHAPTER = /^(\d\d-[\w-]+)\.md$/;

/** @param docs the repository's docs/ */
export function chapters(docs: string): Plugin {
  return {
    name: "inkling-chapters",
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const path = /\/docs\/([\w./-]+)$/.exec(request.url?.split("?")[0] ?? "")?.[1];
        if (path === undefined || path.includes("..")) return next();
        const source = join(docs, path.replace(/\.html$/, ".md"));
        if (!existsSync(source)) return next();
        if (!path.endsWith(".html")) return void createReadStream(source).pipe(response);
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(chapterPage(readFileSync(source, "utf8")));
      });
    },
    generateBundle() {
      for (const name of readdirSync(docs)) {
        const chapter = CHAPTER.exec(name)?.[1];
        if (chapter === undefined) continue;
        const source = chapterPage(readFileSync(join(docs, name), "utf8"));
        this.emitFile({ type: "asset", fileName: `docs/${chapter}.html`, source });
      }
      for (const name of readdirSync(join(docs, "pictures"))) {
        const source = readFileSync(join(docs, "pictures", name));
        this.emitFile({ type: "asset", fileName: `docs/pictures/${name}`, source });
      }
    },
  };
}

/** A chapter as a page of its own. Links between chapters lead on; those to the repository's files are left as words. */
export function chapterPage(markdown: string): string {
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? "";
  const linked = markdown
    .replace(/\]\((\d\d-[\w-]+)\.md(#[\w-]+)?\)/g, (_, chapter, anchor = "") => `](${chapter}.html${anchor})`)
    .replace(/(?<!!)\[([^\]]+)\]\((?!\d\d-|#|https?:)[^)]+\)/g, "$1");
  const body = marked.parse(linked, { async: false });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="../drop.svg" type="image/svg+xml">
<style>${STYLE}</style>
<p><a href="../">← Inkling</a></p>
<main>
${body}</main>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1.05rem/1.6 ui-serif, Charter, Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  background: light-dark(#fbfaf6, #12141b); color: light-dark(#1b2030, #e9e7df); }
a { color: light-dark(#2743c8, #93a7ff); }
pre, code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.88rem; }
pre { overflow-x: auto; padding: 0.8rem; border: 1px solid light-dark(#dedbd0, #2d3242); border-radius: 0.5rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid light-dark(#dedbd0, #2d3242); padding: 0.3rem 0.6rem; text-align: left; }
img { max-width: 100%; }
`;
