/**
 * A corpus as two files of ids, train.ids and validation.ids, in a cache folder: so training needs memory for a
 * batch, not for the corpus, and starts at once the next time.
 *
 * Two passes: the first hashes each document (its side of the split, and the content for the manifest), the second
 * tokenises and shuffles (data/shuffle.ts). The cache is reused only if its manifest names the same content, tokenizer
 * and rule. A file is written under another name and renamed when it is whole; the manifest goes first and comes last.
 *
 * The ids are int32, little-endian, as every machine we run on keeps them in memory. Refuses to know: training.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { showDocumentRule } from "../data/documents.ts";
import { DocumentShuffle, poolFor } from "../data/shuffle.ts";
import type { SplitKind } from "../data/split.ts";
import { bosOf, cutByPosition, openingOf, StreamWriter } from "../data/stream.ts";
import { InklingError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Corpus } from "./corpus.ts";
import { type FileIds, IdFileWriter, openIds, removeAbandoned } from "./corpusIdFile.ts";
import { Fingerprint, type Survey, surveyCorpus, watched } from "./corpusSurvey.ts";

/** What is known about a tokenised corpus; kept as manifest.json in the cache, and of use to a run's own manifest. */
export interface CorpusManifest {
  /** Changes when the files' meaning does, so that an older cache is not mistaken for a current one. 2: shuffled. */
  format: 2;
  corpusSha256: string;
  tokenizerSha256: string;
  /** As `--documents` spells it. */
  rule: string;
  split: SplitKind;
  documents: number;
  /** Documents by hash on each side; 0 and 0 if the split is by position. */
  trainDocuments: number;
  validationDocuments: number;
  /** How many of the documents are conversations: with any at all, a model learns to chat. */
  chats: number;
  /** UTF-16 code units of all documents. */
  characters: number;
  trainIds: number;
  validationIds: number;
}

export interface TokenisedCorpus {
  train: FileIds;
  validation: FileIds;
  manifest: CorpusManifest;
  /** Whether the cache was current. */
  reused: boolean;
  close(): Promise<void>;
}

/** `characters` of `total` are done; in the first pass the total is not known yet. Told after every short text, so show it now and then. */
export interface CorpusProgress {
  phase: "reading" | "tokenising";
  documents: number;
  characters: number;
  total?: number;
}

/**
 * Tokenises a corpus into `folder`, or opens what lies there if it is current. Close the result when done.
 * Throws InklingError if the disk is full or the data changes meanwhile; then no half-made file is left.
 */
export async function tokeniseCorpus(
  corpus: Corpus,
  tokenizer: Tokenizer,
  folder: string,
  onProgress: (progress: CorpusProgress) => void = () => {},
): Promise<TokenisedCorpus> {
  const survey = await surveyCorpus(corpus, ({ documents, characters }) =>
    onProgress({ phase: "reading", documents, characters }),
  );
  const key: CacheKey = {
    format: 2,
    corpusSha256: survey.sha256,
    tokenizerSha256: createHash("sha256").update(JSON.stringify(tokenizer.toJSON())).digest("hex"),
    rule: showDocumentRule(corpus.rule),
  };
  const files = filesIn(folder);
  const cached = await readCurrent(files, key);
  if (cached !== undefined) return openTokenised(files, cached, true);
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(folder);
    await rm(files.manifest, { force: true });
    const lengths = await writeIds(corpus, tokenizer, survey, files, ({ documents, characters }) =>
      onProgress({ phase: "tokenising", documents, characters, total: survey.characters }),
    );
    const manifest = manifestOf(key, survey, lengths);
    const part = `${files.manifest}.part-${process.pid}`;
    await writeFile(part, `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(part, files.manifest);
    return await openTokenised(files, manifest, false);
  } catch (error) {
    throw explained(error, folder);
  }
}

type CacheKey = Pick<CorpusManifest, "format" | "corpusSha256" | "tokenizerSha256" | "rule">;

function manifestOf(
  key: CacheKey,
  { split, documents, validationDocuments, chats, characters }: Survey,
  lengths: { trainIds: number; validationIds: number },
): CorpusManifest {
  const onSides =
    split === "hash"
      ? { trainDocuments: documents - validationDocuments, validationDocuments }
      : { trainDocuments: 0, validationDocuments: 0 };
  return { ...key, split, documents, ...onSides, chats, characters, ...lengths };
}

/** What the system says about the cache folder, in words that help; other errors as they are. */
function explained(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const problem = {
    ENOSPC: "the disk is full",
    EACCES: "writing is not permitted",
    EROFS: "the disk is read-only",
    EEXIST: "a file is in the folder's place",
    ENOTDIR: "a file is in the folder's place",
  };
  const found = Object.entries(problem).find(([code]) => code === error.code);
  if (found === undefined) return error;
  return new InklingError(
    `Cannot keep the tokenised data in ${folder}: ${found[1]}. Make room, or choose another folder.`,
  );
}

function filesIn(folder: string) {
  return {
    train: join(folder, "train.ids"),
    validation: join(folder, "validation.ids"),
    manifest: join(folder, "manifest.json"),
  };
}
type Files = ReturnType<typeof filesIn>;

/** The second pass: every document tokenised into the stream of its side, in shuffled order. */
async function writeIds(
  corpus: Corpus,
  tokenizer: Tokenizer,
  survey: Survey,
  files: Files,
  onAdd: (fingerprint: Fingerprint) => void,
): Promise<{ trainIds: number; validationIds: number }> {
  const train = await IdFileWriter.create(files.train);
  const validation = await IdFileWriter.create(files.validation);
  try {
    const sideFor = (file: IdFileWriter) => {
      const stream = new StreamWriter(tokenizer, (ids) => file.write(ids));
      return new DocumentShuffle(stream, tokenizer, poolFor(survey.split));
    };
    const trainSide = sideFor(train);
    const validationSide = sideFor(validation);
    const fingerprint = new Fingerprint(onAdd);
    for await (const document of corpus) {
      const validates = survey.split === "hash" && survey.validates(fingerprint.documents);
      const shown = await watched(document, (text) => fingerprint.add(text));
      await (validates ? validationSide : trainSide).add(shown);
      fingerprint.endDocument(document);
    }
    await trainSide.finish();
    await validationSide.finish();
    if (fingerprint.sha256() !== survey.sha256) {
      throw new InklingError(
        "The data changed while it was being read. Try again when nothing writes to it.",
      );
    }
    if (survey.split === "position") await moveLastTenth(train, validation, bosOf(tokenizer));
    await train.finish();
    await validation.finish();
    return { trainIds: train.length, validationIds: validation.length };
  } finally {
    await train.abandon();
    await validation.abandon();
  }
}

/** The split by position: what lies behind the cut moves to `validation`, behind a BOS of its own. */
async function moveLastTenth(train: IdFileWriter, validation: IdFileWriter, bos: number): Promise<void> {
  const cut = cutByPosition(train.length);
  for (let at = cut; at < train.length; at += copiedAtOnce) {
    const ids = await train.read(at, Math.min(copiedAtOnce, train.length - at));
    if (at === cut) await validation.write(openingOf(ids[0], bos));
    await validation.write(ids);
  }
  await train.truncate(cut);
}

/** 256 KiB. */
const copiedAtOnce = 65_536;

/** The manifest, if it agrees with `key` in every field and the id files are as long as it says. */
async function readCurrent(files: Files, key: CacheKey): Promise<CorpusManifest | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(files.manifest, "utf8"));
    if (!isManifest(manifest)) return undefined;
    for (const name of ["format", "corpusSha256", "tokenizerSha256", "rule"] as const) {
      if (manifest[name] !== key[name]) return undefined;
    }
    const whole = async (path: string, ids: number) => (await stat(path)).size === 4 * ids;
    const bothWhole =
      (await whole(files.train, manifest.trainIds)) &&
      (await whole(files.validation, manifest.validationIds));
    return bothWhole ? manifest : undefined;
  } catch {
    return undefined; // no cache, or a spoilt one: it is made anew
  }
}

function isManifest(value: unknown): value is CorpusManifest {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return Object.entries(manifestTypes).every(([name, type]) => typeof fields.get(name) === type);
}

const manifestTypes = {
  format: "number",
  corpusSha256: "string",
  tokenizerSha256: "string",
  rule: "string",
  split: "string",
  documents: "number",
  trainDocuments: "number",
  validationDocuments: "number",
  chats: "number",
  characters: "number",
  trainIds: "number",
  validationIds: "number",
} satisfies Record<keyof CorpusManifest, "number" | "string">;

async function openTokenised(
  files: Files,
  manifest: CorpusManifest,
  reused: boolean,
): Promise<TokenisedCorpus> {
  const train = await openIds(files.train);
  const validation = await openIds(files.validation);
  const close = async () => {
    await train.close();
    await validation.close();
  };
  return { train, validation, manifest, reused, close };
}
