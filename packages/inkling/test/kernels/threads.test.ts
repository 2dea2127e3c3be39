/**
 * What happens when a thread of the pool fails, is slow, can't be had or is left running: a clear error or a notice, and
 * never a program that hangs. (That threads change no bit is sameBits.test.ts's.)
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { binaries } from "../../src/kernels/wasm/binaries.generated.ts";
import { type CompiledKernel, type CompiledKernels, kernelNames } from "../../src/kernels/wasm/exports.ts";
import { Pool } from "../../src/kernels/wasm/pool.ts";
import { bytesOfBase64, webAssembly } from "../../src/kernels/wasm/webAssembly.ts";
import { createEngine, type Engine } from "../../src/tensor/engine.ts";
import { useWorkers } from "./workers.ts";

afterEach(() => vi.restoreAllMocks());

/** A vector so long that every kernel on it is shared among threads. */
const LONG = 1 << 20;
const twice = (engine: Engine) =>
  engine.step(async () => {
    const x = engine.filled([LONG], 1);
    engine.kernels.add(x, x, x, LONG, LONG);
    return new Set(await x.read());
  });
const turnOfTheLoop = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("a thread that ends", () => {
  it("makes the next step fail with an error that says so, and what to do", async () => {
    const workers = useWorkers();
    const engine = await createEngine({ threads: 3 });
    expect(await twice(engine)).toEqual(new Set([2]));
    await workers.started[1].terminate();
    await turnOfTheLoop();
    await expect(twice(engine)).rejects.toThrow(InklingError);
    await expect(twice(engine)).rejects.toThrow(
      /Thread 3 of 3 ended: exit code 1.*what was saved before is safe.*with one thread/,
    );
    engine.dispose();
  });

  it("while nobody looks, between two kernels: the others do its share", async () => {
    const workers = useWorkers();
    const engine = await createEngine({ threads: 3 });
    const ended = workers.started[0].terminate(); // its end is told when the loop turns, which it does below
    expect(await twice(engine)).toEqual(new Set([2]));
    await ended;
    engine.dispose();
  });
});

/** A pool whose second thread is `code` instead of threadMain; it finds `start` and `ready()`. */
async function poolWith(code: string, patienceMs?: number): Promise<Pool> {
  useWorkers((_, options) => {
    const text = `const { parentPort, workerData: start } = require("node:worker_threads");
      const control = new Int32Array(start.shared, 0, start.layout.length);
      const at = start.layout;
      const ready = () => parentPort.postMessage("ready");
      ${code}`;
    return new Worker(text, options);
  });
  const wasm = webAssembly!;
  const memory = new wasm.Memory({ initial: 32, maximum: 65536, shared: true });
  const module = await wasm.compile(bytesOfBase64(binaries.strictShared));
  const exports = new Map<string, CompiledKernel>(
    Object.entries(new wasm.Instance(module, { env: { memory } }).exports),
  );
  const kernels: Record<string, CompiledKernel> = {};
  for (const name of kernelNames) kernels[name] = exports.get(name)!;
  const patience = patienceMs === undefined ? {} : { patienceMs };
  return Pool.start({ threads: 2, module, memory, ...patience }, kernels as CompiledKernels);
}
/** fill, 64 units of one number each. */
const fill = (pool: Pool) => pool.run("fill", 64, 1, 0, 0, [70_000, 1]);
/** Fills until something goes wrong; the test's own limit ends it if nothing does. */
async function fillForever(pool: Pool): Promise<never> {
  while (true) {
    for (let i = 0; i < 1000; i++) fill(pool);
    await turnOfTheLoop();
  }
}
/** Joins the first job it finds open. */
const joinJob = "ready(); while (Atomics.add(control, at.joined, 1) < 0);";

describe("a thread that misbehaves inside a kernel", () => {
  it("fails: the call fails, too", async () => {
    const fail = "Atomics.add(control, at.failed, 1); Atomics.add(control, at.done, 1);";
    const pool = await poolWith(`${joinJob} ${fail} Atomics.wait(control, at.kernel, control[at.kernel]);`);
    await expect(fillForever(pool)).rejects.toThrow(/A thread failed inside a kernel/);
    pool.dispose();
  });

  it.each([
    ["where the caller may sleep", true],
    ["in a page's own script, which may not", false],
  ])("takes a job and never answers: it is given up after the pool's patience, %s", async (_, maySleep) => {
    if (!maySleep) {
      vi.spyOn(Atomics, "wait").mockImplementation(() => {
        throw new TypeError("Atomics.wait cannot be called in this context");
      });
    }
    const pool = await poolWith(`${joinJob} Atomics.wait(control, at.kernel, control[at.kernel]);`, 50);
    await expect(fillForever(pool)).rejects.toThrow(/A thread did not answer for 0\.05 s/);
    expect(() => fill(pool)).toThrow(/did not answer/);
    pool.dispose();
  });

  it("never wakes: nobody waits for it", async () => {
    const pool = await poolWith("ready(); Atomics.wait(control, at.kernel, 0, 30000);", 50);
    for (let i = 0; i < 100; i++) fill(pool);
    pool.dispose();
  });
});

describe("threads that can't be had", () => {
  it("no shared memory: one thread, said once, the same results", async () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    const engine = await createEngine({ threads: 4 });
    vi.unstubAllGlobals();
    expect(engine.notices).toEqual([
      expect.stringMatching(/^Running on one thread instead of 4: shared memory is missing.*Opener-Policy/),
    ]);
    expect(await twice(engine)).toEqual(new Set([2]));
  });

  it("no WebAssembly with shared memory: one thread, said once", async () => {
    const validate = webAssembly!.validate;
    const shared = Buffer.from(binaries.strictShared, "base64");
    vi.spyOn(webAssembly!, "validate").mockImplementation(
      (bytes) => !shared.equals(bytes) && validate(bytes),
    );
    const engine = await createEngine({ threads: 2 });
    expect(engine.notices).toEqual([expect.stringContaining("WebAssembly's shared memory is missing")]);
    expect(await twice(engine)).toEqual(new Set([2]));
  });

  it("the second of three can't be started: one thread, said once, and the first is ended", async () => {
    const workers = useWorkers((code, options, count) => {
      if (count === 1) throw new Error("no more threads");
      return new Worker(code, options);
    });
    const engine = await createEngine({ threads: 3 });
    expect(engine.notices).toEqual([
      "Running on one thread instead of 3: threads can't be started here (Error: no more threads).",
    ]);
    expect(await twice(engine)).toEqual(new Set([2]));
    expect(workers.started).toHaveLength(1);
    await expect.poll(() => workers.started[0].threadId).toBe(-1); // Node's sign that it has ended
  });

  it("a thread ends before it is ready: one thread, said once", async () => {
    useWorkers((_, options) => new Worker("process.exit(3)", options));
    const engine = await createEngine({ threads: 2 });
    expect(engine.notices).toEqual([expect.stringMatching(/instead of 2: .*exit code 3/)]);
    expect(await twice(engine)).toEqual(new Set([2]));
  });
});

describe("a program that used threads", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "inkling-threads-"));
    const source = fileURLToPath(new URL("../../src/tensor/engine.ts", import.meta.url));
    await build({ entryPoints: [source], outfile: join(folder, "engine.mjs"), bundle: true, format: "esm" });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs a program with an `engine` of three threads that has just computed something. */
  function program(rest: string) {
    const code = `
      import { createEngine } from "./engine.mjs";
      const engine = await createEngine({ threads: 3 });
      if (engine.notices.length > 0) throw new Error(engine.notices.join());
      await engine.step(() => engine.filled([${LONG}], 1).read());
      ${rest}`;
    // A program that hangs is killed after a minute, and fails the test by its exit code.
    return promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], {
      cwd: folder,
      timeout: 55_000,
    });
  }

  it.each([
    ["disposes of the engine", "engine.dispose();"],
    ["forgets to dispose of it", ""],
    ["leaves with process.exit", "process.exit(0);"],
  ])("ends by itself when it %s", async (_, rest) => {
    await expect(program(`${rest}`)).resolves.toMatchObject({ stderr: "" });
  });

  it("ends with its error when it throws", async () => {
    await expect(program(`throw new Error("mine");`)).rejects.toMatchObject({
      code: 1,
      killed: false,
      stderr: expect.stringContaining("Error: mine"),
    });
  });

  it("ends when a step threw in the middle of a pass", async () => {
    const rest = `await engine.step(() => { engine.filled([${LONG}], 2); throw new Error("mine"); }).catch(() => {});
      console.log("went on");`;
    await expect(program(rest)).resolves.toMatchObject({ stdout: "went on\n", stderr: "" });
  });
});
