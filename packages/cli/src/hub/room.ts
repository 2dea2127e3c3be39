/** Is there room on the disk? Asked before the first byte comes, as the sizes are known by then. */
import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { InklingError } from "inkling";
import { inBytes } from "./words.ts";

export interface Need {
  /** It may not be there yet. */
  readonly folder: string;
  readonly bytes: number;
}

/** @throws InklingError if the needs don't fit, those on one disk taken together */
export async function checkRoom(needs: readonly Need[]): Promise<void> {
  const disks = new Map<number, Need>();
  for (const { folder, bytes } of needs) {
    const { path, disk } = await nearest(folder);
    disks.set(disk, { folder: path, bytes: bytes + (disks.get(disk)?.bytes ?? 0) });
  }
  for (const { folder, bytes } of disks.values()) {
    const { bavail, bsize } = await statfs(folder);
    if (bytes <= bavail * bsize) continue;
    throw new InklingError(
      `The disk of ${folder} has ${inBytes(bavail * bsize)} free, and ${inBytes(bytes)} are needed. ` +
        "Free some space, or choose a folder on another disk (HF_HOME says where the cache is, --out where the copy goes).",
    );
  }
}

/** The folder itself, or the first one above it that is there. */
async function nearest(folder: string): Promise<{ path: string; disk: number }> {
  const found = await stat(folder).catch(() => undefined);
  if (found || dirname(folder) === folder) return { path: folder, disk: found?.dev ?? 0 };
  return nearest(dirname(folder));
}
