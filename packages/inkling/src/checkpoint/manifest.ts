/**
 * inkling.json: where a checkpoint comes from, and the sha256 of every file that belongs to it.
 *
 * Knows nothing of how files are read or hashed. Try it: `parseManifest(text).step`.
 */
import { InklingError } from "../errors.ts";

export const MANIFEST = "inkling.json";

/** Raised when a reader of the old form would misunderstand the new one. */
const FORMAT = 1;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface FileRecord {
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** What a run knows about the checkpoint it saves. */
export interface ManifestFacts {
  /** The version of Inkling that wrote it. */
  readonly inkling: string;
  /** Optimiser steps taken. */
  readonly step: number;
  readonly seed: number;
  /** The settings of the run, as its own reader understands them. */
  readonly training: { readonly [name: string]: Json };
  /** The files it was trained on. */
  readonly data: readonly (FileRecord & { readonly name: string })[];
  /** Such as validation loss; null where it hasn't been measured. */
  readonly metrics: { readonly [name: string]: number | null };
}

export interface Manifest extends ManifestFacts {
  /** Every file of the set but inkling.json itself. */
  readonly files: { readonly [name: string]: FileRecord };
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify({ format: FORMAT, ...manifest }, null, 2)}\n`;
}

/**
 * @param where what messages call the file
 * @throws InklingError that names the field, what was found and what was expected
 */
export function parseManifest(text: string, where = MANIFEST): Manifest {
  const fail = (field: string, found: unknown, expected: string): never => {
    const shown = String(JSON.stringify(found)).slice(0, 60);
    throw new InklingError(
      `${where}: ${field} is ${shown}, expected ${expected}. The file is damaged or not Inkling's.`,
    );
  };
  const object = (value: unknown, field: string): Record<string, unknown> => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) fail(field, value, "an object");
    return Object.fromEntries(Object.entries(value ?? {}));
  };
  const count = (value: unknown, field: string): number =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= 0
      ? value
      : fail(field, value, "a whole number from 0 on");
  const string = (value: unknown, field: string): string =>
    typeof value === "string" ? value : fail(field, value, "text");
  const record = (value: unknown, field: string): FileRecord => {
    const { bytes, sha256 } = object(value, field);
    const hash = string(sha256, `${field}.sha256`);
    if (!/^[0-9a-f]{64}$/.test(hash)) fail(`${field}.sha256`, hash, "64 hexadecimal digits");
    return { bytes: count(bytes, `${field}.bytes`), sha256: hash };
  };

  const top = object(parseJson(text, where), "the whole");
  if (top["format"] !== FORMAT)
    fail("format", top["format"], `${FORMAT}, the form this version of Inkling knows`);
  const data: unknown[] = Array.isArray(top["data"]) ? top["data"] : fail("data", top["data"], "an array");
  const metrics = Object.entries(object(top["metrics"], "metrics")).map(([name, value]) => {
    if (value === null || typeof value === "number") return [name, value] as const;
    return fail(`metrics.${name}`, value, "a number or null");
  });
  const files = Object.entries(object(top["files"], "files")).map(
    ([name, value]) => [checkFileName(name, where), record(value, `files.${name}`)] as const,
  );
  return {
    inkling: string(top["inkling"], "inkling"),
    step: count(top["step"], "step"),
    seed: count(top["seed"], "seed"),
    training: JSON.parse(JSON.stringify(object(top["training"], "training"))),
    data: data.map((item, i) => ({
      name: string(object(item, `data[${i}]`)["name"], `data[${i}].name`),
      ...record(item, `data[${i}]`),
    })),
    metrics: Object.fromEntries(metrics),
    files: Object.fromEntries(files),
  };
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InklingError(`${where} is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

// Names that Windows keeps for devices, whatever their ending.
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * `name`, if it names a file right inside a folder on every system: so that no checkpoint reaches out of its own.
 * @throws InklingError for path separators, "..", hidden files and Windows's device names
 */
export function checkFileName(name: string, where: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,98}$/.test(name) && !name.endsWith(".") && !DEVICE.test(name))
    return name;
  throw new InklingError(
    `${where}: ${JSON.stringify(name.slice(0, 80))} can't name a file of a checkpoint. ` +
      "Use letters, digits, dots, dashes and underscores, beginning with a letter or digit; no folders.",
  );
}
