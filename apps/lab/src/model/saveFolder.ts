/** Hands the visitor a folder, as one file. */
import { zipSync } from "fflate";
import { download } from "./save.ts";

/** One file as it is, several as a folder. */
export function downloadCarried(
  name: string,
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): void {
  const [first, ...others] = Object.entries(files);
  if (others.length > 0) downloadFolder(name, files);
  else download(first[0], [first[1]], "application/octet-stream");
}

/** Weights hardly shrink, so nothing is compressed. */
export function downloadFolder(name: string, files: Readonly<Record<string, Uint8Array>>): void {
  const inside = Object.entries(files).map(([file, bytes]) => [`${name}/${file}`, bytes] as const);
  download(`${name}.zip`, [zipSync(Object.fromEntries(inside), { level: 0 })], "application/zip");
}
