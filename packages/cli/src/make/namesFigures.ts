/**
 * What the card of models/names tells of it: how well it foresees names it has not seen, and how many of those it makes
 * it has by heart.
 */
import {
  contentOf,
  evaluationWindows,
  generateBatch,
  type LanguageModel,
  NgramModel,
  parseDocumentRule,
  surprises,
  type Tokenizer,
} from "inkling";
import { heldOut, openCorpus } from "inkling/node";
import { firstNames } from "./firstNames.ts";
import { namesSampling } from "./namesRecipe.ts";

/** How many names are drawn, and how many at once. */
const [DRAWN, AT_ONCE] = [2000, 250];
/** A name of the list has at most 15 letters: twice as many is long enough to see one run on. */
const LONGEST = 31;
/** The models that count, by how many characters they look at; with five there is too little to count. */
const ORDERS = [2, 3, 4, 5] as const;

export interface NamesFigures {
  /** Nats per character, a name's end among them: of held-out names, each read alone. */
  readonly loss: number;
  /** The same, of models that count which characters follow which, by how many they look at. */
  readonly counting: ReadonlyMap<number, number>;
  /** Characters that were scored. */
  readonly scored: number;
  /** Names in both lists, copies counted. */
  readonly lines: number;
  /** Different names in the training list, and held out. */
  readonly learnedNames: number;
  readonly heldOutNames: number;
  /** Of those drawn. */
  readonly drawn: DrawnNames;
}

export interface DrawnNames {
  /** In the order of their seeds, 1, 2, 3, … */
  readonly names: readonly string[];
  readonly different: number;
  /** How many are in the training list; among the names that were held out; in neither. */
  readonly learned: number;
  readonly heldOut: number;
  readonly fresh: number;
}

export async function namesFigures(model: LanguageModel, tokenizer: Tokenizer): Promise<NamesFigures> {
  const { learned, held } = await dividedNames();
  const different = { learned: new Set(learned), held: new Set(held) };
  const names = await drawNames(model, tokenizer, DRAWN);
  const count = (isOne: (name: string) => boolean) => names.filter(isOne).length;
  const known = count((name) => different.learned.has(name));
  const foreseen = count((name) => different.held.has(name));
  return {
    ...(await losses(model, tokenizer, { learned, held })),
    lines: learned.length + held.length,
    learnedNames: different.learned.size,
    heldOutNames: different.held.size,
    drawn: {
      names,
      different: new Set(names).size,
      learned: known,
      heldOut: foreseen,
      fresh: names.length - known - foreseen,
    },
  };
}

interface Divided {
  readonly learned: readonly string[];
  readonly held: readonly string[];
}

/** The names as training divides them; all copies of a name are on one side. */
async function dividedNames(): Promise<Divided> {
  const corpus = await openCorpus(firstNames(), { documents: parseDocumentRule("line") });
  const held: string[] = [];
  for await (const document of await heldOut(corpus)) held.push(await textOf(document));
  const isHeld = new Set(held);
  const learned: string[] = [];
  for await (const document of corpus) {
    const name = await textOf(document);
    if (!isHeld.has(name)) learned.push(name);
  }
  return { learned, held };
}

async function textOf(document: Parameters<typeof contentOf>[0]): Promise<string> {
  let text = "";
  for await (const piece of contentOf(document)) text += piece;
  return text;
}

/** Names from nothing, with the seeds 1, 2, 3, …, each as `inkling generate --seed N` gives it. */
async function drawNames(model: LanguageModel, tokenizer: Tokenizer, count: number): Promise<string[]> {
  const bos = tokenizer.bos ?? 0;
  const names: string[] = [];
  while (names.length < count) {
    const ids = Array.from({ length: Math.min(AT_ONCE, count - names.length) }, (): number[] => []);
    const begun = ids.map(() => [bos]);
    const options = { ...namesSampling, seed: names.length + 1, maxTokens: LONGEST, stopIds: new Set([bos]) };
    for await (const tokens of generateBatch(model, begun, options)) {
      for (const [i, token] of tokens.entries()) if (token) ids[i].push(token.id);
    }
    names.push(...ids.map((one) => tokenizer.decode(one)));
  }
  return names;
}

async function losses(
  model: LanguageModel,
  tokenizer: Tokenizer,
  { learned, held }: Divided,
): Promise<Pick<NamesFigures, "loss" | "counting" | "scored">> {
  const windowsOf = (names: readonly string[]) =>
    evaluationWindows(
      names.map((text) => ({ text })),
      tokenizer,
      model.config.contextLength,
      { scoreEnd: true },
    );
  const counters = ORDERS.map((order) => new NgramModel(order, tokenizer.vocabSize));
  for await (const { inputs, targets } of windowsOf(learned)) {
    for (const counter of counters)
      targets.forEach((target, t) => void counter.learn([...inputs.subarray(0, t + 1)], target));
  }
  let [nats, scored] = [0, 0];
  const counted = counters.map(() => 0);
  for await (const window of windowsOf(held)) {
    const [found] = await surprises(model, [window]);
    for (const { logProbability } of found) nats -= logProbability;
    window.targets.forEach((target, t) => {
      const history = [...window.inputs.subarray(0, t + 1)];
      for (const [i, counter] of counters.entries()) counted[i] -= counter.logProbability(history, target);
    });
    scored += window.counted;
  }
  const counting = new Map(ORDERS.map((order, i) => [order, counted[i] / scored]));
  return { loss: nats / scored, counting, scored };
}
