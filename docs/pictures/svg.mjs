/**
 * The few shapes that the pictures of the docs are made of. A picture has its own background, so that it can be
 * read on a light and on a dark page, and plain fonts, so that it needs nothing from elsewhere.
 *
 * Each NN-name.mjs beside this file exports `draw()`, which runs the engine and gives the picture; run as a program
 * it writes NN-name.svg. A test draws every picture again and compares.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const colours = {
  paper: "#fbfaf6",
  ink: "#1f2933",
  quiet: "#52606d",
  line: "#9aa5b1",
  blue: "#1f5fa8",
  orange: "#b4540a",
  green: "#27704a",
  purple: "#6b3fa0",
};

/** A picture with a title for those who hear it instead of seeing it. */
export function picture(width, height, title, parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="ui-sans-serif, system-ui, sans-serif" font-size="14">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="8" fill="${colours.paper}"/>
${parts.flat(Infinity).join("\n")}
</svg>
`;
}

export function text(x, y, words, { size, fill = colours.ink, anchor = "start", bold, mono } = {}) {
  const extra = [
    size ? ` font-size="${size}"` : "",
    bold ? ' font-weight="600"' : "",
    mono ? ' font-family="ui-monospace, monospace"' : "",
  ].join("");
  return `<text x="${n(x)}" y="${n(y)}" fill="${fill}" text-anchor="${anchor}"${extra} xml:space="preserve">${escaped(words)}</text>`;
}

export function box(x, y, width, height, { fill = "none", stroke = colours.line, radius = 4 } = {}) {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${radius}" fill="${fill}" stroke="${stroke}"/>`;
}

export function line(x1, y1, x2, y2, { stroke = colours.line, width = 1, dash } = {}) {
  return `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" stroke="${stroke}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`;
}

/** A line with a head at its second end. */
export function arrow(x1, y1, x2, y2, { stroke = colours.quiet, width = 1.5 } = {}) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const tip = (side) => `${n(x2 - 8 * dx - 4 * side * dy)},${n(y2 - 8 * dy + 4 * side * dx)}`;
  return [
    line(x1, y1, x2 - 6 * dx, y2 - 6 * dy, { stroke, width }),
    `<polygon points="${n(x2)},${n(y2)} ${tip(1)} ${tip(-1)}" fill="${stroke}"/>`,
  ].join("\n");
}

export function curve(points, { stroke, width = 2.5, dash } = {}) {
  const path = points.map(([x, y]) => `${n(x)},${n(y)}`).join(" ");
  return `<polyline points="${path}" fill="none" stroke="${stroke}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`;
}

export function dot(x, y, fill, radius = 4) {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${radius}" fill="${fill}"/>`;
}

/** From paper (0) to `strong` (1); `ink` says which text can be read on it. */
export function shade(share, strong = colours.blue) {
  const mix = [1, 3, 5].map((at) => {
    const [from, to] = [colours.paper, strong].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round(from + (to - from) * share)
      .toString(16)
      .padStart(2, "0");
  });
  return { fill: `#${mix.join("")}`, ink: share > 0.55 ? colours.paper : colours.ink };
}

/** A cell of a table of numbers between -1 and 1: blue above zero, orange below, and the number in it. */
export function cell(x, y, width, height, value, words, size = 11) {
  const { fill, ink } = shade(Math.min(1, Math.abs(value)) * 0.9, value < 0 ? colours.orange : colours.blue);
  return [
    box(x, y, width, height, { fill, stroke: colours.paper, radius: 2 }),
    text(x + width / 2, y + height / 2 + size * 0.36, words, {
      size,
      fill: ink,
      anchor: "middle",
      mono: true,
    }),
  ];
}

/** Writes the picture if its script was started as a program: `node docs/pictures/NN-name.mjs`. */
export async function writeIfStarted(url, draw) {
  const path = fileURLToPath(url);
  if (process.argv[1] !== path) return;
  writeFileSync(path.replace(/\.mjs$/, ".svg"), await draw());
}

function n(value) {
  return String(Math.round(value * 10) / 10);
}

function escaped(words) {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
