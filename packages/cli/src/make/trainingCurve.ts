/** A training curve as SVG: the loss of every step, smoothed, and what was measured on held-out text. */

export interface CurvePoint {
  readonly step: number;
  readonly loss: number;
}

const [WIDTH, HEIGHT] = [720, 360];
const paper = { left: 56, right: 20, top: 46, bottom: 44 } as const;
const colours = {
  paper: "#fbfaf6",
  ink: "#1f2933",
  quiet: "#52606d",
  line: "#d5dae0",
  blue: "#1f5fa8",
  orange: "#b4540a",
};

/** Steps go from left to right, nats per token from the highest loss above down to 0. */
export function trainingCurve(train: readonly CurvePoint[], heldOut: readonly CurvePoint[]): string {
  const last = Math.max(...train.map(({ step }) => step), ...heldOut.map(({ step }) => step), 1);
  const most = Math.ceil(Math.max(...heldOut.map(({ loss }) => loss), ...train.map(({ loss }) => loss), 1));
  const x = (step: number) => paper.left + (step / last) * (WIDTH - paper.left - paper.right);
  const y = (loss: number) => HEIGHT - paper.bottom - (loss / most) * (HEIGHT - paper.top - paper.bottom);
  const at = ({ step, loss }: CurvePoint) => `${round(x(step))},${round(y(loss))}`;
  const line = smoothed(train, 200).map(at).join(" ");
  const levels = Array.from({ length: most + 1 }, (_, level) => level);
  const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * last));
  const parts = [
    text(paper.left, 26, "Loss while learning, nats per token", "start", colours.ink),
    ...levels.flatMap((level) => [
      `<line x1="${paper.left}" y1="${round(y(level))}" x2="${WIDTH - paper.right}" y2="${round(y(level))}" stroke="${colours.line}"/>`,
      text(paper.left - 8, y(level) + 4, String(level), "end", colours.quiet),
    ]),
    ...steps.map((step) => text(x(step), HEIGHT - 22, step.toLocaleString("en"), "middle", colours.quiet)),
    text(WIDTH - paper.right, HEIGHT - 6, "steps", "end", colours.quiet),
    `<polyline points="${line}" fill="none" stroke="${colours.blue}" stroke-width="1.5"/>`,
    ...heldOut.map((point) => {
      const [cx, cy] = at(point).split(",");
      return `<circle cx="${cx}" cy="${cy}" r="4" fill="${colours.orange}"/>`;
    }),
    text(WIDTH - 200, 26, "— training", "start", colours.blue),
    text(WIDTH - 110, 26, "● held-out text", "start", colours.orange),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" font-family="ui-sans-serif, system-ui, sans-serif" font-size="13">
<title>Loss of training and of held-out text against steps</title>
<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="${colours.paper}"/>
${parts.join("\n")}
</svg>
`;
}

/** Means over `count` neighbouring stretches. */
function smoothed(points: readonly CurvePoint[], count: number): CurvePoint[] {
  const columns = Math.min(count, points.length);
  return Array.from({ length: columns }, (_, i) => {
    const part = points.slice(
      Math.floor((i * points.length) / columns),
      Math.floor(((i + 1) * points.length) / columns),
    );
    const mean = (of: (point: CurvePoint) => number) =>
      part.reduce((sum, one) => sum + of(one), 0) / part.length;
    return { step: mean(({ step }) => step), loss: mean(({ loss }) => loss) };
  });
}

function text(x: number, y: number, words: string, anchor: string, fill: string): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${fill}">${words}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
