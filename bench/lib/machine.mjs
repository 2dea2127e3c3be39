/** Where a figure was measured: without this it means nothing. */
import { execFileSync } from "node:child_process";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export function describeMachine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
    commit: commit(),
  };
}

/** The commit that was measured, with a + where files differ from it. */
function commit() {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
  try {
    return (
      git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--", "packages") === "" ? "" : "+")
    );
  } catch {
    return "unknown";
  }
}

/**
 * The share of all cores that was busy during a second in which we did nothing: with neighbours. One busy neighbour
 * makes a library that spins on several threads many times slower, so figures from such a time mean little.
 */
export async function busyShare(milliseconds = 1000) {
  const before = coreTimes();
  await setTimeout(milliseconds);
  const after = coreTimes();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

/** Milliseconds of all cores since the machine was started. */
function coreTimes() {
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const times = cpus().map(({ times }) => times);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((one) => Object.values(one))) };
}

/** One line for a person. */
export function machineLine({ cpu, cores, memoryGB, system, node, commit }) {
  return `${cpu}, ${cores} core${cores === 1 ? "" : "s"}, ${memoryGB} GB, ${system}, Node ${node}, commit ${commit}`;
}
