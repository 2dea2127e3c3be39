/**
 * A graph of ONNX operators while it is being built: values, the nodes that compute them, and the numbers it carries.
 *
 *   const y = graph.name("logits", graph.matmul(graph.add(x, b), w));
 *
 * It knows the operators (opset 17, all of them plain ONNX) and how values get their names; not what a transformer
 * is (transformer.ts), nor how a file is laid out (modelFile.ts).
 *
 * **Names.** What a viewer such as Netron shows are names, so they are Inkling's own: those of hooks and parameters.
 * A step on the way to a named value is called after it: "blocks.0.attn.hook_pattern/MatMul_2".
 */
import { TensorProto_DataType as DataType } from "./schema.generated.ts";

export { DataType };

/** A size, or the name of one that is known only when the graph runs ("batch_size"). */
export type Dimension = number | string;

/** A tensor that flows through the graph. It has a name from `Graph.name` on, at the latest. */
export class Value {
  name: string | undefined;

  constructor(name?: string) {
    this.name = name;
  }
}

/** ONNX tells whole numbers from others by the attribute, not by its value: ε could be 1. */
export type Attribute =
  | { readonly ints: readonly number[] }
  | { readonly int: number }
  | { readonly float: number };

export interface Node {
  readonly operator: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A value whose type and shape the file states. */
export interface Described {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly Dimension[];
}

export interface StoredTensor {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly number[];
}

/** Numbers that travel in the file, fetched when their turn has come. What is made together is fetched together. */
export interface Stored {
  readonly tensors: readonly StoredTensor[];
  /** One array for each tensor. */
  data(): Promise<readonly ArrayBufferView[]>;
}

const int = (value: number): Attribute => ({ int: value });
const ints = (values: readonly number[]): Attribute => ({ ints: values });
const float = (value: number): Attribute => ({ float: value });

export class Graph {
  readonly nodes: Node[] = [];
  readonly inputs: Described[] = [];
  readonly outputs: Described[] = [];
  /** Values in between, for whoever looks into the file. */
  readonly described: Described[] = [];
  readonly stored: Stored[] = [];
  readonly #constants = new Map<string, Value>();
  /** Nodes since the last named value: their outputs wait for the next. */
  #waiting: Node[] = [];

  input(name: string, type: DataType, shape: readonly Dimension[]): Value {
    this.inputs.push({ name, type, shape });
    return new Value(name);
  }

  output(name: string, shape: readonly Dimension[]): void {
    this.outputs.push({ name, type: DataType.FLOAT, shape });
  }

  /** States the shape of the value called `name`. */
  describe(name: string, shape: readonly Dimension[]): void {
    this.described.push({ name, type: DataType.FLOAT, shape });
  }

  /** Names a value, and after it the steps that led to it. A second name for the same value is a step of its own. */
  name(name: string, value: Value): Value {
    const named = value.name === undefined ? value : this.#add("Identity", [value]);
    named.name = name;
    const counts = new Map<string, number>();
    for (const { operator, outputs } of this.#waiting) {
      for (const output of outputs) {
        if (output.name !== undefined) continue;
        const count = (counts.get(operator) ?? 0) + 1;
        counts.set(operator, count);
        output.name = `${name}/${operator}${count > 1 ? `_${count}` : ""}`;
      }
    }
    this.#waiting = [];
    return named;
  }

  /** Makes numbers of the file values of the graph, one for each of their tensors. */
  store(stored: Stored): readonly Value[] {
    this.stored.push(stored);
    return stored.tensors.map(({ name }) => new Value(name));
  }

  // Operators. Shapes broadcast as in NumPy.

  add = (a: Value, b: Value) => this.#add("Add", [a, b]);
  subtract = (a: Value, b: Value) => this.#add("Sub", [a, b]);
  multiply = (a: Value, b: Value) => this.#add("Mul", [a, b]);
  divide = (a: Value, b: Value) => this.#add("Div", [a, b]);
  power = (a: Value, b: Value) => this.#add("Pow", [a, b]);
  squareRoot = (x: Value) => this.#add("Sqrt", [x]);
  tanh = (x: Value) => this.#add("Tanh", [x]);
  erf = (x: Value) => this.#add("Erf", [x]);
  sigmoid = (x: Value) => this.#add("Sigmoid", [x]);
  relu = (x: Value) => this.#add("Relu", [x]);
  matmul = (a: Value, b: Value) => this.#add("MatMul", [a, b]);
  softmax = (x: Value) => this.#add("Softmax", [x], { axis: int(-1) });
  meanOfRows = (x: Value) => this.#add("ReduceMean", [x], { axes: ints([-1]) });
  layerNorm = (x: Value, w: Value, b: Value, epsilon: number) =>
    this.#add("LayerNormalization", [x, w, b], { axis: int(-1), epsilon: float(epsilon) });

  /** table[ids[i]], rows of a table. */
  rows = (table: Value, ids: Value) => this.#add("Gather", [table, ids], { axis: int(0) });
  transpose = (x: Value, axes: readonly number[]) => this.#add("Transpose", [x], { perm: ints(axes) });
  /** 0 keeps a size, −1 is what is left. */
  reshape = (x: Value, shape: readonly number[]) => this.#add("Reshape", [x, this.integers(shape)]);
  unsqueeze = (x: Value, axes: readonly number[]) => this.#add("Unsqueeze", [x, this.integers(axes)]);
  expand = (x: Value, shape: readonly number[]) => this.#add("Expand", [x, this.integers(shape)]);
  concatenate = (values: readonly Value[], axis: number) => this.#add("Concat", values, { axis: int(axis) });
  /** The first and the second half of every row. */
  halves(x: Value): readonly [Value, Value] {
    const halves = [new Value(), new Value()] as const;
    this.#push({ operator: "Split", inputs: [x], outputs: halves, attributes: { axis: int(-1) } });
    return halves;
  }

  /** The size of one axis, as a number to count with. */
  sizeOf(x: Value, axis: number): Value {
    const size = this.#add("Shape", [x], { start: int(axis), end: int(axis + 1) });
    return this.#add("Squeeze", [size]);
  }
  /** from, from + 1, … up to below `end` */
  range = (from: Value, end: Value) => this.#add("Range", [from, end, this.integer(1)]);
  isAtMost = (a: Value, b: Value) => this.#add("LessOrEqual", [a, b]);
  and = (a: Value, b: Value) => this.#add("And", [a, b]);
  isNotZero = (x: Value) => this.#add("Cast", [x], { to: int(DataType.BOOL) });
  choose = (condition: Value, a: Value, b: Value) => this.#add("Where", [condition, a, b]);
  toFloat = (x: Value) => this.#add("Cast", [x], { to: int(DataType.FLOAT) });

  /** Whole numbers from 0 to 255; what is behind the point is cut off. */
  toByte = (x: Value) => this.#add("Cast", [x], { to: int(DataType.UINT8) });
  absolute = (x: Value) => this.#add("Abs", [x]);
  largestOfRows = (x: Value) => this.#add("ReduceMax", [x], { axes: ints([-1]) });
  larger = (a: Value, b: Value) => this.#add("Max", [a, b]);
  /** (a − aZero) · (b − bZero) of bytes, in whole numbers */
  matmulBytes = (a: Value, b: Value, aZero: Value, bZero: Value) =>
    this.#add("MatMulInteger", [a, b, aZero, bZero]);

  // Constants. Equal ones are one.

  number = (value: number) => this.#constant(`float.${value}`, DataType.FLOAT, [], Float32Array.of(value));
  integer = (value: number) =>
    this.#constant(`int64.${value}`, DataType.INT64, [], BigInt64Array.of(BigInt(value)));
  byte = (value: number) => this.#constant(`uint8.${value}`, DataType.UINT8, [], Uint8Array.of(value));
  integers = (values: readonly number[]) =>
    this.#constant(
      `int64s.${values.join(".")}`,
      DataType.INT64,
      [values.length],
      BigInt64Array.from(values, BigInt),
    );

  #constant(name: string, type: DataType, shape: readonly number[], data: ArrayBufferView): Value {
    const known = this.#constants.get(name);
    if (known) return known;
    const [value] = this.store({ tensors: [{ name, type, shape }], data: async () => [data] });
    this.#constants.set(name, value);
    return value;
  }

  #add(operator: string, inputs: readonly Value[], attributes: Node["attributes"] = {}): Value {
    const output = new Value();
    this.#push({ operator, inputs, outputs: [output], attributes });
    return output;
  }

  #push(node: Node): void {
    this.nodes.push(node);
    this.#waiting.push(node);
  }
}
