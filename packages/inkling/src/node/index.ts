/** The public names that need Node: model folders and corpora on disk. */

export { openCorpus } from "./corpus.ts";
export { tokeniseCorpus } from "./corpusIds.ts";
export { explainFileError, openFileSource, writeFileAtomically } from "./files.ts";
export { type OpenedModel, openModel, saveModel } from "./modelFolder.ts";
