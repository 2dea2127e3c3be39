/** All conversations of one side of the split: each from a random stream of its own, none twice, none that knows the exam. */
import { RandomStream } from "inkling";
import { items, question, standardExam } from "../exam/items.ts";
import { Draw } from "../language/draw.ts";
import { hashOf, type Split } from "../language/phrases.ts";
import { clean } from "../language/voices.ts";
import { type Dialogue, dialogue } from "./dialogue.ts";

export interface DialogueOptions {
  readonly split: Split;
  readonly count: number;
  readonly seed: number;
}

/**
 * Yields `count` conversations, no two of which say the same. The same seed gives the same ones, everywhere.
 *
 * Phrases are divided list by list, so now and then two lists share one ("The inn: who works there?"), which then is in
 * training and in the test. Conversations with a question of the standard exam are left out.
 */
export function* dialogues({ split, count, seed }: DialogueOptions): Generator<Dialogue> {
  const asked = new Set(split === "test" ? [] : items(standardExam).map(question));
  const seen = new Set<string>();
  for (let i = 0, made = 0; made < count; i++) {
    const next = dialogue(new Draw(new RandomStream(seed, `village/${split}`, i), split));
    const key = fingerprint(next);
    if (seen.has(key) || next.clean.some((message) => asked.has(clean(message)))) continue;
    seen.add(key);
    made++;
    yield next;
  }
}

/** 64 bits of what is said to the model, whatever the capitals and slips. */
function fingerprint({ messages, clean: said }: Dialogue): string {
  const system = messages[0].role === "system" ? messages[0].content : "";
  const text = clean([system, ...said].join(" "));
  return `${hashOf(text)} ${hashOf(`${text.length} ${text}`)}`;
}
