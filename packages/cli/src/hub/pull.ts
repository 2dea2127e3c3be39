/**
 * A model from the hub into the cache that all of Hugging Face's programs share, and from there, if asked for, into a
 * folder of its own. Stopped at any moment, the same call goes on where it was.
 *
 * Refuses to know: how a person or a program is told (PullOptions.report). Try it:
 * `await pull({ repository: parseRepository("o/n"), files: [] }, { env: process.env, signal, report, note })`
 */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InklingError } from "inkling";
import { explainFileError, lockFolder, nodeFileSystem } from "inkling/node";
import { type RepositoryCache, repositoryCache } from "./cache.ts";
import { chooseFiles } from "./choose.ts";
import { checkOut, copyOut } from "./copyOut.ts";
import { explainHubError } from "./explain.ts";
import { type Hub, openHub } from "./hub.ts";
import { type HubFile, type Listing, readListing } from "./listing.ts";
import { openPart } from "./partFile.ts";
import { type Pause, pauseFor } from "./patience.ts";
import { type Env, hubPlaces } from "./places.ts";
import type { Repository } from "./repository.ts";
import { checkRoom } from "./room.ts";
import { readToken } from "./token.ts";
import { transfer } from "./transfer.ts";
import type { TransferReport } from "./transferReport.ts";

export interface PullRequest {
  readonly repository: Repository;
  /** Only these, by their paths; empty for whatever the model needs. */
  readonly files: readonly string[];
  /** A new folder for a copy. */
  readonly out?: string | undefined;
}

export interface PullOptions {
  readonly env: Env;
  readonly signal: AbortSignal;
  readonly report: TransferReport;
  /** How a test has no need to wait. */
  readonly pause?: Pause;
}

export interface Pulled {
  /** What to open: the folder, or the file if one was named. */
  readonly path: string;
  readonly commit: string;
  readonly files: readonly HubFile[];
  /** Bytes that came over the network; the rest was there. */
  readonly fetched: number;
}

/** @throws InklingError with what to do; whatever has come by then is kept */
export async function pull(request: PullRequest, options: PullOptions): Promise<Pulled> {
  const { repository, out } = request;
  const { env, signal, pause = pauseFor } = options;
  if (out !== undefined) await checkOut(out);
  const places = hubPlaces(env);
  const cache = repositoryCache(places.cache, repository.id);
  if (places.offline) {
    throw new InklingError(`HF_HUB_OFFLINE is set, so nothing is fetched.${await older(cache, repository)}`);
  }
  const token = await readToken(env, places.tokenFile);
  const hub = openHub({ endpoint: places.endpoint, token, signal, pause });
  try {
    const listing = await readListing(hub, repository);
    const files = chooseFiles(listing, request.files);
    const work: Work = { hub, cache, listing, files, out };
    const fetched = await fetchMissing(work, options);
    const path = await deliver(work, request.files.length > 0, signal);
    return { path, commit: listing.commit, files, fetched };
  } catch (error) {
    signal.throwIfAborted();
    const asked = { hub, repository, doing: "fetch from", instead: () => older(cache, repository) };
    const explained = await explainHubError(error, asked);
    throw explainFileError(explained, `The cache in ${cache.folder} could not be written`, KEPT);
  }
}

const KEPT = "What has come so far is kept: run the same command again to go on.";

/** For somebody without a network: what was fetched before may do. */
async function older(cache: RepositoryCache, { revision }: Repository): Promise<string> {
  const commit = await cache.readRef(revision);
  return commit === undefined ? "" : ` What was fetched earlier lies in ${cache.snapshot(commit)}`;
}

interface Work {
  readonly hub: Hub;
  readonly cache: RepositoryCache;
  readonly listing: Listing;
  readonly files: readonly HubFile[];
  readonly out: string | undefined;
}

/** @returns how many bytes came */
async function fetchMissing(work: Work, options: PullOptions): Promise<number> {
  const { cache, listing, files, out } = work;
  const missing: HubFile[] = [];
  const toFetch = new Map<string, HubFile>(); // by checksum: two files of the same bytes come once
  for (const file of files) {
    if (await cache.has(listing.commit, file)) continue;
    missing.push(file);
    if (!(await cache.hasBlob(file))) toFetch.set(file.checksum.hex, file);
  }
  if (missing.length === 0 && out === undefined) return 0; // nothing is written: the cache may be somebody else's

  const parts = await Promise.all([...toFetch.values()].map(cache.partSize));
  const [whole, there] = [total([...toFetch.values()]), parts.reduce((sum, size) => sum + size, 0)];
  const copied = out === undefined ? [] : [{ folder: resolve(out), bytes: total(files) }];
  await checkRoom([{ folder: cache.folder, bytes: whole - there }, ...copied]);
  options.report.begin(whole, there);
  if (missing.length === 0) return 0;

  await mkdir(cache.folder, { recursive: true });
  const unlock = await lockFolder(cache.folder, nodeFileSystem);
  try {
    let fetched = 0;
    for (const file of missing) {
      if (!(await cache.hasBlob(file))) fetched += await fetchOne(work, file, options);
      await cache.link(listing.commit, file);
    }
    return fetched;
  } finally {
    await unlock();
  }
}

function total(files: readonly HubFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

async function fetchOne({ hub, cache, listing }: Work, file: HubFile, options: PullOptions): Promise<number> {
  const { signal, report, pause = pauseFor } = options;
  const part = await openPart(cache.part(file), file);
  try {
    report.file(file.path);
    let fetched = 0;
    const moved = (bytes: number) => {
      report.moved(bytes);
      if (bytes > 0) fetched += bytes;
    };
    await transfer({ hub, listing, file, part, pause, signal, moved });
    await part.finish(cache.blob(file));
    return fetched;
  } finally {
    await part.close();
  }
}

/** The snapshot, or a copy of it; or, where one file was asked for, that file. */
async function deliver(
  { cache, listing, files, out }: Work,
  named: boolean,
  signal: AbortSignal,
): Promise<string> {
  const { commit, repository } = listing;
  if ((await cache.readRef(repository.revision)) !== commit)
    await cache.writeRef(repository.revision, commit);
  const snapshot = cache.snapshot(commit);
  if (out !== undefined) {
    await copyOut(
      files.map(({ path }) => ({ from: join(snapshot, path), to: path })),
      out,
      signal,
    );
  }
  const folder = out ?? snapshot;
  return named && files.length === 1 ? join(folder, files[0].path) : folder;
}
