/** Arrays of numbers with a shape, row-major, for the interpreter. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export function array(shape: readonly number[], data: readonly number[]): NumberArray {
  if (product(shape) !== data.length)
    throw new Error(`${data.length} numbers can't have the shape [${shape}]`);
  return { shape, data };
}

export function product(shape: readonly number[]): number {
  return shape.reduce((size, one) => size * one, 1);
}

/** The shape to which both broadcast. */
export function commonShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new Error(`[${a}] and [${b}] don't broadcast`);
    return x === 1 ? y : x;
  });
}

/** x, repeated along the axes where it has one and `shape` has more. */
export function spread(x: NumberArray, shape: readonly number[]): NumberArray {
  const missing = shape.length - x.shape.length;
  return fromIndices(shape, (index) => {
    let at = 0;
    for (const [axis, size] of x.shape.entries()) at = at * size + (size === 1 ? 0 : index[axis + missing]);
    return x.data[at];
  });
}

/** An array whose number at each index is what `numberAt` says. */
export function fromIndices(
  shape: readonly number[],
  numberAt: (index: readonly number[]) => number,
): NumberArray {
  const index = shape.map(() => 0);
  const data: number[] = [];
  for (let n = 0; n < product(shape); n++) {
    data.push(numberAt(index));
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      if (index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
  return array(shape, data);
}

/** The number at an index. */
export function at(x: NumberArray, index: readonly number[]): number {
  return x.data[x.shape.reduce((place, size, axis) => place * size + index[axis], 0)];
}

/** What `change` makes of every row, all of one length. */
export function rows(x: NumberArray, change: (row: readonly number[]) => number[]): NumberArray {
  const length = x.shape[x.shape.length - 1];
  const changed: number[][] = [];
  for (let start = 0; start < x.data.length; start += length)
    changed.push(change(x.data.slice(start, start + length)));
  return array([...x.shape.slice(0, -1), changed[0].length], changed.flat());
}
