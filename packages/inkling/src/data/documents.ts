/**
 * What a document is, and how a text becomes documents.
 *
 * A document is one thing to read from its beginning to its end: a story, a name, a chat. Training
 * begins each with BOS, so the model learns to start one from nothing; the split puts a document whole
 * on one side.
 *
 * Refuses to know: files, tokenizers, how a training batch looks.
 * Try it: `for await (const story of splitDocuments(chunks, parseDocumentRule("blank-line"))) …`
 */
import { didYouMean, InklingError, nearest } from "../errors.ts";
import { splitAt } from "./separators.ts";

export type Role = "system" | "user" | "assistant";

export interface Message {
  role: Role;
  content: string;
}

/**
 * A text, a text too long to hold at once, or a chat.
 *
 * `pieces` is a text that arrives in chunks of any size. It can be read once, and must be read (or left)
 * before the next document is asked for.
 */
export type Document = { text: string } | { pieces: AsyncIterable<string> } | { messages: Message[] };

/** Documents that can be read again from the start: learning how many there are takes a pass of its own. */
export type Documents = AsyncIterable<Document> | Iterable<Document>;

/** What ends a document: the file, the line, a blank line, or whatever `pattern` (a RegExp's source) matches. */
export type DocumentRule =
  | { kind: "file" }
  | { kind: "line" }
  | { kind: "blank-line" }
  | { kind: "pattern"; pattern: string };

const namedRules = ["file", "line", "blank-line"] as const;

// A regular expression's . and ^ see lines (m) and whole characters (u), so that no emoji is cut in two.
const flags = "gmu";
const lineEnd = "(?:\\r\\n|\\n|\\r)";

/**
 * The rule that `--documents` names: file, line, blank-line, or a regular expression that matches what
 * stands *between* two documents, such as `<\|endoftext\|>`, `^---$` or `(?=^CHAPTER)`.
 *
 * The expression is JavaScript's with the flags m and u: ^ and $ match at every line.
 */
export function parseDocumentRule(text: string): DocumentRule {
  for (const kind of namedRules) if (text === kind) return { kind };
  if (text === "") {
    throw new InklingError(
      'The rule for documents is empty. Say "file", "line", "blank-line" or a regular expression.',
    );
  }
  // "lines" would be a valid expression which splits at the letters l-i-n-e-s: surely a slip.
  if (/^[a-z-]+$/.test(text) && nearest(text, namedRules) !== undefined) {
    throw new InklingError(
      `"${text}" is not a rule for documents.${didYouMean(text, namedRules)} To split at these very letters, write "(?:${text})".`,
    );
  }
  separatorOf({ kind: "pattern", pattern: text });
  return { kind: "pattern", pattern: text };
}

/** The rule as `--documents` spells it. */
export function showDocumentRule(rule: DocumentRule): string {
  return rule.kind === "pattern" ? rule.pattern : rule.kind;
}

/**
 * The documents in a stream of text, in order, without the separators and without empty documents
 * (those of nothing but spaces, tabs and line ends).
 *
 * Holds one document at a time, and the result does not depend on how the stream is cut into chunks.
 * Documents between blank lines or matches lose the line ends they begin and end with. A separator may
 * look at most `reach` (separators.ts) code units beyond its own start.
 */
export async function* splitDocuments(
  chunks: AsyncIterable<string>,
  rule: DocumentRule,
): AsyncGenerator<string> {
  if (rule.kind === "file") {
    const parts: string[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    const whole = parts.join("");
    if (!isBlank(whole)) yield whole;
    return;
  }
  for await (const part of splitAt(chunks, separatorOf(rule))) {
    if (!isBlank(part)) yield rule.kind === "line" ? part : trimLineEnds(part);
  }
}

/** The text a document is told apart by, in pieces: reads `pieces` to their end. */
export async function* contentOf(document: Document): AsyncGenerator<string> {
  if ("text" in document) yield document.text;
  else if ("pieces" in document) yield* document.pieces;
  else for (const { role, content } of document.messages) yield `${role}\n${content}\n`;
}

/** Nothing but spaces, tabs and line ends. */
export function isBlank(text: string): boolean {
  return !/[^ \t\r\n]/.test(text);
}

function separatorOf(rule: Exclude<DocumentRule, { kind: "file" }>): RegExp {
  switch (rule.kind) {
    case "line":
      return new RegExp(lineEnd, flags);
    case "blank-line":
      return new RegExp(`${lineEnd}(?:[ \\t]*${lineEnd})+`, flags);
    case "pattern":
      try {
        return new RegExp(rule.pattern, flags);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new InklingError(
          `The rule for documents is not a regular expression: ${reason}. Expected "file", "line", "blank-line" or what separates two documents, such as "^---$".`,
        );
      }
  }
}

// A loop, since /[\r\n]+$/ takes quadratic time over a long run of line ends in the middle.
function trimLineEnds(text: string): string {
  const isLineEnd = (at: number) => text[at] === "\n" || text[at] === "\r";
  let start = 0;
  let end = text.length;
  while (start < end && isLineEnd(start)) start++;
  while (end > start && isLineEnd(end - 1)) end--;
  return text.slice(start, end);
}
