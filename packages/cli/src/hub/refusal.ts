/**
 * The hub says no: its status, its code for why, and its own words, cut short and made safe to show.
 *
 * Refuses to know what that means for the user: explain.ts. Try it: `(await refusalOf(response, String)).status`
 */
import { cut, onOneLine } from "../run/words.ts";

export class HubRefusal extends Error {
  override name = "HubRefusal";
  readonly status: number;
  /** X-Error-Code: "RepoNotFound", "RevisionNotFound", "GatedRepo", … or "". */
  readonly code: string;
  /** What the hub says, as it says it; may be "". */
  readonly said: string;

  constructor(status: number, code: string, said: string) {
    super(`The hub answered ${status}.`);
    this.status = status;
    this.code = code;
    this.said = said;
  }
}

/** A refusal is a sentence or two; some servers send a whole page. */
const LONGEST_BODY = 64 * 1024;
const LONGEST_SAID = 300;

/** @param redact takes out what must not be shown: a server may quote the token that it was sent */
export async function refusalOf(response: Response, redact: (text: string) => string): Promise<HubRefusal> {
  const { status, headers } = response;
  const said = headers.get("X-Error-Message") ?? errorIn(await beginningOf(response));
  return new HubRefusal(
    status,
    headers.get("X-Error-Code") ?? "",
    cut(redact(onOneLine(said)), LONGEST_SAID),
  );
}

async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > LONGEST_BODY) break;
  }
  return text;
}

/** { "error": "…" } or { "message": "…" }, as the hub and its storage say it. */
function errorIn(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return "";
    const { error, message }: { error?: unknown; message?: unknown } = parsed;
    return [error, message].find((words) => typeof words === "string") ?? "";
  } catch {
    return ""; // a page, not an answer
  }
}
