/**
 * How a page may keep its model's numbers, and how much of a page they then take.
 *
 * Knows nothing of pages and models but their size.
 */
import { InklingError } from "inkling";
import { base64Length } from "./fillPage.ts";

export const pageDtypes = ["F16", "BF16", "F32", "q8_0", "q4_0"] as const;
export type PageDtype = (typeof pageDtypes)[number];

/** What browsers open at once, mail takes and people wait for. */
export const MOST_BYTES = 12_000_000;

/** Bytes of a number; quantised, 32 share a scale, which takes four more (kernels/blocks.ts). */
const BYTES: Readonly<Record<PageDtype, number>> = { F16: 2, BF16: 2, F32: 4, q8_0: 36 / 32, q4_0: 20 / 32 };

export interface PageSize {
  /** The model's folder, for messages. */
  readonly dir: string;
  readonly parameters: number;
  /** Bytes of everything in the page but the numbers. */
  readonly rest: number;
}

/** About how many bytes a page takes. */
export function pageBytes({ parameters, rest }: PageSize, dtype: PageDtype): number {
  return rest + base64Length(parameters * BYTES[dtype]);
}

/** What to say of a model that does not fit: its sizes, and what would. */
export function tooLarge(size: PageSize, dtype: PageDtype): InklingError {
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const sizes = (["F16", "q8_0", "q4_0"] as const).map((one) => `${mb(pageBytes(size, one))} as ${one}`);
  const fitting = (["F16", "q8_0", "q4_0"] as const).find(
    (one) => one !== dtype && pageBytes(size, one) <= MOST_BYTES,
  );
  const advice = fitting
    ? `Give --dtype ${fitting}.`
    : `No rounding makes it fit: "inkling lab --model ${size.dir}" opens a model of any size in the browser.`;
  return new InklingError(
    `${size.dir} is too large for one file: with its ${size.parameters} parameters the page would have ${mb(pageBytes(size, dtype))} as ${dtype}, and at most ${mb(MOST_BYTES)} are written. It would have ${sizes.join(", ")}. ${advice}`,
  );
}
