/**
 * Runs an .onnx file by plain loops: an independent reading of it, from its bytes and ONNX's schema, that knows nothing
 * of the code that wrote it. All numbers are float64, true and false are 1 and 0; every value is kept, by name.
 */
import { fromBinary } from "@bufbuild/protobuf";
import { type ModelProto, ModelProtoSchema, type NodeProto } from "../../src/onnx/schema.generated.ts";
import { array, type NumberArray } from "./ndarray.ts";
import { type Attributes, operators, types } from "./operators.ts";

export function decode(bytes: Uint8Array): ModelProto {
  return fromBinary(ModelProtoSchema, bytes);
}

/** Every value of the graph. @throws Error where a node reads what no one has written, or knows no operator */
export function run(
  model: ModelProto,
  inputs: Readonly<Record<string, NumberArray>>,
): ReadonlyMap<string, NumberArray> {
  const values = new Map(Object.entries(inputs));
  const graph = model.graph!;
  for (const { name, dims, dataType, rawData } of graph.initializer) {
    values.set(name, array(dims.map(Number), numbersOf(dataType, rawData)));
  }
  for (const node of graph.node) {
    const given = node.input.map((name) => {
      const value = values.get(name);
      if (!value) throw new Error(`${node.name} reads ${name}, which nothing has written yet`);
      return value;
    });
    const operator = operators[node.opType];
    if (!operator) throw new Error(`${node.name}: there is no operator ${node.opType}`);
    const results = [operator(given, attributesOf(node))].flat();
    for (const [i, name] of node.output.entries()) values.set(name, results[i]);
  }
  return values;
}

function numbersOf(type: number, raw: Uint8Array): number[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const read = (width: number, at: (offset: number) => number) =>
    Array.from({ length: raw.byteLength / width }, (_, i) => at(i * width));
  if (type === types.FLOAT) return read(4, (offset) => view.getFloat32(offset, true));
  if (type === types.INT64) return read(8, (offset) => Number(view.getBigInt64(offset, true)));
  if (type === types.UINT8) return read(1, (offset) => view.getUint8(offset));
  throw new Error(`There is no type ${type}`);
}

function attributesOf(node: NodeProto): Attributes {
  const [FLOAT, INTS] = [1, 7]; // AttributeProto.AttributeType
  const attributes = new Map<string, number | readonly number[]>();
  for (const { name, type, f, i, ints } of node.attribute) {
    if (type === INTS) attributes.set(name, ints.map(Number));
    else attributes.set(name, type === FLOAT ? f : Number(i));
  }
  return attributes;
}
