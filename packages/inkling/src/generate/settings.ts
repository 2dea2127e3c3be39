/** What can be set about choosing the next token: one record each, from which flags, sliders and docs are made. */
import { defaultsOf, type Settings, type Values } from "../settings.ts";

export const samplingSettings = {
  temperature: {
    label: "Temperature",
    help: "Below 1 sticks to the likely, above 1 dares more; 0 always takes the likeliest.",
    kind: "number",
    min: 0,
    max: 100,
    default: 0.8,
  },
  topK: {
    label: "Top-k",
    help: "Only the k likeliest tokens may be drawn; 0: no such limit.",
    kind: "integer",
    min: 0,
    max: 1_000_000,
    default: 0,
  },
  topP: {
    label: "Top-p",
    help: "Only the likeliest tokens that together reach this share may be drawn; 1: no limit.",
    kind: "number",
    min: 0,
    max: 1,
    default: 1,
  },
  minP: {
    label: "Min-p",
    help: "Only tokens at least this share as likely as the likeliest may be drawn; 0: no limit.",
    kind: "number",
    min: 0,
    max: 1,
    default: 0,
  },
  repetitionPenalty: {
    label: "Repetition penalty",
    help: "Above 1 makes tokens that already occurred less likely; 1: no penalty.",
    kind: "number",
    min: 0.01,
    max: 100,
    default: 1,
  },
} satisfies Settings;

export type SamplingSettings = Values<typeof samplingSettings>;

export function defaultSamplingSettings(): SamplingSettings {
  return defaultsOf(samplingSettings);
}
