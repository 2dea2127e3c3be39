/** Sizes and speeds as people read them. */

const UNITS = ["bytes", "KB", "MB", "GB", "TB", "PB"];

/** 1234567 → "1.2 MB": powers of 1000, as the hub's pages and disks count. */
export function inBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}
