/** What quantised weights save and what they cost: the lines that `eval` adds where there are any. */
import type { WeightReport } from "inkling";
import type { Output } from "./output.ts";

/** A score, and the weights it was reached with. */
export interface Scored extends WeightReport {
  readonly score: { readonly nllPerToken: number };
}

/** For --json. `saved` is the same as `result` where the model was saved quantised: then nothing can be compared. */
export function weightFigures(result: Scored, saved: Scored): object {
  if (result.format === "f32") return {};
  const compared = saved !== result;
  return {
    weights: result.format,
    weightBytes: result.bytes,
    keptF32: result.keptF32,
    f32: compared ? { ...saved.score, weightBytes: saved.bytes } : null,
    nllIncrease: compared ? result.score.nllPerToken - saved.score.nllPerToken : null,
  };
}

/** For a person. */
export function explainWeights(result: Scored, saved: Scored, output: Output): void {
  if (result.format === "f32") return;
  const { bold, dim } = output.colors;
  const row = (name: string, value: string, what: string) =>
    output.text(`${name.padEnd(20)}${bold(value.padStart(10))}   ${dim(what)}\n`);
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
  if (saved === result) {
    row("weights", mb(result.bytes), `${result.format}, as saved: no f32 weights to compare with`);
  } else {
    const increase = result.score.nllPerToken - saved.score.nllPerToken;
    const signed = `${increase < 0 ? "" : "+"}${increase.toFixed(4)}`;
    row("cost of rounding", signed, `to the loss of f32, which is ${saved.score.nllPerToken.toFixed(4)}`);
    row("weights", mb(result.bytes), `${result.format}, instead of ${mb(saved.bytes)} as f32`);
  }
  if (result.keptF32.length > 0) {
    row("still f32", String(result.keptF32.length), `${result.keptF32.join(", ")}: rows don't divide by 32`);
  }
}
