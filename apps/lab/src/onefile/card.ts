/** What a model card says to people. It is somebody's Markdown, and shown as text. */

/** The card without the lines at its top that only programs read; undefined if there is none. */
export function proseOf(card: Uint8Array | undefined): string | undefined {
  if (card === undefined) return undefined;
  return new TextDecoder()
    .decode(card)
    .replace(/^---\r?\n.*?\r?\n---\r?\n/s, "")
    .trim();
}

/** More is no introduction any more. */
const LONGEST = 240;

/** The first sentences of the paragraph below the first heading, if it is plain words. */
export function leadOf(card: Uint8Array | undefined): string | undefined {
  const [heading = "", paragraph = ""] = (proseOf(card) ?? "").split(/\r?\n(?:[ \t]*\r?\n)+/);
  if (!heading.startsWith("# ") || !/^\p{L}[^<>[\]|*`#_]+$/u.test(paragraph)) return undefined;
  let lead = "";
  for (const sentence of paragraph.replace(/\s+/g, " ").split(/(?<=[.!?] )(?=\p{Lu})/u)) {
    if (lead.length + sentence.length > LONGEST) break;
    lead += sentence;
  }
  return lead === "" ? undefined : lead.trim();
}
