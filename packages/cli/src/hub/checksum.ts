/**
 * What a file's bytes must come to, in the two ways that the hub tells it:
 *
 *   sha256     of the bytes: large files, which lie in a storage beside the repository (Git LFS)
 *   git-sha1   sha1 of "blob ", the length in decimal, a zero byte and the bytes: small files, as Git names them
 *
 * Knows nothing of files. Try it: `hasherFor({ kind: "sha256", hex: "" }, 0).digest("hex")`
 */
import { createHash, type Hash } from "node:crypto";

export interface Checksum {
  readonly kind: "sha256" | "git-sha1";
  /** 64 or 40 hexadecimal digits; also the file's name in the cache. */
  readonly hex: string;
}

/** @param size how many bytes there will be: Git's hash begins with it */
export function hasherFor({ kind }: Checksum, size: number): Hash {
  return kind === "sha256" ? createHash("sha256") : createHash("sha1").update(`blob ${size}\0`);
}
