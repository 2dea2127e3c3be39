/** What a model scored in its exams, out of its evaluation.json. */
import { field, parsed } from "../parts/json.ts";

export interface Score {
  readonly name: string;
  /** Of 1, with its 95% interval. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** One for each skill; none where the file is missing or says something else. */
export function scoresFrom(evaluation: string | undefined): readonly Score[] {
  const results = field(
    field(evaluation === undefined ? undefined : parsed(evaluation), "inkling"),
    "results",
  );
  if (!Array.isArray(results)) return [];
  return results.flatMap((result): Score[] => {
    const [name, score] = [field(result, "skill"), field(result, "score")];
    const [share, low, high] = ["share", "low", "high"].map((part) => field(score, part));
    const isScore = typeof share === "number" && typeof low === "number" && typeof high === "number";
    return typeof name === "string" && isScore ? [{ name, share, low, high }] : [];
  });
}
