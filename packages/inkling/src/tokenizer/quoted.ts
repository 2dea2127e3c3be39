/** How messages show a value out of a file. A file can put a megabyte into any field: they show its beginning. */

const SHOWN_LENGTH = 80;

export function quoted(value: unknown): string {
  const json = jsonOf(value);
  return json.length > SHOWN_LENGTH ? `${json.slice(0, SHOWN_LENGTH)}…` : json;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "missing";
  } catch {
    return "nested too deeply to show"; // JSON.parse reads deeper than JSON.stringify writes
  }
}
