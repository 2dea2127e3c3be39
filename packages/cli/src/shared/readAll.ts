/** A whole stream, and bytes as text. */
import type { Readable } from "node:stream";
import { InklingError } from "inkling";

export async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** @throws InklingError if the bytes are not UTF-8 */
export function utf8Text(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InklingError(`${name} is not UTF-8 text. Save it as UTF-8, if it is text at all.`);
  }
}
