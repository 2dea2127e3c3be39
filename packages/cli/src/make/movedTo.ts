/** What a run recorded, for a model that is shipped from another folder: its data seen from there. */
import { resolve } from "node:path";
import type { Manifest, ManifestFacts } from "inkling";
import { fromOut } from "../run/open.ts";

/** `run` is where the manifest lies, `out` where it will. */
export function movedTo(out: string, run: string, { files: _, ...facts }: Manifest): ManifestFacts {
  const { data } = facts.training;
  const paths = Array.isArray(data) ? data : [];
  const moved = paths.map((path) => fromOut(out, resolve(run, String(path))));
  return { ...facts, training: { ...facts.training, data: moved } };
}
