/**
 * tokenizer.json's post-processor: what other programs put around a text once it is ids.
 *
 * Llama's template says `<s> A`: a text begins with `<s>`. Inkling's encode adds nothing (who calls it knows whether a
 * text begins there), so the template is kept as a fact, to act on and to write back. A ByteLevel post-processor only
 * tidies offsets, and is passed over.
 *
 * Knows nothing about encoding. Try it: `idsAround(readTemplate(JSON.parse(text).post_processor, 32_000)).before // [1]`
 */
import { list, object, onlyAllow, refuse } from "./jsonChecks.ts";
import type { Around } from "./tokenizer.ts";
import type { TemplateJson, TemplatePieceJson } from "./tokenizerJson.ts";

/** The template, if it adds something. @param vocabSize the ids it may name are below this */
export function readTemplate(value: unknown, vocabSize: number): TemplateJson | undefined {
  if (value === null || value === undefined) return undefined;
  const processor = object(value, "post_processor");
  if (processor["type"] !== "Sequence") return templateOf(processor, "post_processor", vocabSize);
  const templates = list(processor["processors"], "post_processor.processors").map((entry, i) => {
    const field = `post_processor.processors[${i}]`;
    return templateOf(object(entry, field), field, vocabSize);
  });
  const adding = templates.filter((template) => template !== undefined);
  if (adding.length > 1) refuse("post_processor.processors", value, "one TemplateProcessing");
  return adding[0];
}

function templateOf(processor: Record<string, unknown>, field: string, vocabSize: number) {
  if (processor["type"] === "ByteLevel") return undefined;
  if (processor["type"] !== "TemplateProcessing")
    return refuse(field, processor, "null, ByteLevel, TemplateProcessing, or a Sequence of these");
  const template: TemplateJson = {
    type: "TemplateProcessing",
    single: piecesOf(processor["single"], `${field}.single`),
    pair: piecesOf(processor["pair"], `${field}.pair`),
    special_tokens: specialTokensOf(processor["special_tokens"], `${field}.special_tokens`, vocabSize),
  };
  const isText = (piece: TemplatePieceJson) => "Sequence" in piece && piece.Sequence.id === "A";
  if (template.single.filter((piece) => "Sequence" in piece).length !== 1 || !template.single.some(isText))
    refuse(`${field}.single`, processor["single"], "special tokens around one Sequence A");
  for (const piece of [...template.single, ...template.pair])
    if ("SpecialToken" in piece && !Object.hasOwn(template.special_tokens, piece.SpecialToken.id))
      refuse(
        `${field}.special_tokens`,
        processor["special_tokens"],
        `all that the template names, ${piece.SpecialToken.id} among them`,
      );
  return template.single.length > 1 ? template : undefined;
}

function piecesOf(value: unknown, field: string): TemplatePieceJson[] {
  return list(value, field).map((entry, i): TemplatePieceJson => {
    const at = `${field}[${i}]`;
    const piece = object(entry, at);
    const kind = "SpecialToken" in piece ? "SpecialToken" : "Sequence";
    const { id, type_id = 0 } = object(piece[kind], `${at}.${kind}`);
    if (typeof type_id !== "number") return refuse(`${at}.${kind}.type_id`, type_id, "a number");
    if (kind === "Sequence")
      return id === "A" || id === "B"
        ? { Sequence: { id, type_id } }
        : refuse(`${at}.Sequence.id`, id, '"A" or "B"');
    return typeof id === "string"
      ? { SpecialToken: { id, type_id } }
      : refuse(`${at}.SpecialToken.id`, id, "the name of a special token");
  });
}

function specialTokensOf(value: unknown, field: string, vocabSize: number): TemplateJson["special_tokens"] {
  const isId = (id: unknown): id is number =>
    Number.isInteger(id) && Number(id) >= 0 && Number(id) < vocabSize;
  const isString = (token: unknown): token is string => typeof token === "string";
  const entries = Object.entries(object(value, field)).map(([name, entry]) => {
    const at = `${field}[${JSON.stringify(name)}]`;
    const token = object(entry, at);
    onlyAllow(token, `${at}.`, { id: [name] }, true);
    const ids = list(token["ids"], `${at}.ids`);
    const tokens = list(token["tokens"], `${at}.tokens`);
    if (!ids.every(isId)) return refuse(`${at}.ids`, ids, `ids from 0 to ${vocabSize - 1}`);
    if (!tokens.every(isString) || tokens.length !== ids.length)
      return refuse(`${at}.tokens`, tokens, "a spelling for each id");
    return [name, { id: name, ids, tokens }] as const;
  });
  return Object.fromEntries(entries);
}

/** What the template puts before and after a text by itself. */
export function idsAround(template: TemplateJson | undefined): Around {
  const around = { before: [] as number[], after: [] as number[] };
  let side = around.before;
  for (const piece of template?.single ?? []) {
    if ("Sequence" in piece) side = around.after;
    else side.push(...template!.special_tokens[piece.SpecialToken.id].ids);
  }
  return around;
}
