/** The hub's routes, as far as Inkling asks them: who may, and what is answered. */
import {
  commitOf,
  type FakeRepository,
  fakeRepository,
  gitSha1,
  isLarge,
  listed,
  sha256,
} from "./fakeRepository.ts";
import type { Answer } from "./fakeServer.ts";

export const TOKEN = "hf_AAAAbbbbCCCCdddd";

export interface FakeState {
  readonly repositories: Map<string, FakeRepository>;
  /** Large files' bytes by sha256, and parts of them by sha256?part=N. */
  readonly storage: Map<string, Uint8Array>;
  readonly settings: {
    pageSize: number;
    /** Uploads are cut into parts of so many bytes; 0: they are not. */
    chunkSize: number;
  };
  address: string;
  cdnAddress: string;
}

export interface Asked {
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly body: Uint8Array;
}

type Route = (state: FakeState, asked: Asked, repository: FakeRepository, match: readonly string[]) => Answer;

const refusal = (status: number, code: string, error: string): Answer => ({
  status,
  headers: { "X-Error-Code": code },
  json: { error },
});

/** Routes that are of no repository, and of one, by what follows its name; the latter with a revision in ( ). */
const general: Readonly<Record<string, (state: FakeState, asked: Asked) => Answer>> = {
  "/api/whoami-v2": () => ({
    json: {
      type: "user",
      name: "me",
      orgs: [{ type: "org", name: "our-org" }],
      auth: { type: "access_token" },
    },
  }),
  "/api/models": searchModels,
  "/api/repos/create": createRepository,
};
const ofRepository: readonly (readonly [RegExp, Route])[] = [
  [/^(?:\/revision\/([^/]+))?$/, modelInfo],
  [/^\/tree\/([^/]+)$/, tree],
  [/^\/resolve\/([^/]+)\/(.+)$/, resolveFile],
  [/^\/refs$/, refs],
  [/^\/preupload\/(main)$/, preupload],
  [/^\/info\/lfs\/objects\/batch$/, lfsBatch],
  [/^\/lfs\/complete$/, completeParts],
  [/^\/commit\/(main)$/, commit],
];

export function answerTo(state: FakeState, asked: Asked): Answer {
  const { url, authorization } = asked;
  const known = authorization === `Bearer ${TOKEN}`;
  if (authorization !== undefined && !known) {
    return refusal(401, "", `Invalid credentials in Authorization header: ${authorization}`);
  }
  const path = decodeURIComponent(url.pathname);
  if (Object.hasOwn(general, path)) return general[path](state, asked);
  const [, id = "", rest = ""] =
    /^\/api\/models\/([^/]+\/[^/]+)(.*)$/.exec(path) ??
    /^\/([^/]+\/[^/]+?)(?:\.git)?(\/.*)$/.exec(path) ??
    [];
  const repository = state.repositories.get(id);
  if (!repository || (repository.private && !known)) {
    return refusal(known ? 404 : 401, "RepoNotFound", "Repository not found");
  }
  if (repository.gated)
    return refusal(known ? 403 : 401, "GatedRepo", `Access to model ${id} is restricted.`);
  for (const [pattern, route] of ofRepository) {
    const match = pattern.exec(rest);
    if (!match) continue;
    const [, revision = "main"] = match;
    if (!["HEAD", commitOf(repository), ...repository.branches].includes(revision)) {
      return refusal(404, "RevisionNotFound", `Invalid rev id: ${revision}`);
    }
    return route(state, asked, repository, match);
  }
  return refusal(404, "", `There is no route ${path}`);
}

function facts(repository: FakeRepository): object {
  const { id } = repository;
  const siblings = [...repository.files.keys()].map((rfilename) => ({ rfilename }));
  const rest = { likes: 0, downloads: 0, gated: false, lastModified: "2026-01-01T00:00:00.000Z" };
  return {
    _id: "1",
    id,
    modelId: id,
    sha: commitOf(repository),
    private: repository.private,
    siblings,
    ...rest,
  };
}

function searchModels({ repositories }: FakeState, { url }: Asked): Answer {
  const query = url.searchParams.get("search") ?? "";
  // The real one finds words that begin alike; the first letters do for a test.
  const found = [...repositories.values()].filter(({ id }) => id.includes(query.slice(0, 4)));
  return { json: found.map(facts) };
}

function modelInfo(_: FakeState, __: Asked, repository: FakeRepository): Answer {
  return { json: facts(repository) };
}

function refs(_: FakeState, __: Asked, { branches }: FakeRepository): Answer {
  const listed = branches.map((name) => ({ name, ref: `refs/heads/${name}`, targetCommit: "" }));
  return { json: { branches: listed, tags: [], converts: [] } };
}

function tree({ address, settings }: FakeState, { url }: Asked, repository: FakeRepository): Answer {
  const all = listed(repository);
  const start = Number(url.searchParams.get("cursor") ?? 0);
  const end = start + settings.pageSize;
  const next = new URL(url.pathname + url.search, address);
  next.searchParams.set("cursor", String(end));
  const headers = end < all.length ? { Link: `<${next}>; rel="next"` } : undefined;
  return { json: all.slice(start, end), ...(headers && { headers }) };
}

function resolveFile(
  state: FakeState,
  _: Asked,
  repository: FakeRepository,
  match: readonly string[],
): Answer {
  const [, , path] = match;
  const file = repository.files.get(path);
  if (!file) return refusal(404, "EntryNotFound", "Entry not found");
  const commit = { "X-Repo-Commit": commitOf(repository) };
  if (!file.lfs) return { file: file.bytes, headers: { ...commit, ETag: `"${gitSha1(file.bytes)}"` } };
  const hash = sha256(file.bytes);
  state.storage.set(hash, file.bytes);
  const linked = { "X-Linked-Size": file.bytes.length, "X-Linked-ETag": `"${hash}"` };
  const Location = `${state.cdnAddress}/lfs/${hash}/${path}?Signature=secret`;
  return { status: 302, headers: { ...commit, ...linked, Location } };
}

function createRepository({ repositories, address }: FakeState, { body }: Asked): Answer {
  const { name, organization, visibility }: Record<string, string> = parse(body);
  const id = `${organization}/${name}`;
  repositories.set(id, fakeRepository(id, {}, { private: visibility === "private" }));
  return { json: { url: `${address}/${id}`, id } };
}

function preupload(_: FakeState, { authorization, body }: Asked): Answer {
  if (authorization === undefined) return refusal(401, "", "Invalid username or password.");
  const { files }: { files: { path: string }[] } = parse(body);
  return {
    json: { files: files.map(({ path }) => ({ path, uploadMode: isLarge(path) ? "lfs" : "regular" })) },
  };
}

function lfsBatch(state: FakeState, { body }: Asked, { id }: FakeRepository): Answer {
  const { objects, transfers }: { objects: { oid: string; size: number }[]; transfers: string[] } =
    parse(body);
  if (transfers.includes("xet")) return refusal(400, "", "There is no xet here.");
  const actions = ({ oid, size }: { oid: string; size: number }) => {
    if (state.storage.has(oid)) return {};
    const href = `${state.cdnAddress}/lfs/${oid}/upload`;
    const { chunkSize } = state.settings;
    if (chunkSize === 0) return { actions: { upload: { href } } };
    const numbers = Array.from({ length: Math.ceil(size / chunkSize) }, (_, i) => i + 1);
    const parts = numbers.map((part) => [String(part).padStart(5, "0"), `${href}?part=${part}`]);
    const header = { chunk_size: String(chunkSize), ...Object.fromEntries(parts) };
    return { actions: { upload: { href: `${state.address}/api/models/${id}/lfs/complete`, header } } };
  };
  return {
    json: { transfer: "basic", objects: objects.map((object) => ({ ...object, ...actions(object) })) },
  };
}

function completeParts({ storage }: FakeState, { body }: Asked): Answer {
  const { oid, parts }: { oid: string; parts: { partNumber: number; etag: string }[] } = parse(body);
  const bytes = parts.map(({ partNumber }) => storage.get(`${oid}?part=${partNumber}`) ?? new Uint8Array());
  if (parts.some(({ etag }, i) => etag !== `"${sha256(bytes[i])}"`)) return refusal(400, "", "Wrong parts.");
  storage.set(oid, Buffer.concat(bytes));
  return { json: {} };
}

function commit({ storage }: FakeState, { authorization, body }: Asked, repository: FakeRepository): Answer {
  if (authorization === undefined) return refusal(401, "", "Invalid username or password.");
  const [header, ...operations]: { key: string; value: Record<string, string> }[] = String(body)
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const { key, value } of operations) {
    const lfs = key === "lfsFile";
    const bytes = lfs ? storage.get(value["oid"]) : Buffer.from(value["content"], "base64");
    if (bytes === undefined || (lfs && sha256(bytes) !== value["oid"])) {
      return refusal(400, "", `${value["path"]} did not arrive whole.`);
    }
    repository.files.set(value["path"], { bytes, lfs });
  }
  repository.commits.push({
    title: header.value["summary"],
    paths: operations.map(({ value }) => value["path"]),
  });
  return { json: { success: true, commitOid: commitOf(repository), commitUrl: "", hookOutput: "" } };
}

function parse(body: Uint8Array) {
  return JSON.parse(String(body));
}
