/** What can be set about a training run: one record each, from which flags and docs are made. */
import type { PresetName } from "../model/presets.ts";
import { defaultsOf, type Settings, type Values } from "../settings.ts";

const integer = (label: string, help: string, min: number, max: number, standard: number) =>
  ({ label, help, kind: "integer", min, max, default: standard }) as const;
const number = (label: string, help: string, min: number, max: number, standard: number) =>
  ({ label, help, kind: "number", min, max, default: standard }) as const;

export const trainSettings = {
  steps: integer("Steps", "How many times the weights are adjusted.", 1, 1e9, 1000),
  batchSize: integer("Batch size", "How many windows of text one step looks at.", 1, 65_536, 12),
  accumulation: integer(
    "Accumulation",
    "How many batches make one step, where memory is short.",
    1,
    65_536,
    1,
  ),
  lr: number("Learning rate", "How far each step goes, at its highest.", 0, 10, 1e-3),
  minLr: number("Lowest learning rate", "Where the cosine ends.", 0, 10, 1e-4),
  warmup: integer("Warm-up", "Steps in which the learning rate rises from nothing.", 0, 1e9, 50),
  weightDecay: number("Weight decay", "How strongly matrices are pulled towards zero.", 0, 10, 0.1),
  beta1: number("Adam β₁", "How long the mean of gradients remembers.", 0, 0.999999, 0.9),
  beta2: number("Adam β₂", "How long the mean of squared gradients remembers.", 0, 0.999999, 0.99),
  gradientClip: number(
    "Gradient clip",
    "The longest gradient (global norm) a step may follow.",
    1e-9,
    1e9,
    1,
  ),
  dropout: number("Dropout", "The share of numbers forgotten while training.", 0, 0.95, 0),
  evalEvery: integer("Evaluate every", "Steps between two looks at the validation text.", 1, 1e9, 250),
  seed: integer("Seed", "Everything random follows from it.", 0, 4_294_967_295, 42),
} satisfies Settings;

export type TrainSettings = Values<typeof trainSettings>;

/** Where a preset learns better otherwise; docs/log.md has the measurements. */
const presetSettings: Record<PresetName, Partial<TrainSettings>> = {
  "shakespeare-char": { lr: 3e-3, minLr: 3e-4, warmup: 100 },
  names: { lr: 3e-3, minLr: 3e-4, warmup: 100, batchSize: 32 },
  "names-llama": { lr: 6e-3, minLr: 1e-4, warmup: 100, batchSize: 32, dropout: 0.1 },
  guppy: {},
  "tiny-llama": {},
  first: {},
};

/** The table's defaults, or those that suit a preset. */
export function defaultTrainSettings(preset?: PresetName): TrainSettings {
  return { ...defaultsOf(trainSettings), ...(preset === undefined ? {} : presetSettings[preset]) };
}
