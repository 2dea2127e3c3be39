/**
 * The public names of Inkling's engine. Everything here runs in Node and in the browser alike; what needs files is
 * in "inkling/node".
 */

export { type ByteSink, type ByteSource, bytesAsSource, collectBytes } from "./checkpoint/bytes.ts";
export { type CardFacts, modelCard } from "./checkpoint/card.ts";
export {
  type CheckpointFile,
  jsonFile,
  loadOptimizer,
  modelFiles,
  textFile,
} from "./checkpoint/checkpoint.ts";
export type { SuggestedSampling } from "./checkpoint/generationConfig.ts";
export { configToHuggingFace, familyOf } from "./checkpoint/huggingfaceConfig.ts";
export type { Json, Manifest, ManifestFacts } from "./checkpoint/manifest.ts";
export { quantiseModel, type WeightReport, weightReport } from "./checkpoint/quantised.ts";
export { openSafetensors, type TensorToWrite, writeSafetensors } from "./checkpoint/safetensors.ts";
export { chatTemplate, endOfReply, renderChat } from "./data/chat.ts";
export {
  contentOf,
  type Document,
  type DocumentRule,
  type Message,
  parseDocumentRule,
  showDocumentRule,
} from "./data/documents.ts";
export { type EvaluationWindow, evaluationWindows } from "./data/evaluation.ts";
export { idOf, isLearned } from "./data/idSource.ts";
export { packInMemory } from "./data/memoryCorpus.ts";
export { PackedSet, validationBatches } from "./data/packing.ts";
export { inPieces } from "./data/pieces.ts";
export { beginText } from "./data/prompt.ts";
export { documentIds } from "./data/stream.ts";
export { didYouMean, InklingError } from "./errors.ts";
export { type Calibration, Calibrator } from "./evaluate/calibration.ts";
export { CopySearch } from "./evaluate/copySearch.ts";
export { type Fault, faults, faultsOf, unknownWords } from "./evaluate/degeneration.ts";
export { distinctN } from "./evaluate/diversity.ts";
export type { Copied } from "./evaluate/memorisation.ts";
export { logProbabilities } from "./evaluate/minimalPairs.ts";
export { NgramModel } from "./evaluate/ngrams.ts";
export { type Surprise, surprises } from "./evaluate/surprise.ts";
export { wordsOf } from "./evaluate/words.ts";
export { type FolderOptions, folderFiles } from "./folder/folderFiles.ts";
export { type FolderSource, folderSource } from "./folder/folderSource.ts";
export { type ModelFiles, memoryFiles } from "./folder/modelFiles.ts";
export { type GenerateOptions, generate, generateBatch } from "./generate/generate.ts";
export { type SamplingWork, sampleShowingWork } from "./generate/sampler.ts";
export { defaultSamplingSettings, type SamplingSettings, samplingSettings } from "./generate/settings.ts";
export { StopStrings } from "./generate/stopStrings.ts";
export { type Attribution, attribute } from "./inspect/attribute.ts";
export { bake, canBake } from "./inspect/bake.ts";
export { type CutawayCell, type CutawayRow, cutaway } from "./inspect/cutaway.ts";
export { edited } from "./inspect/edited.ts";
export { type Edit, parseEdits } from "./inspect/edits.ts";
export { type Neighbour, nearestTokens, type TokenMap, tokenMap } from "./inspect/embeddings.ts";
export { type Influence, influence } from "./inspect/influence.ts";
export { lens } from "./inspect/lens.ts";
export { checkHookNames, type RecordedTensor, type Recording, record } from "./inspect/record.ts";
export { type Pasted, sweep } from "./inspect/sweep.ts";
export {
  BLOCK,
  dequantise,
  type QuantisedFormat,
  quantise,
  type WeightFormat,
  weightFormats,
} from "./kernels/blocks.ts";
export { cos, sin } from "./math/float64.ts";
export {
  bfloat16ToFloat32,
  float16ToFloat32,
  float32ToBfloat16,
  float32ToFloat16,
} from "./math/halfFloats.ts";
export { RandomStream } from "./math/random.ts";
export { hasBias, type ModelConfig, modelSettings } from "./model/config.ts";
export { type HookName, hookShapes } from "./model/hooks.ts";
export {
  type ParameterName,
  type ParameterSpec,
  parameterCount,
  parameterSpecs,
} from "./model/parameters.ts";
export { configFrom, type PresetName, presetNames, presets } from "./model/presets.ts";
export { createModel, type LanguageModel, type Transformer } from "./model/transformer.ts";
export { type ModelSource, modelOfSource, sourceOfModel } from "./modelSource.ts";
export { type ModelOfFiles, openFiles, openSource } from "./openFiles.ts";
export { crossEntropy } from "./ops/crossEntropy.ts";
export { type RopeScaling, rotarySpeeds } from "./ops/rotarySpeeds.ts";
export type * from "./protocol/calls.ts";
export { type Abortable, type CallOptions, EngineClient, EngineFault } from "./protocol/client.ts";
export type { Doors } from "./protocol/doors.ts";
export { engineHandlers } from "./protocol/engineHandlers.ts";
export type { Port } from "./protocol/port.ts";
export { type CallContext, type Handlers, serve } from "./protocol/serve.ts";
export { checkSettings, type Setting, type Settings, type Values } from "./settings.ts";
export {
  type Backend,
  backendNames,
  createEngine,
  type Engine,
  type EngineOptions,
} from "./tensor/engine.ts";
export type { Tensor } from "./tensor/tensor.ts";
export { characterTokenizer, collectCharacters, trainCharacters } from "./tokenizer/character.ts";
export { mergesFromScores } from "./tokenizer/mergesFromScores.ts";
export { type PreTokeniserName, preTokenisers } from "./tokenizer/pretokenise.ts";
export { readTokenizerJson } from "./tokenizer/readTokenizerJson.ts";
export type { EncodingWork, MergeStep, PieceWork, Token, Tokenizer } from "./tokenizer/tokenizer.ts";
export { countWords, trainBpe, trainBpeOnCounts, type WordCounts } from "./tokenizer/trainBpe.ts";
export { evaluate } from "./train/evaluate.ts";
export { defaultTrainSettings, type TrainSettings, trainSettings } from "./train/settings.ts";
export {
  type EvaluationReport,
  type StepReport,
  Trainer,
  type TrainingData,
  type TrainProgress,
  type TrainReport,
} from "./train/trainer.ts";
