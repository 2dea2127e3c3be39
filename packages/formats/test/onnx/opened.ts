/** A model written as ONNX and opened again by the interpreter, ready for ids. */
import { collectBytes, type ModelSource } from "inkling";
import type { Graph } from "../../src/onnx/graph.ts";
import { writeModel } from "../../src/onnx/modelFile.ts";
import type { ModelProto } from "../../src/onnx/schema.generated.ts";
import { transformer } from "../../src/onnx/transformer.ts";
import type { Weights } from "../../src/onnx/weights.ts";
import { decode, run } from "./interpreter.ts";
import { array, type NumberArray } from "./ndarray.ts";

type WeightsIn = (graph: Graph, source: ModelSource) => Weights;

export async function write(source: ModelSource, weightsIn?: WeightsIn): Promise<ModelProto> {
  const sink = collectBytes();
  await writeModel(transformer(source, weightsIn), source.name, sink);
  return decode(sink.bytes());
}

export interface Given {
  /** As many for each text. */
  readonly ids: readonly (readonly number[])[];
  /** 0 for padding, for all tokens, those of the cache among them; none, unless given. */
  readonly mask?: readonly (readonly number[])[];
  /** 0, 1, … behind the cache, unless given. */
  readonly positions?: readonly (readonly number[])[];
  /** What an earlier run left. */
  readonly cache?: ReadonlyMap<string, NumberArray>;
}

/** Every value of the graph, by name. */
export function runOn(
  model: ModelProto,
  { ids, mask, positions, cache }: Given,
): ReadonlyMap<string, NumberArray> {
  const batch = ids.length;
  const past = cache?.get("present.0.key")?.shape[2] ?? 0;
  const total = past + ids[0].length;
  const table = (rows: readonly (readonly number[])[]) => array([batch, rows[0].length], rows.flat());
  const inputs: Record<string, NumberArray> = {
    input_ids: table(ids),
    attention_mask: table(mask ?? ids.map(() => Array.from({ length: total }, () => 1))),
    position_ids: table(positions ?? ids.map((row) => row.map((_, i) => past + i))),
  };
  for (const { name, type } of model.graph!.input.slice(3)) {
    const shape = type?.value.case === "tensorType" ? type.value.value.shape!.dim : [];
    const [, heads, , width] = shape.map(({ value }) =>
      value.case === "dimValue" ? Number(value.value) : 0,
    );
    inputs[name] =
      cache?.get(name.replace("past_key_values", "present")) ?? array([batch, heads, 0, width], []);
  }
  return run(model, inputs);
}

/** The largest distance between two numbers at the same place. */
export function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers can't be compared with ${b.length}`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const distance = Math.abs(a[i] - b[i]);
    if (!(distance <= largest)) largest = distance; // NaN stays
  }
  return largest;
}
