/** The fixtures that ggml's own Python package made: see fixtures/make.py. */
import { readFileSync } from "node:fs";
import { bytesAsSource } from "inkling";

export function fixtureBytes(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));
}

export const fixture = (name: string) => bytesAsSource(name, fixtureBytes(name));

export const fixtureFloats = (name: string) => new Float32Array(fixtureBytes(name).buffer);
