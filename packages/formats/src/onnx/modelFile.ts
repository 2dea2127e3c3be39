/**
 * A graph as the bytes of an .onnx file, written as it goes: no more than one weight is in memory at a time.
 *
 * The file is one protobuf message of ONNX's own schema (schema.generated.ts), a ModelProto. In protobuf a message
 * inside another stands behind its length, and the order of fields is free; so
 *
 *   ModelProto:  version, opset, producer │ graph, length │ GraphProto
 *   GraphProto:  nodes, inputs, outputs, shapes │ initializer, length, TensorProto │ initializer, …
 *   TensorProto: shape, type, name │ raw_data, length │ the numbers, little-endian
 *
 * and as shapes tell how long the numbers will be, every length is known before the first number is read. All that is
 * small is put together by the protobuf library; here only the three lengths are written. (Protobuf would also merge a
 * graph given in pieces, each a message of its own, but several readers, protobufjs's among them, keep the last only.)
 *
 * Try it: `await writeModel(transformer(source), "stories", sink)`
 */
import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type ByteSink, InklingError } from "inkling";
import {
  type Attribute,
  DataType,
  type Described,
  type Graph,
  type Node,
  type StoredTensor,
} from "./graph.ts";
import {
  AttributeProto_AttributeType as AttributeType,
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  TensorProtoSchema,
} from "./schema.generated.ts";

/** The first opset with LayerNormalization. Each later one shuts out readers that know no better than the one before. */
const OPSET = 17;
/** The version of the file's form that came with that opset. */
const IR_VERSION = 8;
const LARGEST_MESSAGE = 2147483647; // protobuf counts in 32 bits, signed

const BYTES: Readonly<Partial<Record<DataType, number>>> = {
  [DataType.FLOAT]: 4,
  [DataType.INT64]: 8,
  [DataType.UINT8]: 1,
};

/** @param name what viewers call the graph @throws InklingError, before a byte is written, for over 2 GiB */
export async function writeModel(graph: Graph, name: string, sink: ByteSink): Promise<void> {
  const small = toBinary(GraphProtoSchema, graphProto(graph, name));
  const tensors = graph.stored.flatMap(({ tensors }) => tensors);
  const heads = new Map(tensors.map((tensor) => [tensor, tensorHead(tensor)]));
  const length = tensors.reduce((sum, one) => sum + heads.get(one)!.length + byteLength(one), small.length);
  if (length > LARGEST_MESSAGE) {
    throw new InklingError(
      `As ONNX this model would have ${(length / 1e9).toFixed(1)} GB, and an .onnx file holds at most 2 GiB: take a smaller model, or write GGUF or safetensors, which have no such limit.`,
    );
  }
  await sink.write(modelHead(length));
  await sink.write(small);
  for (const stored of graph.stored) {
    const data = await stored.data();
    for (const [i, tensor] of stored.tensors.entries()) {
      await sink.write(heads.get(tensor)!);
      await sink.write(bytesOf(data[i], tensor));
    }
  }
}

/** All of the ModelProto but what is in the graph, and the graph's length. */
function modelHead(graphLength: number): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(IR_VERSION),
    opsetImport: [{ domain: "", version: BigInt(OPSET) }],
    producerName: "inkling",
  });
  return new BinaryWriter()
    .raw(toBinary(ModelProtoSchema, model))
    .tag(ModelProtoSchema.field.graph.number, WireType.LengthDelimited)
    .uint32(graphLength)
    .finish();
}

/** What stands before the numbers of an initializer: its length, all of the TensorProto but them, and theirs. */
function tensorHead(tensor: StoredTensor): Uint8Array {
  const { name, type, shape } = tensor;
  const dims = shape.map(BigInt);
  const head = new BinaryWriter()
    .raw(toBinary(TensorProtoSchema, create(TensorProtoSchema, { name, dataType: type, dims })))
    .tag(TensorProtoSchema.field.rawData.number, WireType.LengthDelimited)
    .uint32(byteLength(tensor))
    .finish();
  return new BinaryWriter()
    .tag(GraphProtoSchema.field.initializer.number, WireType.LengthDelimited)
    .uint32(head.length + byteLength(tensor))
    .raw(head)
    .finish();
}

function byteLength({ name, type, shape }: StoredTensor): number {
  const bytes = BYTES[type];
  if (bytes === undefined)
    throw new InklingError(`${name}: no number of type ${type} is written; this is a bug.`);
  return shape.reduce((product, size) => product * size, bytes);
}

/** (Typed arrays use the machine's byte order, which is little-endian wherever JavaScript runs today.) */
function bytesOf(data: ArrayBufferView, tensor: StoredTensor): Uint8Array {
  if (data.byteLength !== byteLength(tensor)) {
    throw new InklingError(
      `${tensor.name} has ${data.byteLength} bytes of numbers; its shape [${tensor.shape.join(", ")}] wants ${byteLength(tensor)}.`,
    );
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function graphProto(graph: Graph, name: string): GraphProto {
  return create(GraphProtoSchema, {
    name,
    node: graph.nodes.map(nodeProto),
    input: graph.inputs.map(valueProto),
    output: graph.outputs.map(valueProto),
    valueInfo: graph.described.map(valueProto),
  });
}

function nodeProto({ operator, inputs, outputs, attributes }: Node) {
  const names = (values: Node["inputs"]) => values.map(({ name }) => name ?? unnamed(operator));
  const [name] = names(outputs);
  return {
    name,
    opType: operator,
    input: names(inputs),
    output: names(outputs),
    attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...attributeProto(value) })),
  };
}

function unnamed(operator: string): never {
  throw new InklingError(`A value of the graph (${operator}) leads to nothing with a name; this is a bug.`);
}

function attributeProto(value: Attribute) {
  if ("int" in value) return { type: AttributeType.INT, i: BigInt(value.int) };
  if ("float" in value) return { type: AttributeType.FLOAT, f: value.float };
  return { type: AttributeType.INTS, ints: value.ints.map(BigInt) };
}

function valueProto({ name, type, shape }: Described) {
  const dim = shape.map((size) => ({
    value:
      typeof size === "number"
        ? ({ case: "dimValue", value: BigInt(size) } as const)
        : ({ case: "dimParam", value: size } as const),
  }));
  return {
    name,
    type: { value: { case: "tensorType", value: { elemType: type, shape: { dim } } } as const },
  };
}
