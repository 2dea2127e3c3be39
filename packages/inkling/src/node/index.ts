/** The public names that need Node: model folders and corpora on disk. */

export { openCorpus } from "./corpus.ts";
export {
  type CorpusManifest,
  type CorpusProgress,
  type TokenisedCorpus,
  tokeniseCorpus,
} from "./corpusIds.ts";
export { heldOut } from "./corpusSurvey.ts";
export { type TokenizerRecipe, tokenizerFor } from "./corpusTokenizer.ts";
export {
  explainFileError,
  nodeFileSystem,
  openFileSource,
  sha256OfFile,
  writeFileAtomically,
} from "./files.ts";
export { lockFolder } from "./folderLock.ts";
export {
  type ModelToSave,
  type OpenedIdModel,
  type OpenedModel,
  openIdModel,
  openModel,
  saveModel,
} from "./modelFolder.ts";
export { type CheckpointSet, openSet } from "./openSet.ts";
export { saveFolder } from "./saveFolder.ts";
