/** The models that lie beside the page, and fetching one of them. */

import { words } from "../words/en.ts";

export interface ShippedModel {
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

/** Bytes of all files so far, and in the end. */
export type Progress = (done: number, of: number) => void;

/** What the page reads of a model's folder. */
const NEEDED = new Set(
  "config.json generation_config.json tokenizer.json tokenizer_config.json chat_template.jinja model.safetensors evaluation.json README.md".split(
    " ",
  ),
);

/** Large models come with their weights in several files, and an index. */
const SHARD = /^(model-\d+-of-\d+\.safetensors|model\.safetensors\.index\.json)$/;

/** Of a Hugging Face folder what the page reads; of anything else everything, as the engine has to find out what it is. */
export function neededOf<F extends { readonly name: string }>(files: readonly F[]): readonly F[] {
  if (!files.some(({ name }) => name === "config.json")) return files;
  return files.filter(({ name }) => NEEDED.has(name) || SHARD.test(name));
}

/** @param base the page's own address, which may be a sub-path */
export async function listModels(base: string): Promise<readonly ShippedModel[]> {
  const response = await fetch(new URL("models/index.json", base));
  if (!response.ok) throw new Error(words.failed.notFetched("models/index.json", response.status));
  return response.json();
}

export async function fetchModel(
  { name, files }: ShippedModel,
  base: string,
  progress: Progress,
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const needed = neededOf(files);
  const of = needed.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const fetched = needed.map(async (file) => {
    const url = new URL(`models/${encodeURIComponent(name)}/${encodeURIComponent(file.name)}`, base);
    const bytes = await fetchBytes(url, (more) => {
      done += more;
      progress(done, of);
    });
    return [file.name, bytes] as const;
  });
  return Object.fromEntries(await Promise.all(fetched));
}

async function fetchBytes(url: URL, arrived: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(words.failed.notFetched(url.pathname, response.status));
  const chunks: Uint8Array[] = [];
  const reader = response.body.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    arrived(value.length);
  }
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
