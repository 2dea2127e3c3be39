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
    const letters = pattern.split(" ");
    const { shape } = tensor;
    const open = letters[0] === "...";
    const named = open ? letters.slice(1) : letters;
    const axes = open ? shape.slice(shape.length - named.length) : shape;
    const wrong = (why: string) =>
      new InklingError(`Expected a tensor [${pattern}], got [${shape.join(", ")}]: ${why}.`);
    if (axes.length !== named.length)
      throw wrong(`${named.length} axes were expected, ${shape.length} found`);
    for (const [axis, letter] of named.entries()) {
      const size = axes[axis];
      if (letter === "_") continue;
      const expected = /^\d+$/.test(letter) ? Number(letter) : known[letter];
      if (expected !== undefined && expected !== size)
        throw wrong(`${letter} was ${expected}, here it is ${size}`);
      known[letter] = size;
    }
    return known as Sizes<Pattern>; // the loop above has just set every letter of the pattern
  };
}
