/**
 * How a model wants to be used, from the small files of its folder: which ids begin and end a text, how a conversation is
 * written, how the next token is best drawn.
 *
 * The first file that says it wins:
 *   bos, eos        generation_config.json, config.json, tokenizer_config.json (there as text)
 *   chat template   chat_template.jinja (transformers 5), tokenizer_config.json
 *
 * What makes no sense here is passed over with a note: the weights are none the worse for it.
 * Try it: `(await readUsage(files, config, vocabSize, tokenizer)).chatTemplate`.
 */
import { readSuggestedSampling, type SuggestedSampling } from "../checkpoint/generationConfig.ts";
import { parseJsonFile } from "../checkpoint/json.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { ModelFiles } from "./modelFiles.ts";

export interface Usage {
  readonly chatTemplate: string | undefined;
  readonly bosTokenId: number | undefined;
  readonly eosTokenIds: readonly number[];
  readonly sampling: SuggestedSampling;
  readonly notes: readonly string[];
}

type Fields = ReadonlyMap<string, unknown>;

/** @param config the fields of config.json, @param vocabSize the ids it has rows for */
export async function readUsage(
  files: ModelFiles,
  config: unknown,
  vocabSize: number,
  tokenizer: Tokenizer | undefined,
): Promise<Usage> {
  const notes: string[] = [];
  const generation = await jsonFields(files, "generation_config.json");
  const ofTokenizer = await jsonFields(files, "tokenizer_config.json");
  const idsOf = (name: "bos" | "eos"): readonly number[] => {
    const places = [
      ["generation_config.json", generation],
      ["config.json", fieldsOf(config)],
    ] as const;
    for (const [file, fields] of places) {
      const given = [fields.get(`${name}_token_id`) ?? []].flat();
      const ids = given.filter((id): id is number => isId(id, vocabSize));
      if (ids.length < given.length) {
        notes.push(`${file}: ${name}_token_id is no id of this model's ${vocabSize} and was passed over.`);
      }
      if (ids.length > 0) return ids;
    }
    const id = tokenizer?.specialTokens.get(contentOf(ofTokenizer.get(`${name}_token`)) ?? "");
    return isId(id, vocabSize) ? [id] : [];
  };
  const [bosTokenId] = idsOf("bos");
  const eosTokenIds = idsOf("eos");
  const chatTemplate = await chatTemplateOf(files, ofTokenizer, notes);
  const sampling = readSuggestedSampling(Object.fromEntries(generation));
  return { chatTemplate, bosTokenId, eosTokenIds, sampling, notes };
}

async function chatTemplateOf(files: ModelFiles, ofTokenizer: Fields, notes: string[]) {
  const file = "chat_template.jinja";
  if (files.has(file)) return files.text(file);
  const given = ofTokenizer.get("chat_template") ?? undefined;
  if (given === undefined || typeof given === "string") return given;
  // The list form: [{ "name": "default", "template": "…" }, …]
  const named = [given].flat().map(fieldsOf);
  const template = named.find((fields) => fields.get("name") === "default")?.get("template");
  if (typeof template === "string") return template;
  notes.push("tokenizer_config.json: chat_template has no default and was passed over.");
  return undefined;
}

async function jsonFields(files: ModelFiles, name: string): Promise<Fields> {
  return fieldsOf(
    files.has(name) ? parseJsonFile(await files.text(name), `${files.dir}/${name}`) : undefined,
  );
}

function fieldsOf(json: unknown): Fields {
  return new Map(typeof json === "object" && json !== null ? Object.entries(json) : []);
}

/** A special token in tokenizer_config.json: its text, or an object that holds it. */
function contentOf(token: unknown): string | undefined {
  const content = typeof token === "string" ? token : fieldsOf(token).get("content");
  return typeof content === "string" ? content : undefined;
}

function isId(id: unknown, vocabSize: number): id is number {
  return typeof id === "number" && Number.isInteger(id) && id >= 0 && id < vocabSize;
}
