/** What the suites of `inkling eval` can be told, and which of it belongs to which. */
import { standardExam } from "@inkling/village";
import { type Command, Option } from "commander";
import type { DataFlags } from "../shared/dataFlags.ts";
import { UsageError } from "../shared/errors.ts";
import { parseSetting } from "../shared/flags.ts";
import type { ModelFlags } from "../shared/modelFlags.ts";

export interface SuiteFlags extends ModelFlags, Pick<DataFlags, "documents"> {
  readonly json?: boolean;
  /** The text that is scored. */
  readonly data?: readonly string[];
  /** Text that the model learned from. */
  readonly train?: readonly string[];
  readonly trainTokens?: number;
  readonly perSkill?: number;
  /** From how many conversations the baseline copies; 0 for none. */
  readonly baseline?: number;
  /** A blind exam to sit as well. */
  readonly exam?: string;
  /** Show every wrong answer. */
  readonly wrong?: boolean;
  /** Conversations whose questions are asked. */
  readonly prompts?: readonly string[];
  readonly seed?: number;
  /** Pairs of each paradigm. */
  readonly pairs?: number;
  /** BLiMP.zip, if it is at hand. */
  readonly blimp?: string;
}

type SuiteFlag = Exclude<keyof SuiteFlags, keyof ModelFlags | "json" | "documents">;

const flagsOfSuites = {
  inkling: ["perSkill", "baseline", "exam", "wrong"],
  text: ["data", "train", "trainTokens"],
  free: ["data", "train", "prompts", "seed"],
  blimp: ["pairs", "blimp"],
} as const satisfies Record<string, readonly SuiteFlag[]>;

export type SuiteName = keyof typeof flagsOfSuites;

/** What a suite takes where nothing is said. */
export const suiteDefaults = {
  /** From so many conversations the baseline copies answers. */
  baseline: 60_000,
  /** The counting models keep every run of up to five in memory: some 0.3 GB of a real text, 1 GB at worst. */
  trainTokens: 2_000_000,
  /** All: the published figures are of all. A tenth gives the whole to within a point or so. */
  pairs: 1000,
  seed: 1,
} as const;

export function addSuiteFlags(command: Command): Command {
  const integer = (flag: string, help: string, min: number, max: number, standard: number) =>
    new Option(`--${flag} <integer>`, `${help} (default: ${standard})`).argParser((text) =>
      parseSetting(text, { label: flag, help, kind: "integer", min, max, default: standard }),
    );
  const { baseline, trainTokens, pairs, seed } = suiteDefaults;
  const { perSkill } = standardExam; // training leaves out its questions; those of a longer exam it may have heard
  return command
    .addOption(
      new Option("--suite <name>", "measure something else than a text's loss").choices(
        Object.keys(flagsOfSuites),
      ),
    )
    .addOption(integer("per-skill", "inkling: questions for each skill", 1, perSkill, perSkill))
    .addOption(
      integer(
        "baseline",
        "inkling: conversations the baseline copies from; 0 for none",
        0,
        1_000_000,
        baseline,
      ),
    )
    .option("--exam <file>", "inkling: a blind exam to sit as well")
    .option("--wrong", "inkling: show every answer that is wrong")
    .option("--train <path...>", "text, free: what the model learned from")
    .addOption(
      integer("train-tokens", "text: how many tokens of it the baselines count", 1, 16_000_000, trainTokens),
    )
    .option("--prompts <path...>", "free: conversations whose questions are asked (default: the village's)")
    .addOption(integer("seed", "free: everything random follows from it", 0, 2 ** 31, seed))
    .addOption(integer("pairs", "blimp: of each paradigm, the first so many pairs", 1, 1000, pairs))
    .option("--blimp <zip>", "blimp: BLiMP.zip, if it is not to be downloaded (2.4 MB, CC BY 4.0, once)");
}

/** Throws if a flag is given that this suite does not take. */
export function refuseOthers(suite: SuiteName, flags: SuiteFlags): void {
  const own: readonly SuiteFlag[] = flagsOfSuites[suite];
  const wrong = given(flags).find((flag) => !own.includes(flag));
  if (wrong === undefined) return;
  const takes = own.map(spelled).join(", ");
  throw new UsageError(`The suite ${suite} does not take ${spelled(wrong)}; it takes ${takes}.`);
}

/** Throws if a flag is given that only suites take. */
export function refuseAll(flags: SuiteFlags): void {
  const wrong = given(flags).find((flag) => flag !== "data");
  if (wrong === undefined) return;
  const takers = Object.entries(flagsOfSuites).filter(([, own]) => own.some((flag) => flag === wrong));
  throw new UsageError(
    `${spelled(wrong)} belongs to a suite: give --suite ${takers.map(([name]) => name).join(" or --suite ")}.`,
  );
}

function given(flags: SuiteFlags): readonly SuiteFlag[] {
  const all: readonly SuiteFlag[] = [...new Set(Object.values(flagsOfSuites).flat())];
  return all.filter((flag) => flags[flag] !== undefined);
}

function spelled(flag: SuiteFlag): string {
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
