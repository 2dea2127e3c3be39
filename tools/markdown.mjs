/**
 * The little that the checks need to know of Markdown: fenced blocks, links, headings and the anchors GitHub
 * makes of them. Not a parser; a link is looked for by its shape, outside of code.
 */

/**
 * Splits a document in lines of prose and fenced blocks.
 * Lines count from 1; a block's is that of its first line inside; `before` is the last line of text above it.
 * @returns {{ prose: { line: number, text: string }[],
 *   blocks: { line: number, info: string, lines: string[], before: string }[] }}
 */
export function splitMarkdown(text) {
  const prose = [];
  const blocks = [];
  let open;
  let before = "";
  text.split(/\r?\n/).forEach((content, index) => {
    const line = index + 1;
    const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(content);
    if (open === undefined && fence !== null) {
      open = { fence: fence[1], block: { line: line + 1, info: fence[2].trim(), lines: [], before } };
      blocks.push(open.block);
    } else if (open !== undefined && fence?.[1].startsWith(open.fence) && fence[2].trim() === "") {
      open = undefined;
    } else if (open !== undefined) {
      open.block.lines.push(content);
    } else {
      prose.push({ line, text: content });
      if (content.trim() !== "") before = content.trim();
    }
  });
  return { prose, blocks };
}

/** Targets of [text](target), ![alt](target), [name]: target, href="target" and src="target", with their lines. */
export function linksOf(text) {
  const shape =
    /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)|(?:href|src)="([^"]+)"/g;
  return splitMarkdown(text).prose.flatMap(({ line, text }) =>
    [...withoutCode(text).matchAll(shape)].map((match) => ({
      line,
      target: match[1] ?? match[2] ?? match[3],
    })),
  );
}

/** The anchors of a document's headings, and of <a id="…">. */
export function anchorsOf(text) {
  const anchors = new Set();
  for (const { text: line } of splitMarkdown(text).prose) {
    const heading = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/.exec(line);
    if (heading !== null) {
      const slug = slugOf(heading[1]);
      let anchor = slug;
      for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
      anchors.add(anchor);
    }
    for (const match of line.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(match[1]);
  }
  return anchors;
}

/** As GitHub does it: small letters, no punctuation but - and _, a hyphen for each space. */
function slugOf(heading) {
  const text = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1");
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
    .replace(/ /g, "-");
}

/** The pieces of a line between backticks. */
export function codeSpansOf(line) {
  return [...line.matchAll(/(`+)(.+?)\1(?!`)/g)].map((match) => match[2]);
}

function withoutCode(line) {
  return line.replace(/(`+)(.+?)\1(?!`)/g, "");
}
