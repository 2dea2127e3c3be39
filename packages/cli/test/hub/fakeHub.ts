/**
 * A hub for tests, on this machine: the routes that Inkling asks (fakeRoutes.ts), and its storage for large files on
 * another port, as the real one has it on another host. It keeps every request, and fails as it is told to.
 *
 *   const hub = await startFakeHub();
 *   hub.add("me/tiny", { "config.json": "{}", "model.safetensors": bytes });
 *   await inkling(["pull", "me/tiny"], { env: hub.env(home) });
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { type FakeOptions, type FakeRepository, fakeRepository, sha256 } from "./fakeRepository.ts";
import { answerTo, type FakeState } from "./fakeRoutes.ts";
import { type Fault, Faults, listen, send } from "./fakeServer.ts";

export { gitSha1, sha256 } from "./fakeRepository.ts";
export { TOKEN } from "./fakeRoutes.ts";

export interface SeenRequest {
  readonly server: "hub" | "cdn";
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface FakeHub {
  readonly address: string;
  readonly cdnAddress: string;
  readonly requests: SeenRequest[];
  readonly repositories: Map<string, FakeRepository>;
  readonly settings: FakeState["settings"];
  add(
    id: string,
    files: Readonly<Record<string, string | Uint8Array>>,
    options?: FakeOptions,
  ): FakeRepository;
  fail(fault: Fault): void;
  /** Requests for this file's bytes, where the bytes came from. */
  fetches(path: string): SeenRequest[];
  /** For a user whose cache and token lie in `home`. */
  env(home: string, more?: Record<string, string>): Record<string, string>;
  close(): Promise<void>;
}

export async function startFakeHub(): Promise<FakeHub> {
  const requests: SeenRequest[] = [];
  const faults = new Faults();
  const state: FakeState = {
    repositories: new Map(),
    storage: new Map(),
    settings: { pageSize: 2, chunkSize: 0 },
    address: "",
    cdnAddress: "",
  };
  const see = (server: SeenRequest["server"], { method = "", url: path = "", headers }: IncomingMessage) => {
    const { range, authorization } = headers;
    requests.push({ server, method, path, range, authorization });
    return { url: new URL(path, "http://fake"), authorization };
  };
  const hub = await listen(async (request, response) => {
    const { url, authorization } = see("hub", request);
    const body = await buffer(request);
    const answer = answerTo(state, { url, authorization, body });
    // A redirect has no bytes to go wrong with: the storage's have.
    send(answer, request, response, answer.status === 302 ? undefined : faults.next(url.pathname));
  });
  const cdn = await listen(async (request, response) => {
    const { url } = see("cdn", request);
    const fault = faults.next(url.pathname);
    if (request.method === "PUT") return store(state, url, request, response, fault);
    send(
      { file: state.storage.get(url.pathname.split("/")[2]) ?? new Uint8Array() },
      request,
      response,
      fault,
    );
  });
  state.address = hub.address;
  state.cdnAddress = cdn.address;
  return {
    address: hub.address,
    cdnAddress: cdn.address,
    requests,
    repositories: state.repositories,
    settings: state.settings,
    add(id, files, options) {
      const repository = fakeRepository(id, files, options);
      state.repositories.set(id, repository);
      return repository;
    },
    fail: (fault) => faults.add(fault),
    fetches: (path) =>
      requests.filter(({ server, method, path: asked }) => {
        if (method !== "GET" || !asked.split("?")[0].endsWith(`/${path}`)) return false;
        return (
          server === "cdn" || ![...state.repositories.values()].some(({ files }) => files.get(path)?.lfs)
        );
      }),
    env: (home, more = {}) => ({ HF_ENDPOINT: hub.address, HF_HOME: home, ...more }),
    async close() {
      await hub.close();
      await cdn.close();
    },
  };
}

/** A large file's bytes arrive. As the real storage, it takes none without a length. */
async function store(
  { storage }: FakeState,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault["does"] | undefined,
): Promise<void> {
  const bytes = await buffer(request);
  if (request.headers["content-length"] === undefined) return void response.writeHead(411).end();
  const answer = { headers: { ETag: `"${sha256(bytes)}"` } };
  if (fault === undefined) storage.set(`${url.pathname.split("/")[2]}${url.search}`, bytes);
  send(answer, request, response, fault);
}
