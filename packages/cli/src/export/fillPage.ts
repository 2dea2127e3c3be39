/**
 * Puts a model into the page that apps/lab builds for it (apps/lab/build/oneFile.ts): text in, text out, the same bytes for the same model.
 *
 *   <title>{{title}}</title>
 *   <script type="application/json" id="model">{{model}}</script>      { title, questions, storedAs, texts: { "config.json": "…" } }
 *   <script type="text/plain" id="weights">{{weights}}</script>        model.safetensors in base64
 *
 * Both elements are data: nothing in them is ever run. Reading them is apps/lab/src/onefile/given.ts's business. Knows neither
 * files nor models.
 */

export interface PageContents {
  /** What the page calls the model. */
  readonly title: string;
  /** Offered to be asked, or begun with. */
  readonly questions: readonly string[];
  /** How the numbers are kept: "F16", "q8_0". */
  readonly storedAs: string;
  /** The model's files that are text, by name. */
  readonly texts: Readonly<Record<string, string>>;
  /** model.safetensors. */
  readonly weights: Uint8Array;
}

/** @param template the page as it was built */
export function fillPage(template: string, { weights, ...model }: PageContents): string {
  const parts = [
    ["{{title}}", asMarkup(model.title)],
    ["{{model}}", asScriptData(model)],
    ["{{weights}}", base64(weights)],
  ] as const;
  let page = "";
  let rest = template;
  // In their order: so nothing that is put in is ever looked at for marks.
  for (const [mark, text] of parts) {
    const at = rest.indexOf(mark);
    if (at < 0) throw new Error(`The page has no ${mark}: build it again.`);
    page += rest.slice(0, at) + text;
    rest = rest.slice(at + mark.length);
  }
  return page + rest;
}

/** How many characters base64 makes of so many bytes. */
export function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}

function asMarkup(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** JSON without "<", so that no text of a model's can end the element it stands in, or open a comment there. */
function asScriptData(value: unknown): string {
  return JSON.stringify(value).replace(/</g, "\\u003c");
}

/** A multiple of 3, so that pieces join without filling; and few enough to be the arguments of one call. */
const PIECE = 3 * 4096;

function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += PIECE)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(start, start + PIECE))));
  return pieces.join("");
}
