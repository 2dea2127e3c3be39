/**
 * What the page was given to show: it stands in the page itself, in two elements that are never run.
 *
 * packages/cli/src/export/fillPage.ts writes them; the same fields are named there.
 */

export interface Given {
  /** What the page calls the model. */
  readonly title: string;
  /** Questions, or beginnings, that are worth a try. */
  readonly questions: readonly string[];
  /** How its numbers are kept here: "F16", "q8_0". */
  readonly storedAs: string;
  /** The files of the model's folder, by name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

interface ModelElement extends Omit<Given, "files"> {
  readonly texts: Readonly<Record<string, string>>;
}

export function readGiven(page: Document): Given {
  const { texts, ...about }: ModelElement = JSON.parse(textOf(page, "model"));
  const encoder = new TextEncoder();
  const encoded = Object.entries(texts).map(([name, text]) => [name, encoder.encode(text)] as const);
  const weights = bytesOfBase64(textOf(page, "weights"));
  return { ...about, files: { ...Object.fromEntries(encoded), "model.safetensors": weights } };
}

/** The elements stay where they are, so that a page that is saved again from a browser is whole. */
function textOf(page: Document, id: string): string {
  return page.getElementById(id)?.textContent ?? "";
}

function bytesOfBase64(base64: string): Uint8Array {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
