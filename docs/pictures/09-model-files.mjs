/** Chapter 09's run: a small file byte by byte, one number in three formats, and weights that share a scale. */
import {
  bfloat16ToFloat32,
  collectBytes,
  dequantise,
  float16ToFloat32,
  float32ToBfloat16,
  float32ToFloat16,
  quantise,
  writeSafetensors,
} from "inkling";
import { box, colours, dot, line, picture, text, writeIfStarted } from "./svg.mjs";

const WIDTH = 760;
const LEFT = 24;

/** The file of the chapter's snippet. */
async function smallFile() {
  const numbers = Float32Array.of(0.5, -1, 2, 0.1, 1, -0.75);
  const written = collectBytes();
  const tensor = { name: "wte.weight", shape: [2, 3], dtype: "F16", data: async () => numbers };
  await writeSafetensors([tensor], {}, written);
  return written.bytes();
}

function fileRow(bytes, y) {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const hex = (from, to) =>
    [...bytes.subarray(from, to)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const json = new TextDecoder().decode(bytes.subarray(8, 8 + length)).trim();
  const part = (x, width, stroke, title, lines) => [
    text(x, y, title, { size: 12, fill: stroke, bold: true }),
    box(x, y + 8, width, 62, { fill: "#ffffff", stroke }),
    lines.map((words, i) => text(x + 8, y + 28 + 17 * i, words, { size: 11, mono: true })),
  ];
  const cut = json.indexOf('"data');
  return [
    part(LEFT, 124, colours.quiet, "8 bytes: how long", [hex(0, 4), hex(4, 8), `= ${length}`]),
    part(LEFT + 136, 360, colours.blue, `${length} bytes: what the others are`, [
      json.slice(0, cut),
      json.slice(cut),
    ]),
    part(LEFT + 508, 204, colours.orange, `${bytes.length - 8 - length} bytes: the numbers`, [
      hex(8 + length, 14 + length),
      hex(14 + length),
      "two bytes each",
    ]),
  ];
}

/** The bits of a number, the highest first: sign, exponent, fraction. */
function bitsRow(y, name, bits, exponent, value) {
  const cells = [...bits].map((bit, i) => {
    const fill = i === 0 ? "#f3dfcf" : i <= exponent ? "#d9e6f5" : "#dcefe4";
    const x = LEFT + 56 + i * 14;
    return [
      box(x, y, 14, 20, { fill, stroke: colours.paper, radius: 2 }),
      text(x + 7, y + 15, bit, { size: 11, mono: true, anchor: "middle" }),
    ];
  });
  return [
    text(LEFT, y + 15, name, { bold: true, size: 13 }),
    cells,
    text(WIDTH - LEFT, y + 15, String(value), { size: 12, mono: true, anchor: "end" }),
  ];
}

function numberRows(y) {
  const tenth = Float32Array.of(0.1);
  const half = float32ToFloat16(tenth);
  const brain = float32ToBfloat16(tenth);
  const binary = (value, size) => value.toString(2).padStart(size, "0");
  return [
    text(LEFT, y, "0.1, bit by bit: sign, exponent, fraction; and what it has become", {
      size: 12,
      fill: colours.quiet,
    }),
    bitsRow(y + 12, "F32", binary(new Uint32Array(tenth.buffer)[0], 32), 8, tenth[0].toPrecision(9)),
    bitsRow(y + 38, "F16", binary(half[0], 16), 5, float16ToFloat32(half)[0].toPrecision(9)),
    bitsRow(y + 64, "BF16", binary(brain[0], 16), 8, bfloat16ToFloat32(brain)[0].toPrecision(9)),
  ];
}

function weightRows(y) {
  const row = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i) / 10);
  const order = { outputs: 1, inner: 32, outputStep: 32, innerStep: 1 };
  const plot = (x, format, steps, title) => {
    const block = quantise(format, row, order);
    const back = dequantise(format, block, order);
    const scale = new Float32Array(block.buffer)[0];
    const at = (w) => y + 82 - w * 560;
    const levels = Array.from({ length: steps }, (_, i) => (i - steps / 2) * scale).filter(
      (w) => Math.abs(w) <= 0.104,
    );
    return [
      text(x, y, title, { size: 12, fill: colours.quiet }),
      levels.map((w) =>
        line(x, at(w), x + 340, at(w), { stroke: steps > 16 ? "#e3e7ea" : colours.line, width: 0.7 }),
      ),
      [...row].map((w, i) => [
        line(x + 8 + i * 10.5, at(w), x + 8 + i * 10.5, at(back[i]), { stroke: colours.orange, width: 2 }),
        dot(x + 8 + i * 10.5, at(w), colours.blue, 3),
        dot(x + 8 + i * 10.5, at(back[i]), colours.orange, 1.8),
      ]),
    ];
  };
  return [
    plot(LEFT, "q8_0", 256, "32 weights, and where eight bits put them"),
    plot(LEFT + 372, "q4_0", 16, "and where four bits put them: on sixteen steps"),
  ];
}

export async function draw() {
  const parts = [
    text(LEFT, 34, "What is in a model file", { bold: true }),
    fileRow(await smallFile(), 62),
    numberRows(166),
    weightRows(286),
  ];
  return picture(
    WIDTH,
    444,
    "A small model file, a number in three formats, and weights that share a scale",
    parts,
  );
}

await writeIfStarted(import.meta.url, draw);
