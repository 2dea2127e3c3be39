/**
 * The token that tells the hub who asks: from the environment or the hub's own token file, never from a flag (other
 * users of the machine can read command lines), and never shown: whatever is said goes through `redacted`.
 *
 * Refuses to know whom it is sent to: signedFetch.ts. Try it: `await readToken({ HF_TOKEN: "hf_…" }, "")`
 */
import { readFile } from "node:fs/promises";
import { InklingError } from "inkling";
import { explainFileError } from "inkling/node";
import type { Env } from "./places.ts";

export interface Token {
  readonly value: string;
  /** The variable's name or the file's path: what a message may say of it. */
  readonly from: string;
}

/** @throws InklingError if there is one that can't be used */
export async function readToken(env: Env, tokenFile: string): Promise<Token | undefined> {
  for (const name of ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"]) {
    const value = env[name]?.trim();
    if (value) return checked({ value, from: name });
  }
  const value = (await textOf(tokenFile)).trim();
  return value === "" ? undefined : checked({ value, from: tokenFile });
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw explainFileError(error, `The hub's token in ${path} could not be read`);
  }
}

/** Node's own error for a header that can't be sent quotes the header, so it must not come to that. */
function checked(token: Token): Token {
  if (/^[\x21-\x7e]+$/.test(token.value)) return token;
  throw new InklingError(
    `The token in ${token.from} holds characters that no token has, such as a space or a line break. ` +
      "Copy it again from the hub's page of access tokens.",
  );
}

/** `text` without the token, nor anything that looks like one of the hub's. */
export function redacted(text: string, token: Token | undefined): string {
  const without = token === undefined ? text : text.replaceAll(token.value, "hf_…");
  return without.replace(/\bhf_[A-Za-z0-9]{8,}/g, "hf_…");
}
