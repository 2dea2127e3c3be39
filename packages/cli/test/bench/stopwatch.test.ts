import { expect, it } from "vitest";
import { timeRounds } from "../../src/bench/stopwatch.ts";

const nothing = { seconds: 0, warmUps: 2, atLeast: 3 };

it("times at least so many rounds after the warm-ups, which are not counted", async () => {
  let rounds = 0;
  const times = await timeRounds(async () => rounds++, nothing);
  expect(rounds).toBe(5);
  expect(times).toHaveLength(3);
  for (const time of times) expect(time).toBeGreaterThanOrEqual(0);
});

it("goes on until the time is used up", async () => {
  const seconds = 0.02;
  const times = await timeRounds(async () => {}, { seconds, warmUps: 0, atLeast: 1 });
  expect(times.length).toBeGreaterThan(1);
});

it("tells how far it is, up to the whole", async () => {
  const shares: number[] = [];
  await timeRounds(async () => {}, { ...nothing, seconds: 1e-9, onProgress: (share) => shares.push(share) });
  expect(shares).toEqual([0, 1 / 3, 2 / 3, 1]);
});

it("stops between two rounds when it is told to", async () => {
  const controller = new AbortController();
  let rounds = 0;
  const round = async () => {
    if (++rounds === 3) controller.abort(new Error("enough"));
  };
  await expect(timeRounds(round, { ...nothing, seconds: 60, signal: controller.signal })).rejects.toThrow(
    "enough",
  );
  expect(rounds).toBe(3);
});
