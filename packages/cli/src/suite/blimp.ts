/**
 * BLiMP, the benchmark of linguistic minimal pairs (Warstadt et al. 2020): 67 phenomena of English grammar, for each 1,000 pairs
 * of sentences of which one is right. A model passes a pair if it finds the right one likelier.
 *
 * The file comes from elsewhere: it is taken only if its sha256 is the pinned one.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { InklingError } from "inkling";
import { explainFileError, writeFileAtomically } from "inkling/node";

export const BLIMP = {
  url: "https://raw.githubusercontent.com/alexwarstadt/blimp/master/BLiMP.zip",
  sha256: "172a1a714d72e72a89e8384dd531483f3d0f8a9aee3d33dccaf7992d8cecbb73",
  licence: "CC BY 4.0",
} as const;

export interface MinimalPair {
  readonly good: string;
  readonly bad: string;
}

export interface Paradigm {
  readonly name: string;
  /** The phenomenon it belongs to, such as "ellipsis". */
  readonly phenomenon: string;
  readonly pairs: readonly MinimalPair[];
}

/** Larger than any of its files, smaller than a zip bomb. */
const MOST_BYTES = 2_000_000;

/** All paradigms, by name; of each at most its first `pairs`. */
export function readBlimp(zip: Uint8Array, pairs: number): readonly Paradigm[] {
  const found = createHash("sha256").update(zip).digest("hex");
  if (found !== BLIMP.sha256) {
    throw new InklingError(
      `This is not the BLiMP.zip that the published figures are of: its sha256 is ${found}, expected ${BLIMP.sha256}.`,
    );
  }
  const files = unzipSync(zip, {
    filter: ({ name, originalSize }) => /^data\/\w+\.jsonl$/.test(name) && originalSize <= MOST_BYTES,
  });
  return Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => paradigmFrom(name, strFromU8(bytes), pairs));
}

function paradigmFrom(file: string, text: string, count: number): Paradigm {
  const lines = text
    .trim()
    .split("\n")
    .slice(0, count)
    .map((line): unknown => JSON.parse(line));
  const field = (line: unknown, name: string): string => {
    const value =
      typeof line === "object" && line !== null
        ? Object.entries(line).find(([key]) => key === name)
        : undefined;
    if (typeof value?.[1] === "string") return value[1];
    throw new InklingError(`${file}: a line has no "${name}". The file is damaged.`);
  };
  return {
    name: field(lines[0], "UID"),
    phenomenon: field(lines[0], "linguistics_term"),
    pairs: lines.map((line) => ({ good: field(line, "sentence_good"), bad: field(line, "sentence_bad") })),
  };
}

/** The file at `path`; or else from the user's cache, where it is put by a first download. */
export async function fetchBlimp(
  path: string | undefined,
  note: (line: string) => void,
): Promise<Uint8Array> {
  if (path !== undefined) {
    return readFile(path).catch((error: unknown) => {
      throw explainFileError(error, `${path} could not be read`);
    });
  }
  const folder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "inkling");
  const cached = join(folder, "BLiMP.zip");
  const before = await readFile(cached).catch(() => undefined);
  if (before !== undefined) return before;
  note(`Downloading BLiMP (${BLIMP.licence}, 2 MB) from ${BLIMP.url}`);
  const bytes = await download();
  readBlimp(bytes, 1); // what is not it is not kept
  await mkdir(folder, { recursive: true });
  await writeFileAtomically(cached, bytes);
  return bytes;
}

async function download(): Promise<Uint8Array> {
  const byHand = "Download it by hand, and give --blimp PATH.";
  try {
    const response = await fetch(BLIMP.url, { signal: AbortSignal.timeout(120_000) });
    if (!response.ok) throw new InklingError(`${BLIMP.url} answered ${response.status}. ${byHand}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof InklingError) throw error;
    throw new InklingError(`${BLIMP.url} could not be read. ${byHand}`, { cause: error });
  }
}
