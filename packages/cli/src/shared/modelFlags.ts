/** --model DIR, --backend NAME, --threads N, --fast-math, and what they open. */
import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import {
  backendNames,
  createEngine,
  type Engine,
  type ModelOfFiles,
  type WeightFormat,
  weightFormats,
} from "inkling";
import { addRequiredFlag } from "./command.ts";
import { UsageError } from "./errors.ts";
import { parseSetting } from "./flags.ts";
import { openAnyModel } from "./openSource.ts";

export interface BackendFlags {
  readonly backend?: (typeof backendNames)[number];
  readonly threads?: number;
  readonly fastMath?: boolean;
}

export interface ModelFlags extends BackendFlags {
  readonly model: string;
  readonly weights?: WeightFormat;
}

/** With more, a tiny model's kernels are too short to share; and someone else may want to use the machine, too. */
const MOST_THREADS = 8;

const threads = {
  label: "Threads",
  help: "How many threads compute.",
  kind: "integer",
  min: 1,
  max: 256,
  default: Math.min(MOST_THREADS, availableParallelism()),
} as const;

export function addBackendFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--backend <name>",
        "What computes: wasm (compiled, fast) or reference (plain loops, the same bits). (default: wasm)",
      ).choices(backendNames),
    )
    .addOption(
      new Option(
        "--threads <integer>",
        `How many threads compute; any number gives the same bits. (default: ${threads.default}, this machine's cores)`,
      ).argParser((text) => parseSetting(text, threads)),
    )
    .option("--fast-math", "Round a little less often, for speed; bits then depend on the machine.");
}

export function addModelFlags(command: Command): Command {
  const help =
    "A model: a folder (Inkling's, or a GPT-2 or Llama from Hugging Face), a .gguf file, or llama2.c's .bin.";
  const weights = new Option(
    "--weights <format>",
    "round the weights, for speed and a little less quality: q8_0 or q4_0, in blocks of 32 (default: as saved)",
  ).choices(weightFormats);
  return addBackendFlags(addRequiredFlag(command, "--model <path>", help).addOption(weights));
}

/** How many threads the flags ask for: this machine's cores, unless told otherwise. */
export function threadsFrom({ backend, threads: asked }: BackendFlags): number {
  return asked ?? (backend === "reference" ? 1 : threads.default);
}

/** An engine as the flags want it; what it can't have is said once, by `note`. The caller disposes of it. */
export async function engineFrom(flags: BackendFlags, note: (line: string) => void): Promise<Engine> {
  const { backend, threads: asked, fastMath } = flags;
  if (backend === "reference" && asked !== undefined && asked > 1) {
    throw new UsageError(
      `The reference backend computes on one thread; --threads is ${asked}. Leave it out.`,
    );
  }
  if (backend === "reference" && fastMath) {
    throw new UsageError(
      "The reference backend has no fast math: it is what strict means. Leave --fast-math out.",
    );
  }
  const engine = await createEngine({
    ...(backend === undefined ? {} : { backend }),
    threads: threadsFrom(flags),
    fastMath: fastMath === true,
  });
  for (const notice of engine.notices) note(notice);
  return engine;
}

export interface OpenedWithEngine extends ModelOfFiles {
  readonly engine: Engine;
}

/** Opens the model, gives it to `work`, and frees the engine afterwards. */
export async function withModel<T>(
  flags: ModelFlags,
  note: (line: string) => void,
  work: (opened: OpenedWithEngine) => Promise<T>,
): Promise<T> {
  const engine = await engineFrom(flags, note);
  try {
    const options = flags.weights === undefined ? {} : { weights: flags.weights };
    const opened = await openAnyModel(engine, flags.model, options);
    for (const sentence of opened.notes) note(sentence);
    return await work({ ...opened, engine });
  } finally {
    engine.dispose();
  }
}
