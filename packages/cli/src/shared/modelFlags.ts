/** --model DIR, --backend NAME, --threads N, and what they open. */
import { type Command, Option } from "commander";
import { backendNames, createEngine, type Engine } from "inkling";
import { type OpenedIdModel, openIdModel } from "inkling/node";
import { addRequiredFlag } from "./command.ts";
import { UsageError } from "./errors.ts";
import { parseSetting } from "./flags.ts";

export interface BackendFlags {
  readonly backend: (typeof backendNames)[number];
  readonly threads: number;
}

export interface ModelFlags extends BackendFlags {
  readonly model: string;
}

const threads = {
  label: "Threads",
  help: "How many threads compute.",
  kind: "integer",
  min: 1,
  max: 256,
  default: 1,
} as const;

export function addBackendFlags(command: Command): Command {
  return command
    .addOption(new Option("--backend <name>", "What computes.").choices(backendNames).default("reference"))
    .addOption(
      new Option("--threads <integer>", "How many threads compute; the reference backend has one.")
        .default(threads.default)
        .argParser((text) => parseSetting(text, threads)),
    );
}

export function addModelFlags(command: Command): Command {
  const help = "A model folder: Inkling's, or a GPT-2 or Llama from Hugging Face.";
  return addBackendFlags(addRequiredFlag(command, "--model <dir>", help));
}

/** An engine as the flags want it; the caller disposes of it. */
export async function engineFrom({ backend, threads }: BackendFlags): Promise<Engine> {
  if (backend === "reference" && threads > 1) {
    throw new UsageError(
      `The reference backend computes on one thread; --threads is ${threads}. Leave it out.`,
    );
  }
  return createEngine({ backend });
}

export interface OpenedWithEngine extends OpenedIdModel {
  readonly engine: Engine;
}

/** Opens the model, gives it to `work`, and frees the engine afterwards. */
export async function withModel<T>(
  flags: ModelFlags,
  work: (opened: OpenedWithEngine) => Promise<T>,
): Promise<T> {
  const engine = await engineFrom(flags);
  try {
    return await work({ ...(await openIdModel(engine, flags.model)), engine });
  } finally {
    engine.dispose();
  }
}
