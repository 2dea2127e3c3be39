/** Contests among small programs of this test's own, which answer as a library's process would. */
import { describe, expect, it } from "vitest";
import { contest } from "../lib/contest.mjs";

/** A contestant that claims to need `seconds` for a round of 100 units. */
const program = (seconds, { measure = `{ seconds: [${seconds}, ${seconds}, 50], evidence: {} }` } = {}) => ({
  command: process.execPath,
  args: [
    "--eval",
    `
    console.log("a library's own noise");
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const { ask, task } = JSON.parse(line);
      const answer = ask === "prepare" ? { version: task + " 1.0", work: 100 } : ${measure};
      console.log("@bench " + JSON.stringify(answer));
    });`,
  ],
});
const request = { task: "train" };
const ours = { name: "Inkling", detail: "strict", inkling: true, start: program(0.5), request };
const theirs = { name: "Other", detail: "x", start: program(0.2), request };
const how = { turns: 2, secondsPerTurn: 0 };

describe("a contest", () => {
  it("takes the median of all turns, and says how many times as fast Inkling is", async () => {
    const turns = [];
    const rows = await contest([ours, theirs], { ...how, note: (line) => turns.push(line) });
    expect(rows).toMatchObject([
      { name: "Inkling", version: "train 1.0", perSecond: 200, seconds: 0.5, rounds: 6, slowest: 50 },
      { name: "Other", perSecond: 500, inklingIs: { strict: 0.4 } },
    ]);
    expect(turns.filter((line) => line.startsWith("turn"))).toEqual([
      "turn 1 of 2: Inkling, strict",
      "turn 1 of 2: Other, x",
      "turn 2 of 2: Inkling, strict",
      "turn 2 of 2: Other, x",
    ]);
  });

  it("goes on without those who are missing, fail or die, and keeps their reasons", async () => {
    const entrants = [
      ours,
      { ...theirs, name: "missing", start: { error: "not installed" } },
      { ...theirs, name: "no such program", start: { command: "inkling-no-such-program", args: [] } },
      { ...theirs, name: "fails", start: program(1, { measure: '{ error: "no gradient for take" }' }) },
      {
        ...theirs,
        name: "dies",
        start: program(1, { measure: '(console.error("out of memory"), process.exit(3))' }),
      },
    ];
    const rows = await contest(entrants, how);
    expect(rows[0]).toMatchObject({ perSecond: 200 });
    expect(rows.slice(1).map(({ error }) => error)).toEqual([
      "not installed",
      expect.stringContaining("inkling-no-such-program"),
      "no gradient for take",
      expect.stringMatching(/^ended with exit code 3: .*out of memory/s),
    ]);
    for (const { perSecond } of rows.slice(1)) expect(perSecond).toBeUndefined();
  });

  it("gives up one that never answers", async () => {
    const silent = {
      ...theirs,
      start: { command: process.execPath, args: ["--eval", "setInterval(() => {}, 1e6)"] },
    };
    const [row] = await contest([silent], { ...how, timeoutSeconds: 0.3 });
    expect(row.error).toBe('gave no answer to "prepare" within 0.3 s');
  });
});
