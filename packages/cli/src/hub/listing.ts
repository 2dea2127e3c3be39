/**
 * What a repository holds at a revision: its commit, and every file with its size and checksum.
 *
 * @huggingface/hub asks (modelInfo, listFiles); here its answers are checked, as they come from outside: a name that
 * would be written anywhere but into the model's folder makes the whole repository refused. Knows nothing of models.
 * Try it: `(await readListing(hub, parseRepository("HuggingFaceTB/SmolLM2-135M"))).files`
 */
import { type ListFileEntry, listFiles, modelInfo } from "@huggingface/hub";
import { InklingError } from "inkling";
import { cut, onOneLine } from "../run/words.ts";
import type { Checksum } from "./checksum.ts";
import type { Hub } from "./hub.ts";
import { networkReason } from "./patience.ts";
import type { Repository } from "./repository.ts";

export interface HubFile {
  /** With "/" between folders. */
  readonly path: string;
  readonly size: number;
  readonly checksum: Checksum;
}

export interface Listing {
  readonly repository: Repository;
  /** 40 hexadecimal digits: what the revision stands for today. */
  readonly commit: string;
  readonly files: readonly HubFile[];
}

/** More than any model has, and few enough to read. */
const MOST_FILES = 100_000;
/** The hub lists a thousand files at a time. */
const MOST_PAGES = 200;

/** @throws InklingError if the hub's answers are not what a hub answers */
export async function readListing(hub: Hub, repository: Repository): Promise<Listing> {
  const { id } = repository;
  const { sha, entries } = await ask(hub, repository);
  const files = new Map<string, HubFile>();
  for (const entry of entries) {
    if (typeof entry !== "object" || entry === null) throw wrong(id, "lists something that is no file");
    const path = safePath(entry.path, id);
    if (entry.type !== "file") continue;
    // A system that takes "Config.json" for "config.json" would write one over the other.
    const key = path.toLowerCase();
    if (files.has(key)) throw wrong(id, `lists the file ${path} twice`);
    files.set(key, fileOf(entry, path, id));
  }
  return { repository, commit: commitOf(sha, id), files: [...files.values()] };
}

async function ask(
  hub: Hub,
  { id, revision }: Repository,
): Promise<{ sha: unknown; entries: ListFileEntry[] }> {
  const at = { hubUrl: hub.endpoint, fetch: hub.api };
  try {
    const { sha } = await modelInfo({ ...at, name: id, revision, additionalFields: ["sha"] });
    const entries: ListFileEntry[] = [];
    const tree = { ...at, fetch: countedPages(hub), repo: id, revision: commitOf(sha, id), recursive: true };
    for await (const entry of listFiles(tree)) {
      if (entries.push(entry) > MOST_FILES) throw wrong(id, `lists more than ${MOST_FILES} files`);
    }
    return { sha, entries };
  } catch (error) {
    // @huggingface/hub looks into what it got without checking it: null.sha
    if (!(error instanceof TypeError) || networkReason(error) !== undefined) throw error;
    throw new InklingError(`${hub.endpoint} answers something that is no model: is HF_ENDPOINT a hub?`, {
      cause: error,
    });
  }
}

/** A list whose every page names a next one would never end. */
function countedPages({ api }: Hub): Hub["api"] {
  let pages = 0;
  return (input, init) => {
    if (++pages > MOST_PAGES)
      throw new InklingError(`The hub's list of files goes on after ${MOST_PAGES} pages.`);
    return api(input, init);
  };
}

function commitOf(sha: unknown, id: string): string {
  return hexOf(sha, 40, `${id}'s commit (sha)`);
}

function fileOf({ size, oid, lfs }: ListFileEntry, path: string, id: string): HubFile {
  const checksum: Checksum =
    lfs === undefined || lfs === null
      ? { kind: "git-sha1", hex: hexOf(oid, 40, `${id}: ${path}'s checksum (oid)`) }
      : { kind: "sha256", hex: hexOf(lfs.oid, 64, `${id}: ${path}'s checksum (lfs.oid)`) };
  const bytes = lfs?.size ?? size;
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw wrong(id, `gives ${path} the size ${shown(bytes)}`);
  return { path, size: bytes, checksum };
}

function hexOf(value: unknown, digits: number, what: string): string {
  if (typeof value === "string" && value.length === digits && /^[0-9a-f]+$/.test(value)) return value;
  const given = shown(value);
  throw new InklingError(
    `${what} is ${given}, expected ${digits} hexadecimal digits. The hub's answer can't be trusted; nothing was fetched.`,
  );
}

/** A path that stays in its folder on every system. Spaces and other scripts are fine: the file may not be wanted. */
function safePath(path: unknown, id: string): string {
  if (typeof path === "string") {
    const pieces = path.split("/");
    const leads = (piece: string) => piece === "" || piece === "." || piece === "..";
    // "\" and ":" mean something to Windows, control characters to terminals.
    if (!pieces.some(leads) && !/[\p{Cc}\\:]/u.test(path)) return path;
  }
  throw wrong(id, `lists a file named ${shown(path)}, which could be written outside its folder`);
}

/** Whatever the hub sent, short and without what a terminal would obey. */
function shown(value: unknown): string {
  return cut(onOneLine(String(JSON.stringify(value))), 100);
}

function wrong(id: string, what: string): InklingError {
  return new InklingError(`${id} ${what}. No honest repository does; nothing was fetched.`);
}
