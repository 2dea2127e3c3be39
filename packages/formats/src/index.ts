/** The public names of the doors: readers give a `ModelSource`, writers take one. */

export type { ModelSource } from "inkling";
export { type WrittenType as GgufType, writtenTypes as ggufTypes } from "./gguf/blocks.ts";
export { type GgufFile, type GgufOptions, ggufFile } from "./gguf/ggufFile.ts";
export { ggufSource } from "./gguf/ggufSource.ts";
export { llama2cSource } from "./llama2c/llama2cSource.ts";
export { type OnnxOptions, onnxFolder } from "./onnx/onnxFolder.ts";
