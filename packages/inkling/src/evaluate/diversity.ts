/**
 * Does it always say the same?
 *
 *   distinct-n = different runs of n words / all runs of n words        Li et al. 2016
 *
 * 1 if nothing is said twice, near 0 if one thing is said over and over. It falls as there is more text, so only figures over
 * equally many answers can be compared.
 */

/** In small letters, without punctuation; both as ASCII has them, so that no runtime's tables matter. */
export function wordsOf(text: string): readonly string[] {
  const small = text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
  return small.match(/[a-z0-9\u0080-\uffff]+(?:'[a-z]+)?/g) ?? [];
}

/** Over all texts together; runs don't cross from one to the next. 0 if there is no run. */
export function distinctN(texts: readonly string[], n: number): number {
  const different = new Set<string>();
  let all = 0;
  for (const words of texts.map(wordsOf)) {
    for (let i = 0; i + n <= words.length; i++, all++) different.add(words.slice(i, i + n).join(" "));
  }
  return all === 0 ? 0 : different.size / all;
}
