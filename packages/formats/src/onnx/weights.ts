/**
 * The weights in the graph as float32: each parameter is a tensor of the file under Inkling's name for it.
 *
 * int8.ts is the other way to hold them. Knows nothing of what a model does with its weights.
 */
import {
  InklingError,
  type ModelSource,
  type ParameterName,
  type ParameterSpec,
  parameterSpecs,
} from "inkling";
import { DataType, type Graph, type Value } from "./graph.ts";

export interface Weights {
  has(name: ParameterName): boolean;
  /** x · W */
  times(x: Value, name: ParameterName): Value;
  /** x · Wᵀ */
  timesTransposed(x: Value, name: ParameterName): Value;
  /** The rows of a table that `ids` choose. */
  rows(name: ParameterName, ids: Value): Value;
  /** The numbers as they are: of a norm, a bias, a table of positions. */
  plain(name: ParameterName): Value;
}

export function float32Weights(graph: Graph, source: ModelSource): Weights {
  const specs = new Map(parameterSpecs(source.config).map((spec) => [spec.name, spec]));
  const plain = once((name: ParameterName) => {
    const tensors = [{ name, type: DataType.FLOAT, shape: specOf(name, specs).shape }];
    return graph.store({ tensors, data: async () => [await source.parameter(name)] })[0];
  });
  return {
    has: (name) => specs.has(name),
    times: (x, name) => graph.matmul(x, plain(name)),
    timesTransposed: (x, name) => graph.matmul(x, graph.transpose(plain(name), [1, 0])),
    rows: (name, ids) => graph.rows(plain(name), ids),
    plain,
  };
}

export function specOf(name: ParameterName, specs: ReadonlyMap<ParameterName, ParameterSpec>): ParameterSpec {
  const spec = specs.get(name);
  if (!spec)
    throw new InklingError(
      `This model has no parameter ${name}: its graph asks for one too many, which is a bug.`,
    );
  return spec;
}

/** What is made of the same thing again is the same again: a parameter used twice is stored once. */
export function once<Of, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new Map<Of, Made>();
  return (of) => {
    const known = made.get(of) ?? make(of);
    made.set(of, known);
    return known;
  };
}
