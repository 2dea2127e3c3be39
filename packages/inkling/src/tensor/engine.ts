/**
 * The engine: one backend, one tape, and memory with three lifetimes. No module-level state; several engines may
 * live side by side, and several models in one engine.
 *
 *   weights   engine.weights(shape)     live until engine.dispose()
 *   session   engine.session(shape)     a KV cache: lives until its owner frees it
 *   step      engine.empty(shape)       lives until the engine.step(…) it was made in ends
 *
 * Try it:  const engine = await createEngine();
 *          await engine.step(async () => (await engine.from([2], [1, 2]).read()));
 */
import { InklingError } from "../errors.ts";
import type { BufferHandle, ElementType, Kernels, MemoryReport } from "../kernels/kernels.ts";
import { createReferenceKernels, type Precision } from "../kernels/reference.ts";
import { createWasmKernels, whyNoWasm } from "../kernels/wasm.ts";
import { Arena } from "./arena.ts";
import { Tape } from "./tape.ts";
import { elementCount, type Shape, Tensor, type TensorEngine } from "./tensor.ts";

export interface EngineOptions {
  /**
   * Which kernels compute. "wasm": WebAssembly SIMD, the default where it runs. "reference": plain loops on one thread.
   * Both give the same bits.
   */
  readonly backend?: Backend;
  /** float64 only to check gradients (and only in "reference"); everything that is saved or compared is float32. */
  readonly precision?: Precision;
  /** How many threads compute; 1 unless told otherwise. Any number gives the same bits. */
  readonly threads?: number;
  /** Faster where the machine multiplies and adds in one step; then bits differ from machine to machine. */
  readonly fastMath?: boolean;
  /** The most bytes that "wasm" may take for tensors; all that the system gives, at most 4 GB, unless told otherwise. */
  readonly memoryLimit?: number;
}

/** The backends there are, for a flag's choices. */
export const backendNames = ["wasm", "reference"] as const;
export type Backend = (typeof backendNames)[number];

/** A new engine. Asynchronous, because code is compiled and threads are started. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { precision = "float32", threads = 1, fastMath = false } = options;
  const notices: string[] = [];
  const backend = options.backend ?? defaultBackend(precision, notices);
  if (!backendNames.includes(backend)) {
    throw new InklingError(`There is no backend "${backend}". Choose one of: ${backendNames.join(", ")}.`);
  }
  if (backend === "reference")
    return new Engine(backend, precision, createReferenceKernels(precision), notices);
  if (precision !== "float32") {
    throw new InklingError(
      `The wasm backend computes in float32; for ${precision} choose backend "reference".`,
    );
  }
  const notice = (text: string) => notices.push(text);
  const limit = options.memoryLimit === undefined ? {} : { memoryLimit: options.memoryLimit };
  const kernels = await createWasmKernels({ threads, fastMath, notice, ...limit });
  return new Engine(backend, precision, kernels, notices);
}

function defaultBackend(precision: Precision, notices: string[]): Backend {
  if (precision === "float64") return "reference";
  const why = whyNoWasm();
  if (why === undefined) return "wasm";
  notices.push(`Computing with plain loops, which is many times slower: ${why}.`);
  return "reference";
}

export class Engine implements TensorEngine {
  readonly backend: Backend;
  readonly precision: Precision;
  readonly kernels: Kernels;
  /** What was asked for and could not be had, in words for the person at the other end. */
  readonly notices: readonly string[];
  readonly tape = new Tape();
  readonly #arena: Arena;
  readonly #lasting = new Set<Tensor>();
  #step = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(backend: Backend, precision: Precision, kernels: Kernels, notices: readonly string[] = []) {
    this.notices = notices;
    this.backend = backend;
    this.precision = precision;
    this.kernels = kernels;
    this.#arena = new Arena(kernels);
  }

  get currentStep(): number {
    return this.#step;
  }

  /** Bytes of tensors: in use, the most there ever were, and the most there can be. */
  get memory(): MemoryReport {
    return this.kernels.memory();
  }

  /**
   * Runs one step and takes its memory back. Steps queue: two generations in one engine take turns, token by token.
   * Don't start a step inside a step (it would wait for itself).
   */
  step<T>(work: () => Promise<T> | T): Promise<T> {
    const turn = this.#queue.then(async () => {
      try {
        return await work();
      } finally {
        this.tape.stop();
        this.#arena.reset();
        this.#step++;
      }
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  empty(shape: Shape): Tensor {
    return this.#inArena("float", shape);
  }

  filled(shape: Shape, value: number): Tensor {
    const tensor = this.empty(shape);
    this.kernels.fill(tensor, tensor.size, value);
    return tensor;
  }

  from(shape: Shape, values: ArrayLike<number>): Tensor {
    return this.#written(this.empty(shape), values);
  }

  ids(shape: Shape, values: ArrayLike<number>): Tensor {
    return this.#written(this.#inArena("int32", shape), values);
  }

  weights(shape: Shape, type: ElementType = "float"): Tensor {
    const buffer = this.kernels.allocate(type, elementCount(shape));
    const tensor = new Tensor(this, type, shape, { buffer, offset: 0 });
    if (type === "float") this.kernels.fill(tensor, tensor.size, 0);
    else this.kernels.write(tensor, new Int32Array(tensor.size));
    this.#lasting.add(tensor);
    return tensor;
  }

  session(shape: Shape): Tensor {
    return this.weights(shape);
  }

  free(tensor: Tensor): void {
    if (this.#lasting.delete(tensor)) this.kernels.free(tensor.buffer);
  }

  hasOwnBuffer({ buffer }: Tensor): boolean {
    return this.#arena.isOwn(buffer);
  }

  release(buffer: BufferHandle): void {
    this.#arena.release(buffer);
  }

  /** Frees everything the engine holds and ends its threads. Its tensors must not be used afterwards. */
  dispose(): void {
    for (const tensor of this.#lasting) this.kernels.free(tensor.buffer);
    this.#lasting.clear();
    this.#arena.dispose();
    this.kernels.dispose();
  }

  #inArena(type: ElementType, shape: Shape): Tensor {
    return new Tensor(this, type, shape, this.#arena.allocate(type, elementCount(shape)), this.#step);
  }

  #written(tensor: Tensor, values: ArrayLike<number>): Tensor {
    if (values.length !== tensor.size) {
      throw new InklingError(
        `${values.length} values were given for a tensor of shape [${tensor.shape}], which holds ${tensor.size}.`,
      );
    }
    this.kernels.write(tensor, values);
    return tensor;
  }
}
