/** How a text begins for a model: with the BOS that began every text it met in training. */
import { InklingError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";

/** BOS (if the tokenizer has one) and the ids of `text`; throws if that leaves nothing to read. */
export function beginText(text: string, tokenizer: Tokenizer): number[] {
  const ids = tokenizer.encode(text);
  if (tokenizer.bos !== undefined) ids.unshift(tokenizer.bos);
  if (ids.length > 0) return ids;
  throw new InklingError("The prompt is empty, and this tokenizer has no BOS to begin with: give some text.");
}
