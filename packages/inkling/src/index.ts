/**
 * The public names of Inkling's engine. Everything here runs in Node and in the browser alike; what needs files is
 * in "inkling/node".
 */

export { renderChat } from "./data/chat.ts";
export type { Message } from "./data/documents.ts";
export { packInMemory } from "./data/memoryCorpus.ts";
export { PackedSet, validationBatches } from "./data/packing.ts";
export { InklingError } from "./errors.ts";
export { type GenerateOptions, generate } from "./generate/generate.ts";
export { sampleShowingWork } from "./generate/sampler.ts";
export { defaultSamplingSettings, samplingSettings } from "./generate/settings.ts";
export { attribute } from "./inspect/attribute.ts";
export { edited } from "./inspect/edited.ts";
export { type Edit, parseEdits } from "./inspect/edits.ts";
export { lens } from "./inspect/lens.ts";
export { record } from "./inspect/record.ts";
export { type ModelConfig, modelSettings } from "./model/config.ts";
export { type HookName, hookShapes } from "./model/hooks.ts";
export { parameterCount } from "./model/parameters.ts";
export { configFrom, type PresetName, presetNames, presets } from "./model/presets.ts";
export { createModel, type LanguageModel } from "./model/transformer.ts";
export { crossEntropy } from "./ops/crossEntropy.ts";
export { createEngine, type Engine, type EngineOptions } from "./tensor/engine.ts";
export type { Tensor } from "./tensor/tensor.ts";
export { trainCharacters } from "./tokenizer/character.ts";
export { readTokenizerJson } from "./tokenizer/readTokenizerJson.ts";
export type { Tokenizer } from "./tokenizer/tokenizer.ts";
export { trainBpe } from "./tokenizer/trainBpe.ts";
export { evaluate } from "./train/evaluate.ts";
export { defaultTrainSettings, type TrainSettings, trainSettings } from "./train/settings.ts";
export { Trainer, type TrainReport } from "./train/trainer.ts";
