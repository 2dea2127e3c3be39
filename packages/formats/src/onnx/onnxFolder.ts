/**
 * A model as the folder that transformers.js and Hugging Face's Optimum open:
 *
 *   config.json  generation_config.json  tokenizer.json  tokenizer_config.json
 *   onnx/model.onnx              float32
 *   onnx/model_quantized.onnx    bytes, if asked for: what transformers.js calls q8, and takes first in a browser
 *
 *   const pipe = await pipeline("text-generation", "folder", { dtype: "q8" });
 *
 * Refuses to know where the files go. Try it: `onnxFolder(source, { type: "int8" })`.
 */
import type { CheckpointFile, ModelSource } from "inkling";
import { int8Weights } from "./int8.ts";
import { writeModel } from "./modelFile.ts";
import { smallFiles } from "./smallFiles.ts";
import { transformer } from "./transformer.ts";

export interface OnnxOptions {
  /** int8 writes a second model, beside the f32 one. */
  readonly type: "f32" | "int8";
}

export function onnxFolder(source: ModelSource, { type }: OnnxOptions): CheckpointFile[] {
  const files: CheckpointFile[] = [
    ...smallFiles(source, type === "int8"),
    { name: "onnx/model.onnx", write: (sink) => writeModel(transformer(source), source.name, sink) },
  ];
  if (type === "int8") {
    files.push({
      name: "onnx/model_quantized.onnx",
      write: (sink) => writeModel(transformer(source, int8Weights), source.name, sink),
    });
  }
  return files;
}
