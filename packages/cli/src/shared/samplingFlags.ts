/** How text is generated: every sampling setting, --max-tokens and --seed. */
import type { Command } from "commander";
import { type GenerateOptions, samplingSettings, trainSettings } from "inkling";
import { addSettingFlags, settingsFrom } from "./flags.ts";

const generation = {
  maxTokens: {
    label: "Tokens",
    help: "How many tokens to generate at most.",
    kind: "integer",
    min: 1,
    max: 1_000_000,
    default: 256,
  },
  ...samplingSettings,
  seed: {
    ...trainSettings.seed,
    help: "Everything random follows from it: the same seed, the same text.",
  },
} as const;

export function addSamplingFlags(command: Command): Command {
  return addSettingFlags(command, generation);
}

export function samplingFrom(options: object): GenerateOptions {
  return settingsFrom(options, generation);
}
