/**
 * Which model on the hub is meant: OWNER/NAME, and at which revision (a branch, a tag or a commit).
 *
 * Both become folders of the cache and parts of addresses, so what could lead anywhere else is refused here. Knows
 * nothing of the hub itself. Try it: `parseRepository("HuggingFaceTB/SmolLM2-135M@main").revision`
 */
import { UsageError } from "../shared/errors.ts";

export interface Repository {
  /** OWNER/NAME */
  readonly id: string;
  readonly revision: string;
}

/** The branch that every repository has. */
export const MAIN = "main";

/** The hub's own rule for owners and names: letters, digits, "_", "-" and ".", the last two not at an end. */
const PART = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?$/;
/** One piece of a revision between slashes: "refs", "pr", "1", "v1.0". */
const PIECE = /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/;
const LONGEST_REVISION = 200;

/** @throws UsageError if it is no OWNER/NAME[@REVISION] */
export function parseRepository(text: string): Repository {
  const at = text.indexOf("@");
  const id = at < 0 ? text : text.slice(0, at);
  const revision = at < 0 ? MAIN : text.slice(at + 1);
  const parts = id.split("/");
  if (parts.length !== 2 || !parts.every(isPart)) throw notAnId(text);
  if (revision.length > LONGEST_REVISION || !revision.split("/").every(isPiece)) {
    throw new UsageError(
      `${JSON.stringify(revision)} can't be a revision. Give a branch, a tag or a commit: ${id}@main.`,
    );
  }
  return { id, revision };
}

function isPart(part: string): boolean {
  return PART.test(part) && !/--|\.\.|\.git$/.test(part);
}

function isPiece(piece: string): boolean {
  return PIECE.test(piece) && !piece.includes("..") && !/\.(lock|incomplete)$/.test(piece);
}

function notAnId(text: string): UsageError {
  const [, owner = "", name = ""] = /^https?:\/\/[^/]+\/([^/?#]+)\/([^/?#]+)/.exec(text) ?? [];
  const meant = isPart(owner) && isPart(name) ? ` Did you mean ${owner}/${name}?` : "";
  return new UsageError(
    `${JSON.stringify(text.slice(0, 200))} is not the name of a model on the hub.${meant} ` +
      "Write OWNER/NAME, as in HuggingFaceTB/SmolLM2-135M, with @REVISION behind it for a branch, a tag or a commit.",
  );
}
