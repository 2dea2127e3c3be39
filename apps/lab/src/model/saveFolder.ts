/** Hands the visitor a folder, as one file. */
import { zipSync } from "fflate";
import { download } from "./save.ts";

/** Weights hardly shrink, so nothing is compressed. */
export function downloadFolder(name: string, files: Readonly<Record<string, Uint8Array>>): void {
  const inside = Object.entries(files).map(([file, bytes]) => [`${name}/${file}`, bytes] as const);
  download(`${name}.zip`, [zipSync(Object.fromEntries(inside), { level: 0 })], "application/zip");
}
