/**
 * Does it always say the same?
 *
 *   distinct-n = different runs of n words / all runs of n words
 *
 * after Li et al. 2016 (A Diversity-Promoting Objective Function), who divide by the number of words instead. 1 if nothing is said
 * twice, near 0 if one thing is said over and over. It falls as there is more text, so only figures over equally many answers
 * can be compared.
 */
import { wordsOf } from "./words.ts";

/** Over all texts together; runs don't cross from one to the next. 0 if there is no run. */
export function distinctN(texts: readonly string[], n: number): number {
  const different = new Set<string>();
  let all = 0;
  for (const words of texts.map(wordsOf)) {
    for (let i = 0; i + n <= words.length; i++, all++) different.add(words.slice(i, i + n).join(" "));
  }
  return all === 0 ? 0 : different.size / all;
}
