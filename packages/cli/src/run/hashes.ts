/**
 * Hashes of the weights along the way, kept with the run, so that anyone can make its first steps again and compare:
 * commands/verify.ts does.
 */
import { InklingError, type Json } from "inkling";

export interface WeightHash {
  readonly step: number;
  /** As weightsSha256 of checkpointing.ts gives it, after this step. */
  readonly sha256: string;
}

/** After steps 1, 2, 5, 10, 20, 50, 100 and so on: close together where it is cheap to look. */
export function isHashed(step: number): boolean {
  let digits = step;
  while (digits > 0 && digits % 10 === 0) digits /= 10;
  return digits === 1 || digits === 2 || digits === 5;
}

/** As inkling.json keeps them: { "100": "9f86d0…" } */
export function hashesJson(hashes: readonly WeightHash[]): { [step: string]: string } {
  return Object.fromEntries(hashes.map(({ step, sha256 }) => [String(step), sha256]));
}

/** Reads them back; none where none were kept. @throws InklingError if they are something else */
export function readHashes(value: Json | undefined, out: string): readonly WeightHash[] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unreadable(out);
  return Object.entries(value)
    .map(([step, sha256]) => {
      if (!/^\d+$/.test(step) || typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256))
        throw unreadable(out);
      return { step: Number(step), sha256 };
    })
    .sort((a, b) => a.step - b.step);
}

function unreadable(out: string): InklingError {
  return new InklingError(
    `inkling.json in ${out} is damaged: training.hashes should give a sha256 for each of some steps.`,
  );
}
