/**
 * One file from the hub, byte by byte, going on where it stopped.
 *
 * Asks for what is missing (Range) until all has come, however often the connection breaks, as long as each attempt
 * brings something. @huggingface/hub's download is not used: it takes the answer 200 (all of it) for 206 (the rest), and
 * fetches through Xet's own protocol where it can, whose bytes come in no order that could be resumed.
 *
 * Knows nothing of where the bytes are kept. Try it: `await transfer({ hub, listing, file, part, … })`
 */
import { InklingError } from "inkling";
import type { Hub } from "./hub.ts";
import type { HubFile, Listing } from "./listing.ts";
import type { PartFile } from "./partFile.ts";
import { networkReason, type Patience, Unreachable } from "./patience.ts";
import { refusalOf } from "./refusal.ts";

export interface Transfer extends Patience {
  readonly hub: Hub;
  readonly listing: Listing;
  readonly file: HubFile;
  readonly part: PartFile;
  /** Is told of every piece; less than 0 where the server makes us begin again. */
  moved(bytes: number): void;
}

/** Attempts in a row that bring nothing, before each of which it waits a little longer. */
const WAITS_MS = [200, 1_000, 3_000, 9_000, 20_000];
/** In all: a server that sends a byte at a time shall not keep us for ever. */
const MOST_BREAKS = 100;
/** A connection that is silent for so long is broken, even if nobody says so. */
const SILENCE_MS = 60_000;

/** @throws InklingError if what comes is not what was announced; Unreachable if it stops coming */
export async function transfer(job: Transfer): Promise<void> {
  const { file, part, pause, signal } = job;
  let fruitless = 0;
  for (let breaks = 0; part.size < file.size; breaks++) {
    signal.throwIfAborted();
    if (breaks === MOST_BREAKS) throw new Unreachable("the connection breaks again and again", undefined);
    const before = part.size;
    const reason = await fetchRest(job);
    if (part.size >= file.size) return;
    fruitless = part.size > before ? 0 : fruitless + 1;
    const wait = WAITS_MS[fruitless];
    if (wait === undefined) throw new Unreachable(reason, undefined);
    await pause(wait, signal);
  }
}

/** One answer, as far as it goes. @returns why it ended */
async function fetchRest(job: Transfer): Promise<string> {
  const { signal } = job;
  const watchdog = new AbortController();
  const silence = setTimeout(() => watchdog.abort(new DOMException("", "TimeoutError")), SILENCE_MS);
  try {
    for await (const bytes of await answer(job, watchdog.signal)) {
      silence.refresh();
      await job.part.append(bytes);
      job.moved(bytes.length);
    }
    return "the connection ended early";
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Unreachable ? error.reason : networkReason(error);
    if (reason === undefined) throw error;
    return reason;
  } finally {
    clearTimeout(silence);
    watchdog.abort(); // whatever else the server would send is not wanted
  }
}

async function answer(job: Transfer, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const { hub, listing, file, part, moved } = job;
  const { id } = listing.repository;
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  const response = await hub.fetch(`${hub.endpoint}/${id}/resolve/${listing.commit}/${path}`, {
    signal,
    headers: {
      "Accept-Encoding": "identity", // a part of a compressed answer is not that part of the file
      ...(part.size > 0 ? { Range: `bytes=${part.size}-` } : {}),
    },
  });
  if (!response.ok) {
    if (response.status === 416) throw otherLength(file, "fewer bytes");
    throw await refusalOf(response, hub.redact);
  }
  if (part.size > 0 && response.status !== 206) {
    moved(-part.size);
    await part.restart(); // this server sends all of it again
  }
  checkLength(response, file, part.size);
  return response.body ?? new Blob([]).stream();
}

/** The answer must be the rest of the file that was announced, from the byte that was asked for. */
function checkLength({ status, headers }: Response, file: HubFile, start: number): void {
  if (status === 206) {
    const [, from, of] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get("Content-Range") ?? "") ?? [];
    if (Number(from) !== start) {
      throw new InklingError(
        `${file.path}: the bytes from ${start} on were asked for, and others came. Run the same command again.`,
      );
    }
    if (Number(of) !== file.size) throw otherLength(file, `${of} bytes`);
  } else if (headers.has("Content-Length") && !headers.has("Content-Encoding")) {
    const length = Number(headers.get("Content-Length"));
    if (length !== file.size) throw otherLength(file, `${length} bytes`);
  }
}

function otherLength({ path, size }: HubFile, found: string): InklingError {
  return new InklingError(
    `${path} is not what the hub announced: ${size} bytes were expected, and it sends ${found}. Try again later.`,
  );
}
