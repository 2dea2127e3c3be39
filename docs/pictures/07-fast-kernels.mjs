/** Where the numbers of a matrix product are while chapter 07's tile is computed: memory, caches, registers. */
import { box, colours, line, picture, shade, text, writeIfStarted } from "./svg.mjs";

const CELL = 13;
const [ROWS, COLUMNS, INNER] = [10, 24, 12]; // of the small matrices drawn; the engine's are far larger
const [TALL, WIDE] = [5, 8];
const tints = { a: colours.orange, b: colours.blue, out: colours.green };

/** A grid of cells; `dark` picks those in use now, `light` those that wait nearby. */
function matrix(left, top, rows, columns, strong, { dark = () => false, light = () => false }) {
  const cells = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const share = dark(r, c) ? 0.85 : light(r, c) ? 0.35 : 0;
      cells.push(
        box(left + c * CELL, top + r * CELL, CELL - 1, CELL - 1, { ...shade(share, strong), radius: 1 }),
      );
    }
  }
  return cells;
}

function label(x, y, name, words) {
  return [
    text(x, y, name, { bold: true }),
    text(x + 8 * name.length + 14, y, words, { size: 13, fill: colours.quiet }),
  ];
}

/** Above: the three matrices as they lie, with the k that is being added at this moment. */
function matrices() {
  const [left, top] = [28, 84];
  const outLeft = left + INNER * CELL + 40;
  const bTop = top;
  const lower = bTop + INNER * CELL + 40;
  const now = 3;
  return [
    label(outLeft, bTop - 12, "b", "[inner, columns]: a strip of 8 columns, k by k"),
    matrix(outLeft, bTop, INNER, COLUMNS, tints.b, {
      dark: (k, j) => k === now && j < WIDE,
      light: (_, j) => j < WIDE,
    }),
    label(left, lower - 12, "a", "[rows, inner]"),
    matrix(left, lower, ROWS, INNER, tints.a, {
      dark: (i, k) => k === now && i < TALL,
      light: (i) => i < TALL,
    }),
    label(outLeft, lower - 12, "out", "5 rows × 8 columns at a time"),
    matrix(outLeft, lower, ROWS, COLUMNS, tints.out, { dark: (i, j) => i < TALL && j < WIDE }),
    text(left, bTop + 20, "Dark: at work at this k.", { size: 13, fill: colours.quiet }),
    text(left, bTop + 40, "Light: what this tile reads,", { size: 13, fill: colours.quiet }),
    text(left, bTop + 60, "from k = 0 to the last.", { size: 13, fill: colours.quiet }),
  ];
}

/** Below: the same numbers as the tile reads them, each k's behind the last one's. */
function packed(left, top) {
  const lane = (y, name, width, strong, words) => [
    text(left, y + 11, name, { size: 13 }),
    [0, 1, 2, 3].map((k) =>
      Array.from({ length: width }, (_, i) =>
        box(left + 116 + (k * width + i) * CELL + k * 5, y, CELL - 1, CELL - 1, {
          ...shade(k === 3 ? 0.85 : 0.35, strong),
          radius: 1,
        }),
      ),
    ),
    text(left + 116 + 4 * (width * CELL + 5) + 4, y + 11, words, { size: 13, fill: colours.quiet }),
  ];
  return [
    text(left, top, "Packed: k = 0, 1, 2, 3, … read front to back", { bold: true }),
    lane(top + 18, "strip of b", WIDE, tints.b, "…"),
    lane(top + 42, "panel of a", TALL, tints.a, "…"),
  ];
}

/** A vector register: four numbers side by side. */
function register(x, y, strong, words) {
  const { fill, ink } = shade(strong ? 0.85 : 0, strong);
  return [
    box(x, y, 64, 22, { fill: strong ? fill : colours.paper, radius: 3 }),
    [1, 2, 3].map((quarter) => line(x + 16 * quarter, y + 17, x + 16 * quarter, y + 22, { stroke: ink })),
    text(x + 32, y + 14, words, {
      size: 11,
      anchor: "middle",
      mono: true,
      fill: strong ? ink : colours.quiet,
    }),
  ];
}

/** On the right: which part is kept where, fastest above. */
function places(left) {
  const width = 356;
  const level = (top, height, name, about) => [
    box(left, top, width, height, { radius: 6 }),
    text(left + 14, top + 24, name, { bold: true }),
    text(left + width - 14, top + 24, about, { size: 12, fill: colours.quiet, anchor: "end" }),
  ];
  const row = (top, strong, words) => [
    box(left + 14, top - 11, 12, 12, { fill: shade(0.85, strong).fill, radius: 2 }),
    text(left + 36, top, words, { size: 13 }),
  ];
  const registers = [];
  for (let r = 0; r < TALL; r++) {
    for (let c = 0; c < 2; c++) {
      registers.push(register(left + 14 + c * 70, 112 + r * 27, tints.out, `sum ${r},${c}`));
    }
  }
  registers.push(register(left + 172, 112, tints.b, "b 0–3"), register(left + 242, 112, tints.b, "b 4–7"));
  registers.push(register(left + 172, 152, tints.a, "one a"));
  registers.push(register(left + 172, 192, colours.purple, "product"));
  registers.push(register(left + 242, 192, undefined, "free"));
  return [
    level(72, 182, "Registers", "15 of 16 bytes each, no wait"),
    registers,
    level(266, 62, "First-level cache", "32 KB, a few cycles away"),
    row(312, tints.b, "one strip of b: 8 × 512 numbers, 16 KB"),
    level(340, 62, "Second-level cache", "512 KB, a dozen cycles"),
    row(386, tints.a, "60 rows of a, in panels of five: 120 KB"),
    level(414, 80, "Behind", "32 MB, then memory: dozens to hundreds"),
    row(458, tints.b, "all other strips of b, one behind the other"),
    row(480, tints.out, "out, written once for each block of 512 k"),
  ];
}

export function draw() {
  const left = 614;
  return picture(
    left + 384,
    522,
    "A tile of five rows by eight columns of a matrix product, and where its numbers are kept",
    [
      text(28, 40, "One tile of out = a · b", { bold: true, size: 16 }),
      text(left, 40, "Where its numbers are meanwhile", { bold: true, size: 16 }),
      matrices(),
      packed(28, 450),
      places(left),
    ],
  );
}

await writeIfStarted(import.meta.url, draw);
