/** docs/benchmarks.md, made from results. Nothing in it is written by hand; the words between the tables are here. */
import { report } from "./report.mjs";
import { markdownTable } from "./tables.mjs";

const opening = `# Benchmarks

Written by \`npm run bench -- --publish\`; don't edit it. Figures belong to the machine and the day that stand above each
table: only what was measured in one run, by turns, is compared. [bench/](../bench/README.md) says how, and
\`npm run bench\` repeats all of it on your machine.

Two models are trained. Both are GPTs with learned positions, LayerNorm with biases, ReLU and a tied head, trained in
float32 with AdamW and clipping, without dropout:

| | vocabulary | context | blocks | heads | width | MLP | batch | parameters |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| **G**, GuppyLM's shape | 4096 | 128 | 6 | 6 | 384 | 768 | 16 | 8.7 M |
| **S**, nanoGPT's shakespeare-char for a CPU | 65 | 64 | 4 | 4 | 128 | 512 | 12 | 0.8 M |

*Strict* arithmetic gives the same bits on every machine; *fast math* does not. "Inkling is 0.5×" reads: half as fast as
the library of this row. The loss stands there as proof that a library learned, from about ln V to less.
`;

const picture = `![Tokens per second and peak memory against the number of parameters and the length of the context, on
logarithmic scales, with the expected slope beside each](pictures/benchmarks.svg)
`;

const nothing = `
No figures are published at the moment.
`;

/** Whether a result is part of the picture. */
export function hasPicture({ kind }) {
  return kind === "growth";
}

export function page(results) {
  if (results.length === 0) return opening + nothing;
  const sections = results.map((result) => section(report(result)));
  return [opening, ...(results.some(hasPicture) ? [picture] : []), ...sections].join("\n");
}

function section({ title, about, head, rows, notes }) {
  const lines = notes.filter((line) => line !== "");
  const under =
    lines.length === 0 ? "" : `\n${lines.map((line) => `${line.replaceAll("\n", " ")}\n`).join("\n")}`;
  return `## ${title}\n\n${about}\n\n${markdownTable(head, rows)}\n${under}`;
}
