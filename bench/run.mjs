/**
 * Inkling and its peers side by side, on this machine, in one run.
 *
 * Try it: npm run bench                        all cases; an hour or so with every peer
 *         npm run bench -- --quick             fewer and shorter turns: a first impression, in minutes
 *         npm run bench -- train.S decode      the cases that begin with these words
 *         npm run bench -- --list              which cases there are
 *         npm run bench -- --publish           also renews docs/benchmarks.md and its picture
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cases } from "./cases.mjs";
import { measureGrowth } from "./growth.mjs";
import { contest } from "./lib/contest.mjs";
import { busyShare, describeMachine } from "./lib/machine.mjs";
import { Materials } from "./lib/materials.mjs";
import { report } from "./lib/report.mjs";
import { merge, readResults, writeResults } from "./lib/results.mjs";
import { textTable } from "./lib/tables.mjs";
import { profileStep } from "./profile.mjs";
import { publish } from "./publish.mjs";

const LATEST = fileURLToPath(new URL("results/latest.json", import.meta.url));

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    publish: { type: "boolean", default: false },
    out: { type: "string", default: LATEST },
  },
});
const effort = flags.quick ? { turns: 2, secondsPerTurn: 0.5 } : { turns: 5, secondsPerTurn: 2 };

async function main() {
  const chosen = cases.filter(
    ({ id }) => wanted.length === 0 || wanted.some((start) => id.startsWith(start)),
  );
  if (chosen.length === 0) {
    console.error(`No case begins with ${wanted.join(" or ")}. npm run bench -- --list shows them.`);
    process.exitCode = 2;
    return;
  }
  const machine = describeMachine();
  const materials = new Materials();
  try {
    for (const one of chosen) {
      const { kind, id, title } = one;
      const facts = { kind, id, title, date: new Date().toISOString(), machine, quick: flags.quick };
      const before = await busyShare();
      const measured = await runCase[kind](one, materials);
      const result = { ...facts, busy: Math.max(before, await busyShare()), ...measured };
      show(report(result));
      keep(result); // at once, so that a run that is cut off leaves what it has measured
    }
  } finally {
    materials.dispose();
  }
  console.log(`\nWritten to ${flags.out}`);
  if (flags.publish) publish(readResults(flags.out));
}

const runCase = {
  async contest({ unit, entrants, needs, turns = effort.turns }, materials) {
    const { what, ...files } = needs === undefined ? {} : await materials[needs]();
    const entered = [];
    for (const { start, request, writer, ...entrant } of entrants) {
      const model = writer === undefined ? {} : materials.written(writer, request);
      const how = model.error === undefined ? start() : { error: model.error };
      entered.push({ ...entrant, start: how, request: { ...request, ...files, ...model } });
    }
    const rows = await contest(entered, { ...effort, turns: Math.min(effort.turns, turns), note });
    return { unit, what, rows };
  },
  profile: ({ shape, threads }) => profileStep(shape, threads, effort),
  growth: ({ axis }) => measureGrowth(axis, { ...effort, note }),
};

function keep(result) {
  const order = cases.map(({ id }) => id);
  writeResults(flags.out, merge(readResults(flags.out), [result], order));
}

/** What is going on, on one line that the next one overwrites, where a person is watching. */
function note(line) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}

function show({ title, about, head, rows, notes }) {
  note("");
  console.log(`\n${title}\n${about}\n\n${textTable(head, rows)}\n`);
  for (const line of notes.filter((line) => line !== "")) console.log(line);
}

if (flags.list) for (const { id, title } of cases) console.log(`${id.padEnd(18)} ${title}`);
else await main();
