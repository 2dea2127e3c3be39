/** The public names of the doors: readers give a `ModelSource`, writers take one. */

export type { ModelSource } from "inkling";
export { type OnnxOptions, onnxFolder } from "./onnx/onnxFolder.ts";
