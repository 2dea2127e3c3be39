/**
 * `inkling eval --suite free`: what a model says when nobody checks its facts. How much of it is copied from the training text,
 * how much it repeats itself, and whether it keeps its form through ten turns.
 */
import { defaultSamplingSettings, InklingError, wordsOf } from "inkling";
import { UsageError } from "../shared/errors.ts";
import { type OpenedWithEngine, withModel } from "../shared/modelFlags.ts";
import { outputFor } from "../shared/output.ts";
import { progressBar } from "../shared/progress.ts";
import type { Terminal } from "../shared/terminal.ts";
import { heldOutTexts, searchFor, searchIn, unknownShare } from "./copied.ts";
import { type SuiteFlags, suiteDefaults } from "./flags.ts";
import { driftOf, type FreeResult, varietyOf } from "./free.ts";
import { showFree } from "./showFree.ts";
import { type Counts, chatFreely, continueFreely, type Speaking, type Spoken } from "./speaking.ts";

const standardCounts: Counts = { prompts: 1000, askings: 100, talks: 200, turns: 10 };

export async function freeSuite(
  flags: SuiteFlags,
  terminal: Terminal,
  counts: Counts = standardCounts,
): Promise<void> {
  const { train, seed = suiteDefaults.seed } = flags;
  if (train === undefined)
    throw new UsageError("The suite free looks for copies in the training text: give --train PATH.");
  const output = outputFor(terminal, flags);
  const talking = progressBar(terminal, output, "talking");
  const reading = progressBar(terminal, output, "reading");
  try {
    await withModel(flags, output.note, async (opened) => {
      const sampling = { ...defaultSamplingSettings(), ...opened.sampling };
      const spoken = await speakFreely(opened, flags, {
        counts,
        sampling,
        seed,
        onProgress: (done, of) => talking.update(done, of, `${done} of ${of} answers`),
      });
      talking.stop();
      const onProgress = (done: number) => reading.update(done, 0, `${done} documents of the training text`);
      const search = await searchTraining(spoken, { ...flags, train }, onProgress);
      reading.stop();
      const result: FreeResult = {
        suite: "free",
        seed,
        sampling,
        prompts: opened.chat ? "questions" : "openings",
        copied: search.said.copied(),
        natural: search.held?.copied() ?? [],
        answers: varietyOf(spoken.answers),
        sameQuestion: { question: spoken.prompt, ...varietyOf(spoken.again) },
        ...driftOf(spoken.talks, (word) => search.said.isUnmet(word)),
        naturalUnknownWords: opened.chat ? search.heldUnknown : null,
      };
      output.json(result);
      showFree(result, output);
    });
  } finally {
    talking.stop();
    reading.stop();
  }
}

async function speakFreely(opened: OpenedWithEngine, flags: SuiteFlags, how: Speaking): Promise<Spoken> {
  const { model, tokenizer, endIds, chat, name } = opened;
  const { prompts, data, documents } = flags;
  if (!tokenizer) throw new InklingError(`${name} has no tokenizer.json, so nobody can read what it says.`);
  const answerer = { model, tokenizer, endIds };
  if (chat) return chatFreely(answerer, prompts, how);
  if (prompts !== undefined)
    throw new UsageError(
      `--prompts are questions, and ${name} does not chat: give --data PATH, texts whose beginnings it continues.`,
    );
  if (data === undefined)
    throw new UsageError(
      `${name} does not chat: give --data PATH, held-out texts whose beginnings it continues.`,
    );
  return continueFreely(answerer, { data, documents }, how);
}

/** What was said, and as much held-out text, beside the training text. The askings of one prompt would count one answer often. */
async function searchTraining(
  { answers, talks }: Spoken,
  { train, data, documents }: SuiteFlags & { readonly train: readonly string[] },
  onProgress: (documents: number) => void,
) {
  const texts = [...answers, ...talks.flatMap((talk) => talk.answers)].map(({ text }) => wordsOf(text));
  const said = searchFor(texts);
  const enough = texts.reduce((sum, { length }) => sum + length, 0);
  const heldOut = data && (await heldOutTexts(data, enough, { documents }));
  const held = heldOut && searchFor(heldOut.map(({ words }) => words));
  await searchIn(train, held ? [said, held] : [said], { documents, onProgress });
  return { said, held, heldUnknown: held ? unknownShare(heldOut, (word) => held.isUnmet(word)) : null };
}
