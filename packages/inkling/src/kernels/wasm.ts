/**
 * The fast backend: the kernels once more, in AssemblyScript compiled to WebAssembly SIMD (wasm/assembly/), on one or
 * several threads. Strict arithmetic gives the same bits as reference.ts; `fastMath` lets multiplication and addition
 * round once instead of twice, where the machine can.
 */
import { InklingError } from "../errors.ts";
import type { Kernels } from "./kernels.ts";
import { attentionKernels } from "./wasm/attention.ts";
import { binaries } from "./wasm/binaries.generated.ts";
import { elementwiseKernels } from "./wasm/elementwise.ts";
import { type CompiledKernels, kernelNames } from "./wasm/exports.ts";
import { Heap } from "./wasm/heap.ts";
import { Machine } from "./wasm/machine.ts";
import { matmulKernels } from "./wasm/matmul.ts";
import { normKernels } from "./wasm/norms.ts";
import { optimizerKernels } from "./wasm/optimizer.ts";
import { Pool } from "./wasm/pool.ts";
import { quantisedKernels } from "./wasm/quantised.ts";
import { softmaxAndLossKernels } from "./wasm/softmaxAndLoss.ts";
import { allowRelaxedSimd, whyNoThreads } from "./wasm/startThread.ts";
import { tableKernels } from "./wasm/tables.ts";
import { bytesOfBase64, type WebAssemblyApi, webAssembly } from "./wasm/webAssembly.ts";

export interface WasmOptions {
  readonly threads: number;
  readonly fastMath: boolean;
  /** Called when something asked for can't be had and is done without. */
  readonly notice: (text: string) => void;
  /** The most bytes the memory may grow to; what the system gives, at most 4 GB, unless told otherwise. */
  readonly memoryLimit?: number;
}

const PAGE = 65536;
/** 4 GB is all that 32-bit addresses reach; some systems reserve less. */
const MEMORY_LIMITS = [65536, 32768, 16384, 8192].map((pages) => pages * PAGE);
const FIRST_BYTES = 32 * PAGE;

/** Why this machine can't run the fast kernels; undefined if it can. */
export function whyNoWasm(): string | undefined {
  if (webAssembly === undefined) return "WebAssembly is missing";
  return webAssembly.validate(bytesOf("strict")) ? undefined : "WebAssembly SIMD is missing";
}

export async function createWasmKernels(options: WasmOptions): Promise<Kernels> {
  const { fastMath, notice, memoryLimit = Number.POSITIVE_INFINITY } = options;
  const why = whyNoWasm();
  if (webAssembly === undefined || why !== undefined) {
    throw new InklingError(`The wasm backend can't run here: ${why}. Choose backend "reference".`);
  }
  const rounding = fastMath && hasFastMath(webAssembly, notice) ? "fast" : "strict";
  const threads = threadsToUse(webAssembly, options);
  const shared = threads > 1;
  const module = await webAssembly.compile(bytesOf(shared ? `${rounding}Shared` : rounding));
  const { memory, limit } = newMemory(webAssembly, shared, memoryLimit);
  const kernels = kernelsOf(new webAssembly.Instance(module, { env: { memory } }).exports);
  const pool = shared
    ? await Pool.start({ threads, module, memory }, kernels).catch((error: unknown) => {
        notice(oneThread(threads, `threads can't be started here (${String(error)})`));
        return undefined;
      })
    : undefined;
  const heap = new Heap(memory, limit);
  const machine = new Machine(memory, heap, kernels, pool);
  return {
    rounding,
    allocate: (type, count) => machine.memory.allocate(type, count),
    free: (buffer) => machine.memory.free(buffer),
    write: (to, values) => machine.memory.write(to, values),
    read: (from, count) => machine.memory.read(from, count),
    memory: () => ({ used: heap.used, peak: heap.peak, limit: heap.limit }),
    dispose: () => machine.dispose(),
    ...elementwiseKernels(machine),
    ...matmulKernels(machine),
    ...quantisedKernels(machine),
    ...tableKernels(machine),
    ...normKernels(machine),
    ...attentionKernels(machine),
    ...softmaxAndLossKernels(machine),
    ...optimizerKernels(machine),
  };
}

function threadsToUse(api: WebAssemblyApi, { threads, notice }: WasmOptions): number {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new InklingError(`threads is ${threads}, expected a whole number from 1 up.`);
  }
  if (threads === 1) return 1;
  const compiles = api.validate(bytesOf("strictShared"));
  const why = compiles ? whyNoThreads() : "WebAssembly's shared memory is missing";
  if (why === undefined) return threads;
  notice(oneThread(threads, why));
  return 1;
}

function oneThread(threads: number, why: string): string {
  return `Running on one thread instead of ${threads}: ${why}.`;
}

function hasFastMath(api: WebAssemblyApi, notice: WasmOptions["notice"]): boolean {
  const code = bytesOf("fast");
  if (api.validate(code)) return true;
  allowRelaxedSimd();
  if (api.validate(code)) return true;
  notice("Fast math is not available here (relaxed SIMD is missing); computing strictly instead.");
  return false;
}

/** Linear memory that may grow as far as this system, and whoever asked for a limit, lets it. */
function newMemory(api: WebAssemblyApi, shared: boolean, most: number) {
  for (const limit of MEMORY_LIMITS) {
    try {
      const descriptor = { initial: FIRST_BYTES / PAGE, maximum: limit / PAGE, shared };
      return { memory: new api.Memory(descriptor), limit: Math.min(limit, most) };
    } catch {
      // This system won't reserve so much: ask for half.
    }
  }
  throw new InklingError(
    "The system gives the engine no memory: not even half a gigabyte could be reserved.",
  );
}

function kernelsOf(exports: object): CompiledKernels {
  const found = exports as Partial<CompiledKernels>;
  const missing = kernelNames.filter((name) => typeof found[name] !== "function");
  if (missing.length > 0)
    throw new InklingError(`The compiled kernels lack ${missing.join(", ")}: build again.`);
  return found as CompiledKernels;
}

function bytesOf(name: keyof typeof binaries): Uint8Array {
  return bytesOfBase64(binaries[name]);
}
