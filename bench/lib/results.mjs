/** The file of results: the newest result of each case, each with its own date and machine, in the order of cases. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export function readResults(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).results : [];
}

/** The new results take the places of older ones with the same id; `order` lists all ids there are. */
export function merge(old, fresh, order) {
  const all = new Map([...old, ...fresh].map((result) => [result.id, result]));
  return order.filter((id) => all.has(id)).map((id) => all.get(id));
}

export function writeResults(file, results) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ results }, undefined, 2)}\n`);
}
