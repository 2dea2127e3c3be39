import { expect, it } from "vitest";
import { inBytes } from "../../src/hub/words.ts";

it("sizes are short, and never round up to a thousand", () => {
  const sizes = [0, 999, 1000, 1234, 99_949, 99_950, 999_499, 999_500, 1_234_567_890, 2e15];
  expect(sizes.map(inBytes)).toEqual([
    "0 bytes",
    "999 bytes",
    "1.0 KB",
    "1.2 KB",
    "99.9 KB",
    "100 KB",
    "999 KB",
    "1.0 MB",
    "1.2 GB",
    "2.0 PB",
  ]);
});
