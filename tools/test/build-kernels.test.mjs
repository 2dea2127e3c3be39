import { expect, it } from "vitest";
import { kernelsAsText } from "../build-kernels.mjs";

it("matmul's tile stays a function of its own: inlined, V8 spills its sums and it is half as fast", async () => {
  const text = await kernelsAsText();
  expect(text).toMatch(/\(func \$tallTile\/tallTile /);
  expect(text.match(/call \$tallTile\/tallTile/g)?.length).toBeGreaterThanOrEqual(2);
});
