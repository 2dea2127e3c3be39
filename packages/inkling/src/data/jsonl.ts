/**
 * Documents from JSON Lines: one `{"text": "…"}` or `{"messages": [{"role", "content"}, …]}` a line.
 *
 * Files from outside are hostile until checked: every line is validated, and an error names the file,
 * the line and the field. Other fields are left alone. Refuses to know: files, tokenizers.
 */
import { InklingError } from "../errors.ts";
import { type Document, isBlank, type Message } from "./documents.ts";
import { checkMessages, isRole, roles } from "./messages.ts";
import { splitAt } from "./separators.ts";

/** The documents of a JSON Lines text; `name` is what errors call it. Blank lines and empty texts are skipped. */
export async function* jsonlDocuments(chunks: AsyncIterable<string>, name: string): AsyncGenerator<Document> {
  let line = 0;
  // JSON writes a line end inside a string as \n, so a real one always ends the line.
  for await (const text of splitAt(chunks, /\n/gu)) {
    line++;
    if (isBlank(text)) continue;
    const document = parseJsonlLine(text, `${name}, line ${line}`);
    if (!("text" in document && isBlank(document.text))) yield document;
  }
}

/** One line as a document; `where` opens the error's message. */
export function parseJsonlLine(line: string, where: string): Document {
  const fail = (problem: string) =>
    new InklingError(
      `${where}: ${problem}. Expected {"text": "…"} or {"messages": [{"role": "user", "content": "…"}, …]}.`,
    );
  const value = parseJson(line, fail);
  if (!isRecord(value)) throw fail("this is not a JSON object");
  const hasText = Object.hasOwn(value, "text");
  const hasMessages = Object.hasOwn(value, "messages");
  if (hasText === hasMessages)
    throw fail(hasText ? 'both "text" and "messages" are given' : 'neither "text" nor "messages" is given');
  if (hasText) {
    if (typeof value["text"] !== "string") throw fail('"text" is not a string');
    return { text: value["text"] };
  }
  const messages = readMessages(value["messages"], fail);
  checkMessages(messages, where);
  if (!messages.some(({ role }) => role === "assistant")) {
    throw fail('"messages" has no assistant message, and only these are learned');
  }
  return { messages };
}

function readMessages(list: unknown, fail: (problem: string) => InklingError): Message[] {
  if (!Array.isArray(list)) throw fail('"messages" is not a list');
  return list.map((message: unknown, i) => {
    const field = `"messages"[${i}]`;
    if (!isRecord(message)) throw fail(`${field} is not an object`);
    const { role, content } = message;
    if (!isRole(role))
      throw fail(`${field}.role is ${JSON.stringify(role) ?? "missing"}, not one of ${roles.join(", ")}`);
    if (typeof content !== "string") throw fail(`${field}.content is not a string`);
    return { role, content };
  });
}

function parseJson(line: string, fail: (problem: string) => InklingError): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw fail(`this is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
