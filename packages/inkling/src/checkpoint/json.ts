/**
 * A small JSON file from outside: no name is there twice, and nothing nests so deep that whoever walks it runs out of
 * stack. Every complaint names the file.
 *
 * Knows nothing of what the JSON means. Try it: `parseJsonFile('{"a": 1}', "config.json")`.
 */
import { InklingError } from "../errors.ts";
import { parseStrictJson, type StrictJson } from "./strictJson.ts";

/** With objects as Maps. @param where what messages call the file */
export function parseStrictJsonFile(text: string, where: string): StrictJson {
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (error instanceof InklingError) throw new InklingError(`${where} is not JSON: ${error.message}.`);
    throw error;
  }
}

/** With plain objects. */
export function parseJsonFile(text: string, where: string): unknown {
  parseStrictJsonFile(text, where);
  return JSON.parse(text);
}
