/**
 * A model's folder onto the hub: who are we, is there such a repository (or else it is made), all files in one commit.
 *
 * @huggingface/hub does the sending: which files go to the storage for large ones, in how many parts, and the commit. It is
 * told not to use Xet's protocol: a tiny model gains nothing by it, and the plain one is what the tests can follow.
 * Nothing on the hub is deleted. Refuses to know: how a person or a program is told.
 */
import { pathToFileURL } from "node:url";
import { type CommitOutput, commitIter, createRepo, modelInfo, type WhoAmI, whoAmI } from "@huggingface/hub";
import { InklingError } from "inkling";
import { cut, onOneLine } from "../run/words.ts";
import { counting } from "./countedBody.ts";
import { explainHubError } from "./explain.ts";
import { type Hub, openHub } from "./hub.ts";
import type { FileToPush, ModelToPush } from "./modelToPush.ts";
import { type Pause, pauseFor } from "./patience.ts";
import { type Env, hubPlaces } from "./places.ts";
import { HubRefusal } from "./refusal.ts";
import { MAIN } from "./repository.ts";
import { readToken } from "./token.ts";
import type { TransferReport } from "./transferReport.ts";

export interface PushRequest {
  readonly model: ModelToPush;
  /** OWNER/NAME */
  readonly id: string;
  /** If the repository has to be made: for its owner's eyes only. */
  readonly private: boolean;
  /** The commit's title. */
  readonly message: string;
}

export interface PushOptions {
  readonly env: Env;
  readonly signal: AbortSignal;
  readonly report: TransferReport;
  /** How a test has no need to wait. */
  readonly pause?: Pause;
}

export interface Pushed {
  /** The page of the model. */
  readonly address: string;
  readonly commit: string;
  /** The repository was made for it. */
  readonly created: boolean;
}

/** @throws InklingError with what to do; the hub then has the files of before */
export async function push(request: PushRequest, options: PushOptions): Promise<Pushed> {
  const { env, signal, pause = pauseFor } = options;
  const places = hubPlaces(env);
  if (places.offline) throw new InklingError("HF_HUB_OFFLINE is set, so nothing is sent.");
  const token = await readToken(env, places.tokenFile);
  const hub = openHub({ endpoint: places.endpoint, token, signal, pause });
  if (token === undefined) {
    throw new InklingError(
      `To push, the hub has to know who you are. Put a token that may write, from ${hub.endpoint}/settings/tokens, into the variable HF_TOKEN.`,
    );
  }
  try {
    const created = await makeSureOfRepository(hub, request);
    const commit = await send(hub, request, options);
    return { address: `${hub.endpoint}/${request.id}`, commit, created };
  } catch (error) {
    signal.throwIfAborted();
    const repository = { id: request.id, revision: MAIN };
    throw await explainHubError(error, { hub, repository, doing: "write to" });
  }
}

/** Where @huggingface/hub wants a token. Never sent: signedFetch puts the real one in its place. */
const accessToken = "hf_";

/** @returns whether it had to be made */
async function makeSureOfRepository(hub: Hub, request: PushRequest): Promise<boolean> {
  const { id } = request;
  const at = { hubUrl: hub.endpoint, fetch: hub.api };
  const me = await whoAmI({ ...at, accessToken });
  const found = await orMissing(modelInfo({ ...at, name: id }));
  if (found !== undefined) {
    if (!request.private || found.private) return false;
    throw new InklingError(
      `${id} is there already, and public, so --private can't be kept. Make it private on ${hub.endpoint}/${id}/settings, or push under another name.`,
    );
  }
  const [owner, name] = id.split("/");
  const [user, ...orgs] = ownersOf(me);
  if (![user, ...orgs].includes(owner)) {
    throw new InklingError(
      `There is no ${id} that you may see, and only ${owner} can make it; your token is ${user}'s. Did you mean ${user}/${name}?`,
    );
  }
  await createRepo({ ...at, accessToken, repo: id, visibility: request.private ? "private" : "public" });
  return true;
}

/** In whose names the token may make repositories, its owner first. */
function ownersOf(me: WhoAmI): string[] {
  const orgs = "orgs" in me && Array.isArray(me.orgs) ? me.orgs : [];
  return [me.name, ...orgs.map((org) => org.name)].map((name) => cut(onOneLine(String(name)), 96));
}

/** undefined if the hub shows no such repository. */
async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof HubRefusal && error.code === "RepoNotFound") return undefined;
    throw error;
  }
}

/** @returns the commit */
async function send(hub: Hub, request: PushRequest, { signal, report }: PushOptions): Promise<string> {
  const { files } = request.model;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  report.begin(total);
  const steps = commitIter({
    repo: request.id,
    title: request.message,
    operations: files.map(({ name, path }) => ({
      operation: "addOrUpdate",
      path: name,
      content: pathToFileURL(path),
    })),
    hubUrl: hub.endpoint,
    fetch: counting(hub.api, report.moved),
    useXet: false,
    abortSignal: signal,
  });
  const sizes = new Map(files.map(({ name, bytes }: FileToPush) => [name, bytes]));
  const sending = new Set<string>();
  for (;;) {
    const step = await steps.next();
    if (step.done) {
      report.moved(total - report.done); // the small files went with the commit itself
      return commitOf(step.value);
    }
    if (step.value.event !== "fileProgress" || step.value.state !== "uploading") continue;
    const { path, progress } = step.value;
    report.file(path);
    if (progress === 0) sending.add(path);
    else if (!sending.has(path)) report.moved(sizes.get(path) ?? 0); // the hub has it, from an earlier attempt
  }
}

function commitOf(output: CommitOutput | undefined): string {
  const commit: unknown = output?.commit.oid;
  if (typeof commit === "string" && /^[0-9a-f]{40}$/.test(commit)) return commit;
  throw new InklingError(
    "The hub did not say which commit it made. Look at the repository's page whether it is complete.",
  );
}
