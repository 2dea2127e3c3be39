/**
 * Where BLiMP.zip comes from: a path, or the user's cache, or the network, once. It is somebody else's file, so it is taken only if
 * its sha256 is the one pinned here, that of the file which the published figures are of.
 *
 * Refuses to know what is in it: blimp.ts.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { InklingError } from "inkling";
import { explainFileError, writeFileAtomically } from "inkling/node";

/** A file on the network, and what it is. */
export interface PinnedFile {
  readonly url: string;
  readonly sha256: string;
  readonly licence: string;
}

export const BLIMP: PinnedFile = {
  url: "https://raw.githubusercontent.com/alexwarstadt/blimp/master/BLiMP.zip",
  sha256: "172a1a714d72e72a89e8384dd531483f3d0f8a9aee3d33dccaf7992d8cecbb73",
  licence: "CC BY 4.0",
};

/** It has 2.4 MB. */
const MOST_BYTES = 10_000_000;
const PATIENCE_MS = 120_000;

export interface BlimpPlace {
  /** The file, if it is at hand. */
  readonly path: string | undefined;
  /** Where XDG_CACHE_HOME may say where the cache is. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is told what is downloaded. */
  note(line: string): void;
}

export async function fetchBlimp({ path, env, note }: BlimpPlace, file = BLIMP): Promise<Uint8Array> {
  if (path !== undefined) {
    const given = await readFile(path).catch((error: unknown) => {
      throw explainFileError(error, `${path} could not be read`);
    });
    return checked(given, file, { from: path, advice: `Take it from ${file.url}.` });
  }
  const folder = cacheFolder(env);
  const cached = join(folder, "BLiMP.zip");
  const before = await readFile(cached).catch(() => undefined);
  if (before !== undefined && sha256(before) === file.sha256) return before;
  if (before !== undefined) note(`${cached} is damaged, so it is downloaded again.`);
  note(`Downloading BLiMP (Warstadt et al. 2020; ${file.licence}; 2.4 MB) to ${cached}`);
  const advice = "Get BLiMP.zip from there by hand, and give --blimp PATH.";
  const bytes = checked(await download(file.url, advice), file, { from: file.url, advice });
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw explainFileError(error, `${folder} could not be made`);
  });
  await writeFileAtomically(cached, bytes);
  return bytes;
}

/** As the XDG Base Directory Specification has it: an empty or relative path counts as none. */
function cacheFolder(env: BlimpPlace["env"]): string {
  const given = env["XDG_CACHE_HOME"] ?? "";
  return join(isAbsolute(given) ? given : join(homedir(), ".cache"), "inkling");
}

function checked(
  bytes: Uint8Array,
  file: PinnedFile,
  { from, advice }: { readonly from: string; readonly advice: string },
): Uint8Array {
  const found = sha256(bytes);
  if (found === file.sha256) return bytes;
  throw new InklingError(
    `${from} is not the BLiMP.zip that the published figures are of: its sha256 is ${found}, expected ${file.sha256}. ${advice}`,
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function download(url: string, advice: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new InklingError(`${url} answered ${response.status}. ${advice}`);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response.body ?? []) {
      parts.push(part);
      size += part.length;
      if (size > MOST_BYTES)
        throw new InklingError(`${url} sends more than ${MOST_BYTES} bytes, expected 2.4 MB. ${advice}`);
    }
    return Buffer.concat(parts);
  } catch (error) {
    if (error instanceof InklingError) throw error;
    throw new InklingError(`${url} could not be read: is there a network? ${advice}`, { cause: error });
  }
}
