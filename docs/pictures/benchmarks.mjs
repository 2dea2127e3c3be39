/** How cost grows, from the published results of `npm run bench`: what was measured (dots) and what is expected (lines). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { colours, curve, dot, line, picture, text, writeIfStarted } from "./svg.mjs";

const RESULTS = fileURLToPath(new URL("../../bench/results/published.json", import.meta.url));
const [WIDTH, HEIGHT] = [300, 210];

const panels = [
  { axis: "parameters", x: "parameters", y: "tokensPerSecond", expected: "expectedTokensPerSecond" },
  { axis: "context", x: "contextLength", y: "tokensPerSecond", expected: "expectedTokensPerSecond" },
  { axis: "parameters", x: "parameters", y: "peakBytes", expected: "expectedBytes" },
  { axis: "context", x: "contextLength", y: "peakBytes", expected: "expectedBytes" },
];
const names = {
  parameters: "parameters",
  contextLength: "context (tokens)",
  tokensPerSecond: "training, tokens per second",
  peakBytes: "peak memory of the engine",
};

export function draw() {
  const { results } = JSON.parse(readFileSync(RESULTS, "utf8"));
  const parts = panels.map((panel, index) => {
    const result = results.find(({ id }) => id === `growth.${panel.axis}`);
    const [left, top] = [76 + (index % 2) * (WIDTH + 84), 62 + Math.floor(index / 2) * (HEIGHT + 98)];
    return result === undefined ? [] : plot(panel, result, left, top);
  });
  return picture(
    800,
    664,
    "Speed and memory of training against parameters and context, on logarithmic scales",
    [legend(), parts],
  );
}

function plot({ axis, x, y, expected }, { points, slopes }, left, top) {
  const xs = scale(
    points.map((point) => point[x]),
    left,
    left + WIDTH,
  );
  // Room for a factor of ten at least, so that what hardly changes looks as if it hardly changes.
  const ys = scale(
    points.flatMap((point) => [point[y], point[expected]]),
    top + HEIGHT,
    top,
    10,
  );
  const [measuredSlope, expectedSlope] =
    y === "peakBytes" ? [slopes.memory, slopes.expectedMemory] : [slopes.speed, slopes.expectedSpeed];
  return [
    text(left, top - 28, names[y], { size: 13, bold: true }),
    text(left, top - 11, `slope ${signed(measuredSlope)}, expected ${signed(expectedSlope)}`, {
      size: 12,
      fill: colours.quiet,
    }),
    ys.ticks.map(({ at, value }) => [
      line(left, at, left + WIDTH, at, { stroke: "#e4e7eb" }),
      text(left - 8, at + 4, short(value, y === "peakBytes" ? "B" : ""), {
        size: 12,
        anchor: "end",
        mono: true,
      }),
    ]),
    line(left, top, left, top + HEIGHT),
    line(left, top + HEIGHT, left + WIDTH, top + HEIGHT),
    points.map((point) =>
      text(xs.place(point[x]), top + HEIGHT + 18, short(point[x]), {
        size: 12,
        anchor: "middle",
        mono: true,
      }),
    ),
    text(left + WIDTH / 2, top + HEIGHT + 38, names[x], { size: 13, anchor: "middle", fill: colours.quiet }),
    curve(
      points.map((point) => [xs.place(point[x]), ys.place(point[expected])]),
      { stroke: colours.orange, width: 2, dash: "7 4" },
    ),
    points.map((point) =>
      dot(xs.place(point[x]), ys.place(point[y]), axis === "context" ? colours.purple : colours.blue, 5),
    ),
  ];
}

function legend() {
  return [
    dot(82, 640, colours.blue, 5),
    dot(96, 640, colours.purple, 5),
    text(108, 645, "measured", { size: 13 }),
    line(190, 640, 226, 640, { stroke: colours.orange, width: 2, dash: "7 4" }),
    text(234, 645, "expected: the same flops per second as at the best point; memory by formula", {
      size: 13,
    }),
  ];
}

/** A logarithmic scale from `start` to `end` of the paper, with a tick at every power of ten (or 1, 2, 5 where few fit). */
function scale(values, start, end, least = 1) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spare = Math.max(1.15, Math.sqrt(least / (high / low)));
  const [from, to] = [Math.log10(low / spare), Math.log10(high * spare)];
  const place = (value) => start + ((Math.log10(value) - from) / (to - from)) * (end - start);
  const digits = to - from > 2.2 ? [1] : [1, 2, 5];
  const ticks = [];
  for (let power = Math.floor(from); power <= to; power++) {
    for (const digit of digits) {
      const value = digit * 10 ** power;
      if (Math.log10(value) >= from && Math.log10(value) <= to) ticks.push({ value, at: place(value) });
    }
  }
  return { place, ticks };
}

/** 30123456 → "30M" */
function short(value, unit = "") {
  const [divide, prefix] = [
    [1e9, "G"],
    [1e6, "M"],
    [1e4, "k"],
    [1, ""],
  ].find(([least]) => value >= least);
  const by = prefix === "k" ? 1e3 : divide;
  const number = prefix === "" ? String(value) : String(Number((value / by).toPrecision(2)));
  return `${number}${unit === "" ? "" : " "}${prefix}${unit}`;
}

function signed(value) {
  return value.toFixed(2).replace("-", "−");
}

await writeIfStarted(import.meta.url, draw);
