/**
 * Several contestants do the same work in one run, taking turns: whatever else the machine does meanwhile, it does to
 * all of them.
 *
 *   prepare A, prepare B, …;   A B … A B … A B …   (each turn a few rounds);   the median of all of A's rounds
 *
 * One that can't be started or fails is reported with its error, and the others go on.
 */
import { median } from "../../packages/cli/dist/bench/statistics.js";
import { Contestant } from "./contestant.mjs";

/**
 * @param {object[]} entrants each { name, detail, start: { command, args, env } | { error }, request, inkling? }
 * @param {{ turns: number, secondsPerTurn: number, note?: (line: string) => void, timeoutSeconds?: number }} how
 * @returns {Promise<object[]>} a row per entrant
 */
export async function contest(entrants, { turns, secondsPerTurn, note = () => {}, timeoutSeconds = 300 }) {
  const players = [];
  for (const entrant of entrants) players.push(await enter(entrant, note, timeoutSeconds));
  try {
    for (let turn = 1; turn <= turns; turn++) {
      for (const player of players) {
        if (player.error !== undefined) continue;
        note(`turn ${turn} of ${turns}: ${labelOf(player)}`);
        await takeTurn(player, { seconds: secondsPerTurn, timeoutSeconds });
      }
    }
  } finally {
    for (const { contestant } of players) contestant?.stop();
  }
  return withRatios(players.map(rowOf));
}

async function enter(entrant, note, timeoutSeconds) {
  const { start, request } = entrant;
  if (start.error !== undefined) return { ...entrant, error: start.error };
  note(`prepares: ${labelOf(entrant)}`);
  const contestant = new Contestant(start);
  try {
    const { version, work } = await contestant.ask({ ask: "prepare", ...request }, timeoutSeconds);
    return { ...entrant, contestant, version, work, times: [] };
  } catch (error) {
    contestant.stop();
    return { ...entrant, error: error.message };
  }
}

async function takeTurn(player, { seconds, timeoutSeconds }) {
  try {
    const {
      seconds: times,
      evidence,
      peakRssBytes,
      peakBytes,
    } = await player.contestant.ask({ ask: "measure", seconds }, timeoutSeconds);
    player.times.push(...times);
    Object.assign(player, { evidence, peakRssBytes, peakBytes });
  } catch (error) {
    player.error = error.message;
  }
}

function labelOf({ name, detail }) {
  return detail ? `${name}, ${detail}` : name;
}

function rowOf({
  name,
  detail,
  inkling = false,
  error,
  version,
  work,
  times,
  evidence,
  peakRssBytes,
  peakBytes,
}) {
  if (error !== undefined) return { name, detail, inkling, error: firstLines(error) };
  const seconds = median(times);
  return {
    name,
    detail,
    inkling,
    version,
    perSecond: work / seconds,
    seconds,
    rounds: times.length,
    fastest: Math.min(...times),
    slowest: Math.max(...times),
    evidence,
    peakRssBytes,
    peakBytes,
  };
}

/** Beside every other's row, how many times as fast each of Inkling's rows is: { strict: 0.4, "fast math": 0.5 }. */
export function withRatios(rows) {
  const ours = rows.filter(({ inkling, error }) => inkling && error === undefined);
  return rows.map((row) => {
    if (row.inkling || row.error !== undefined) return row;
    const ratios = ours.map(({ detail, perSecond }) => [detail, perSecond / row.perSecond]);
    return { ...row, inklingIs: Object.fromEntries(ratios) };
  });
}

function firstLines(error) {
  return error.split("\n").slice(0, 4).join("\n").slice(0, 400);
}
