/** How text is generated: every sampling setting, --max-tokens and --seed. */
import type { Command } from "commander";
import type { ModelOfFiles } from "inkling";
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
  const defaultTexts = Object.fromEntries(
    Object.entries(samplingSettings).map(([name, { default: value }]) => [name, `the model's, or ${value}`]),
  );
  return addSettingFlags(command, generation, { defaultTexts });
}

/** What the flags say; where they say nothing, what the model's makers suggest. */
export function samplingFrom(options: object, { sampling }: Pick<ModelOfFiles, "sampling">): GenerateOptions {
  return { ...sampling, ...settingsFrom(options, generation) };
}
