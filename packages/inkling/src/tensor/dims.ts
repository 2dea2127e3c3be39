/**
 * Shape notes that are executed, so that they can't lie.
 *
 *   const is = dims();
 *   const { B, T, D } = is(x, "B T D");
 *   is(w, "D F");          // throws if w's first axis is not D
 *   is(k, "B _ H K");      // _ matches anything
 *   is(x, "... D");        // any axes before the last; their product is `rows` on the tensor
 */
import { InklingError } from "../errors.ts";
import type { Tensor } from "./tensor.ts";

type Letters<Pattern extends string> = Pattern extends `${infer Head} ${infer Tail}`
  ? Head | Letters<Tail>
  : Pattern;
type Sizes<Pattern extends string> = Record<Exclude<Letters<Pattern>, "..." | "_" | `${number}`>, number>;

/** A checker that remembers what each letter stood for. */
export type Dims = <Pattern extends string>(tensor: Tensor, pattern: Pattern) => Sizes<Pattern>;

export function dims(): Dims {
  const known: Record<string, number> = {};
  return <Pattern extends string>(tensor: Tensor, pattern: Pattern) => {
    tensor.assertAlive();
    const { open, named } = parse(pattern);
    const { shape } = tensor;
    const first = open ? shape.length - named.length : 0;
    const wrong = (why: string) =>
      new InklingError(`Expected a tensor [${pattern}], got [${shape.join(", ")}]: ${why}.`);
    if (first < 0 || shape.length - first !== named.length)
      throw wrong(`${named.length} axes were expected, ${shape.length} found`);
    for (let axis = 0; axis < named.length; axis++) {
      const { letter, number } = named[axis];
      const size = shape[first + axis];
      if (letter === "_") continue;
      const expected = number ?? known[letter];
      if (expected !== undefined && expected !== size)
        throw wrong(`${letter} was ${expected}, here it is ${size}`);
      known[letter] = size;
    }
    return known as Sizes<Pattern>; // the loop above has just set every letter of the pattern
  };
}

interface Parsed {
  readonly open: boolean;
  readonly named: readonly { readonly letter: string; readonly number: number | undefined }[];
}

/**
 * Every op of every token checks some of a few dozen patterns, so each is taken apart once. (What `parse` gives depends on
 * nothing but the pattern, so engines may share it. Patterns with a size in them are without number, and not kept.)
 */
const parsed = new Map<string, Parsed>();

function parse(pattern: string): Parsed {
  const before = parsed.get(pattern);
  if (before) return before;
  const letters = pattern.split(" ");
  const open = letters[0] === "...";
  const named = letters.slice(open ? 1 : 0).map((letter) => ({
    letter,
    number: /^\d+$/.test(letter) ? Number(letter) : undefined,
  }));
  const result = { open, named };
  if (named.every(({ number }) => number === undefined)) parsed.set(pattern, result);
  return result;
}
