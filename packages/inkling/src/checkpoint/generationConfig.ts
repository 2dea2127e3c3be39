/**
 * generation_config.json: which ids end a text, and how the model's makers would draw the next token.
 *
 * Of what transformers keeps there, Inkling knows what is listed here and passes over the rest.
 * Try it: `readGenerationConfig({ eos_token_id: 2, temperature: 0.3 }).sampling`
 */

/** What a model suggests to whoever says nothing else. */
export interface SuggestedSampling {
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  readonly repetitionPenalty?: number;
}

export interface GenerationConfig {
  /** Ids that end a text. */
  readonly endIds: readonly number[];
  readonly sampling: SuggestedSampling;
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
 * Reads a parsed file from anywhere. What is missing, null or of another kind is left out; `do_sample: false` is
 * temperature 0, always the likeliest token.
 */
export function readGenerationConfig(parsed: unknown): GenerationConfig {
  const fields = typeof parsed === "object" && parsed !== null ? new Map(Object.entries(parsed)) : new Map();
  const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
  const endIds = [fields.get("eos_token_id")].flat().filter(isNumber);
  const suggested = names.flatMap(([ours, theirs]) => {
    const value: unknown = fields.get(theirs);
    return isNumber(value) && value >= 0 ? [[ours, value] as const] : [];
  });
  const sampling: SuggestedSampling = Object.fromEntries(suggested);
  if (fields.get("do_sample") !== false) return { endIds, sampling };
  const { repetitionPenalty } = sampling;
  return {
    endIds,
    sampling: { temperature: 0, ...(repetitionPenalty === undefined ? {} : { repetitionPenalty }) },
  };
}
