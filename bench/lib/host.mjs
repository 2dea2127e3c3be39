/**
 * The process of a contestant in JavaScript: loads its file and answers the questions of lib/contestant.mjs.
 *
 * A contestant exports one function per task it can do:
 *
 *   export const tasks = {
 *     async train(request) {
 *       return { version: "library 1.2", work: tokensPerRound, round: async () => ({ loss }) };
 *     },
 *   };
 *
 * A round is timed from outside, unless it gives its own { seconds }, for what must not be counted. What else it gives
 * is kept as evidence that it did the work. Try it: see `ask` in lib/contestant.mjs.
 */
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/** Rounds that are not counted: code is compiled and memory is asked for in the first ones. */
const WARM_UPS = 3;

const { tasks } = await import(pathToFileURL(process.argv[2]).href);
let prepared;
let first;
let last;

const answers = {
  async prepare(request) {
    const task = tasks[request.task];
    if (task === undefined)
      throw new Error(`has no task "${request.task}", only ${Object.keys(tasks).join(", ")}`);
    prepared = await task(request);
    const warmUps = request.warmUps ?? WARM_UPS;
    for (let i = 0; i < warmUps; i++) await timed();
    const { version, work } = prepared;
    return { version, work };
  },

  async measure({ seconds, atLeast = 1 }) {
    const times = [];
    const started = performance.now();
    while (times.length < atLeast || performance.now() - started < seconds * 1000) times.push(await timed());
    const peakRssBytes = process.resourceUsage().maxRSS * 1024;
    return { seconds: times, evidence: { first, last }, peakRssBytes, peakBytes: prepared.peakBytes?.() };
  },
};

async function timed() {
  const before = performance.now();
  const { seconds = (performance.now() - before) / 1000, ...evidence } = { ...(await prepared.round()) };
  first ??= evidence;
  last = evidence;
  return seconds;
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const answer = await answers[question.ask](question).catch((error) => ({
    error: error.stack ?? String(error),
  }));
  process.stdout.write(`@bench ${JSON.stringify(answer)}\n`);
}
process.exit(0); // threads that a library keeps would hold the process
