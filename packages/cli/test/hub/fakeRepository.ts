/** What the fake hub holds: repositories, their files with checksums, and how the hub lists them. */
import { createHash } from "node:crypto";

export interface FakeFile {
  readonly bytes: Uint8Array;
  /** Its bytes lie in the storage. */
  readonly lfs: boolean;
}

export interface FakeRepository {
  readonly id: string;
  readonly private: boolean;
  readonly gated: boolean;
  readonly branches: readonly string[];
  readonly files: Map<string, FakeFile>;
  readonly commits: { readonly title: string; readonly paths: readonly string[] }[];
  /** What the list of files says in place of the truth, by path. */
  readonly lies: Map<string, object>;
  /** More entries of the list. */
  readonly entries: object[];
}

export interface FakeOptions {
  readonly private?: boolean;
  readonly gated?: boolean;
  readonly branches?: readonly string[];
}

export function fakeRepository(
  id: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  { private: hidden = false, gated = false, branches = ["main"] }: FakeOptions = {},
): FakeRepository {
  const held = Object.entries(files).map(
    ([path, content]) => [path, { bytes: Buffer.from(content), lfs: isLarge(path) }] as const,
  );
  const rest = { commits: [], lies: new Map(), entries: [] };
  return { id, private: hidden, gated, branches, files: new Map(held), ...rest };
}

/** As the hub's .gitattributes have it. */
export function isLarge(path: string): boolean {
  return /\.(safetensors|gguf|bin)$/.test(path);
}

export function commitOf({ files, commits }: FakeRepository): string {
  const hash = createHash("sha1").update(String(commits.length));
  for (const [path, { bytes }] of files) hash.update(path).update(bytes);
  return hash.digest("hex");
}

/** As the hub lists files: with the folders, and for large ones what lies in the storage. */
export function listed({ files, lies, entries }: FakeRepository): object[] {
  const folders = new Set(
    [...files.keys()].filter((path) => path.includes("/")).map((path) => path.split("/")[0]),
  );
  return [
    ...[...folders].map((path) => ({ type: "directory", oid: gitSha1(Buffer.from(path)), size: 0, path })),
    ...[...files].map(([path, { bytes, lfs }]) => {
      const size = bytes.length;
      const large = lfs ? { lfs: { oid: sha256(bytes), size, pointerSize: 134 } } : {};
      return { type: "file", oid: gitSha1(bytes), size, path, ...large, ...lies.get(path) };
    }),
    ...entries,
  ];
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** As `git hash-object` counts. */
export function gitSha1(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
