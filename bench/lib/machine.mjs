/** Where a figure was measured: without this it means nothing. */
import { execFileSync } from "node:child_process";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
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

/** One line for a person. */
export function machineLine({ cpu, cores, memoryGB, system, node, commit }) {
  return `${cpu}, ${cores} core${cores === 1 ? "" : "s"}, ${memoryGB} GB, ${system}, Node ${node}, commit ${commit}`;
}
