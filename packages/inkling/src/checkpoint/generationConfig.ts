/**
 * generation_config.json: which ids end a text, and how the model's makers would draw the next token.
 *
 * Of what transformers keeps there, Inkling knows what is listed here and passes over the rest.
 * Try it: `readSuggestedSampling({ eos_token_id: 2, temperature: 0.3 })`
 */

/** What a model suggests to whoever says nothing else. */
export interface SuggestedSampling {
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  readonly repetitionPenalty?: number;
}

/** Ours, and transformers'. */
const names = [
  ["temperature", "temperature"],
  ["topK", "top_k"],
  ["topP", "top_p"],
  ["minP", "min_p"],
  ["repetitionPenalty", "repetition_penalty"],
] as const satisfies readonly (readonly [ours: keyof SuggestedSampling, theirs: string])[];

export interface GenerationFacts {
  readonly bosTokenId: number | undefined;
  /** Several, if any of them ends a text. */
  readonly eosTokenId: number | readonly number[] | undefined;
  readonly sampling: SuggestedSampling;
}

/** The parsed file. */
export function generationConfig({ bosTokenId, eosTokenId, sampling }: GenerationFacts) {
  const ids = { bos_token_id: bosTokenId, eos_token_id: eosTokenId };
  // transformers has no temperature 0: always the likeliest token is its do_sample: false, with which only a penalty makes sense.
  const isGreedy = sampling.temperature === 0;
  const suggested = names.flatMap(([ours, theirs]) => {
    const value = sampling[ours];
    return value === undefined || (isGreedy && ours !== "repetitionPenalty")
      ? []
      : [[theirs, value] as const];
  });
  return { ...ids, do_sample: !isGreedy, ...Object.fromEntries(suggested) };
}

/**
 * How a parsed file from anywhere would draw. What is missing, null or of another kind is left out; `do_sample: false` is
 * temperature 0, always the likeliest token. (Which ids end a text, folder/usage.ts reads: other files have a say in it.)
 */
export function readSuggestedSampling(parsed: unknown): SuggestedSampling {
  const fields = typeof parsed === "object" && parsed !== null ? new Map(Object.entries(parsed)) : new Map();
  const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
  const suggested = names.flatMap(([ours, theirs]) => {
    const value: unknown = fields.get(theirs);
    return isNumber(value) && value >= 0 ? [[ours, value] as const] : [];
  });
  const sampling: SuggestedSampling = Object.fromEntries(suggested);
  if (fields.get("do_sample") !== false) return sampling;
  const { repetitionPenalty } = sampling;
  return { temperature: 0, ...(repetitionPenalty === undefined ? {} : { repetitionPenalty }) };
}
