/** A machine that lacks something: the same results by another way, and one line that says so. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { binaries } from "../../src/kernels/wasm/binaries.generated.ts";
import { webAssembly } from "../../src/kernels/wasm/webAssembly.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.resetModules();
});

const sum = ({ step, from, kernels }: Bound) =>
  step(async () => {
    const x = from([3], [1, 2, 3]);
    kernels.add(x, x, x, 3, 3);
    return [...(await x.read())];
  });
type Bound = Pick<Engine, "kernels" | "step" | "from">;
const bound = (engine: Bound): Bound => ({
  kernels: engine.kernels,
  step: engine.step.bind(engine),
  from: engine.from.bind(engine),
});

/** Validates all but the binaries named. */
function refuse(...names: (keyof typeof binaries)[]) {
  const validate = webAssembly!.validate;
  const refused = names.map((name) => Buffer.from(binaries[name], "base64"));
  vi.spyOn(webAssembly!, "validate").mockImplementation(
    (bytes) => !refused.some((one) => one.equals(bytes)) && validate(bytes),
  );
}

describe("without WebAssembly", () => {
  it("plain loops compute, and it is said once", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const { createEngine: createHere } = await import("../../src/tensor/engine.ts");
    const engine = await createHere({ threads: 4, fastMath: true });
    expect(engine.backend).toBe("reference");
    expect(engine.notices).toEqual([
      "Computing with plain loops, which is many times slower: WebAssembly is missing.",
    ]);
    expect(await sum(bound(engine))).toEqual([2, 4, 6]);
  });
});

describe("without SIMD", () => {
  it("plain loops compute, and it is said once", async () => {
    refuse("strict", "strictShared", "fast", "fastShared");
    const engine = await createEngine({ threads: 2 });
    expect(engine.backend).toBe("reference");
    expect(engine.notices).toEqual([
      "Computing with plain loops, which is many times slower: WebAssembly SIMD is missing.",
    ]);
    expect(await sum(bound(engine))).toEqual([2, 4, 6]);
  });

  it("whoever asks for wasm by name is told why not, and what to choose", async () => {
    refuse("strict", "strictShared", "fast", "fastShared");
    await expect(createEngine({ backend: "wasm" })).rejects.toThrow(
      'The wasm backend can\'t run here: WebAssembly SIMD is missing. Choose backend "reference".',
    );
  });
});

describe("without relaxed SIMD", () => {
  it("fast math is computed strictly, and it is said once", async () => {
    refuse("fast", "fastShared");
    const engine = await createEngine({ fastMath: true });
    expect(engine.backend).toBe("wasm");
    expect(engine.notices).toEqual([
      "Fast math is not available here (relaxed SIMD is missing); computing strictly instead.",
    ]);
    expect(await sum(bound(engine))).toEqual([2, 4, 6]);
  });
});

describe("with all it needs", () => {
  it("nothing is said", async () => {
    const engine = await createEngine({ threads: 2, fastMath: true });
    expect(engine.notices).toEqual([]);
    engine.dispose();
  });
});
