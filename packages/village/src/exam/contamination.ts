/**
 * What the test has in common with the training text.
 *
 * A prompt is all that the other side has said before the answer that is judged: system prompt and every message so far,
 * without capitals and punctuation, and as it was before any slip. (The answers in between follow from them; in the test they
 * are the model's own.) A prompt of the test that occurs in training would be memory, not understanding.
 */
import type { Dialogue } from "../conversation/dialogue.ts";
import { hashOf } from "../language/phrases.ts";
import { clean } from "../language/voices.ts";
import { type Item, question } from "./items.ts";

export interface ContaminationReport {
  readonly dialogues: number;
  readonly turns: number;
  readonly duplicateDialogues: number;
  readonly testPrompts: number;
  /** Prompts of the test that are prompts in training. Must be 0. */
  readonly sharedPrompts: number;
  /** Last messages of the test that occur in training as a message, in whatever conversation. */
  readonly sharedQuestions: number;
  /** The same by skill. */
  readonly sharedQuestionsBySkill: Readonly<Record<string, number>>;
  /** Of the test's runs of 5 and 8 words within a question, the share that occur in training's messages or lessons. */
  readonly sharedRuns: Readonly<Record<5 | 8, number>>;
}

export class Contamination {
  readonly #prompts = new Set<number>();
  readonly #questions = new Set<number>();
  readonly #runs = { 5: new Set<number>(), 8: new Set<number>() };
  readonly #whole = new Set<number>();
  #dialogues = 0;
  #turns = 0;
  #duplicates = 0;

  add({ messages, clean: said }: Dialogue): void {
    this.#dialogues++;
    let before = "";
    let turn = 0;
    for (const { role, content } of messages) {
      if (role === "assistant") continue;
      const text = clean(role === "user" ? said[turn] : content);
      before += `${before === "" ? "" : " "}${text}`;
      if (role !== "user") continue;
      turn++;
      this.#turns++;
      this.#prompts.add(key(before));
      this.#questions.add(key(text));
      this.#addRuns(text);
    }
    const whole = key(before);
    if (this.#whole.has(whole)) this.#duplicates++;
    this.#whole.add(whole);
  }

  /** A text that is no conversation: it has no prompts, but may share runs of words with them. */
  addText(text: string): void {
    this.#addRuns(clean(text));
  }

  report(items: readonly Item[]): ContaminationReport {
    const bySkill: Record<string, number> = {};
    let sharedPrompts = 0;
    let sharedQuestions = 0;
    const runs = { 5: { all: 0, shared: 0 }, 8: { all: 0, shared: 0 } };
    for (const item of items) {
      const { skill, system, turns } = item;
      const prompt = clean([system ?? "", ...turns].join(" "));
      if (this.#prompts.has(key(prompt))) sharedPrompts++;
      const asked = question(item);
      if (this.#questions.has(key(asked))) {
        sharedQuestions++;
        bySkill[skill] = (bySkill[skill] ?? 0) + 1;
      }
      for (const length of [5, 8] as const) {
        for (const run of runsOf(asked, length)) {
          runs[length].all++;
          if (this.#runs[length].has(key(run))) runs[length].shared++;
        }
      }
    }
    const share = ({ all, shared }: { all: number; shared: number }) => (all === 0 ? 0 : shared / all);
    return {
      dialogues: this.#dialogues,
      turns: this.#turns,
      duplicateDialogues: this.#duplicates,
      testPrompts: items.length,
      sharedPrompts,
      sharedQuestions,
      sharedQuestionsBySkill: bySkill,
      sharedRuns: { 5: share(runs[5]), 8: share(runs[8]) },
    };
  }

  #addRuns(text: string): void {
    for (const run of runsOf(text, 5)) this.#runs[5].add(key(run));
    for (const run of runsOf(text, 8)) this.#runs[8].add(key(run));
  }
}

function* runsOf(text: string, length: number): Generator<string> {
  const words = text.split(" ");
  for (let i = 0; i + length <= words.length; i++) yield words.slice(i, i + length).join(" ");
}

/** 53 bits: among ten million texts, two different ones fall together with a chance of one in a hundred. */
function key(text: string): number {
  return (hashOf(text) % 0x200000) * 0x100000000 + hashOf(`${text.length}:${text}`);
}
