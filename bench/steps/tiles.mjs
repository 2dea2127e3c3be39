/**
 * The inner loop of matmul for any size of tile, to see which one the processor and V8 like best. What it writes for
 * 5 × 8 is packages/inkling/src/kernels/wasm/assembly/tallTile.ts.
 *
 *   out[r, c] = Σₖ a[k, r] · b[k, c]      r < rows, c < columns; both packed k by k, so they are read front to back
 */

/** The sizes to compare. `inlined`: the loop stands inside the loop that calls it, instead of in a function of its own. */
export const tileSizes = [
  { rows: 1, columns: 4 },
  { rows: 2, columns: 8 },
  { rows: 3, columns: 8 },
  { rows: 4, columns: 8 },
  { rows: 5, columns: 8 },
  { rows: 5, columns: 8, inlined: true },
  { rows: 6, columns: 8 },
  { rows: 3, columns: 12 },
  { rows: 4, columns: 12 },
];

export function tileName({ rows, columns, inlined }) {
  return `tile${rows}x${columns}${inlined ? "inlined" : ""}`;
}

/** Registers that hold something while k runs: all sums, the vectors of b, one number of a, one product. */
export function registersOf({ rows, columns }) {
  return (rows * columns) / 4 + columns / 4 + 2;
}

/**
 * AssemblyScript: for each tile a function (a, b, out, count, times) that computes the same tile `times` times.
 *
 * The compiler puts a function that is called in one place into its caller, unasked; not so if it is exported as well.
 */
export function tileSource(sizes) {
  return sizes.map(oneTile).join("\n");
}

function oneTile(size) {
  const name = tileName(size);
  const vectors = indices(size.columns / 4);
  const cells = indices(size.rows).flatMap((r) => vectors.map((c) => ({ r, c, sum: `s${r}_${c}` })));
  const perK = (r) => [
    `const x${r} = v128.load_splat<u32>(a, ${4 * r});`,
    ...vectors.map((c) => `s${r}_${c} = f32x4.add(f32x4.mul(x${r}, b${c}), s${r}_${c});`),
  ];
  return `
${size.inlined ? "@inline function" : "export function"} ${name}Once(a: usize, b: usize, out: usize, count: i32): void {
  ${cells.map(({ sum }) => `let ${sum} = f32x4.splat(0);`).join("\n  ")}
  for (let k = 0; k < count; k++) {
    ${vectors.map((c) => `const b${c} = v128.load(b, ${16 * c});`).join("\n    ")}
    ${indices(size.rows).flatMap(perK).join("\n    ")}
    a += ${4 * size.rows};
    b += ${4 * size.columns};
  }
  ${cells.map(({ r, c, sum }) => `v128.store(out, ${sum}, ${4 * r * size.columns + 16 * c});`).join("\n  ")}
}
export function ${name}(a: usize, b: usize, out: usize, count: i32, times: i32): void {
  for (let i = 0; i < times; i++) ${name}Once(a, b, out, count);
}`;
}

function indices(count) {
  return Array.from({ length: count }, (_, index) => index);
}
