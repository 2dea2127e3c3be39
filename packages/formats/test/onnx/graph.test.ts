/** The builder: how values get their names, and that equal constants are one. */
import { collectBytes } from "inkling";
import { describe, expect, it } from "vitest";
import { DataType, Graph } from "../../src/onnx/graph.ts";
import { writeModel } from "../../src/onnx/modelFile.ts";
import { decode, run } from "./interpreter.ts";
import { array } from "./ndarray.ts";

async function written(graph: Graph) {
  const sink = collectBytes();
  await writeModel(graph, "test", sink);
  return decode(sink.bytes());
}

describe("Graph", () => {
  it("names the steps on the way after what they lead to, and counts those alike", async () => {
    const graph = new Graph();
    const x = graph.input("x", DataType.FLOAT, ["n"]);
    graph.name("y", graph.multiply(graph.add(graph.add(x, graph.number(1)), graph.number(2)), x));
    graph.output("y", ["n"]);
    const model = await written(graph);
    expect(model.graph?.node.map(({ name }) => name)).toEqual(["y/Add", "y/Add_2", "y"]);
    const { data } = run(model, { x: array([2], [1, 5]) }).get("y")!;
    expect(data).toEqual([4, 40]);
  });

  it("gives a value that has a name a second one by a step that changes nothing", async () => {
    const graph = new Graph();
    const x = graph.input("x", DataType.FLOAT, ["n"]);
    const first = graph.name("first", graph.relu(x));
    graph.name("second", first);
    graph.output("second", ["n"]);
    const model = await written(graph);
    expect(model.graph?.node.map(({ name, opType }) => [name, opType])).toEqual([
      ["first", "Relu"],
      ["second", "Identity"],
    ]);
    expect(run(model, { x: array([2], [-1, 5]) }).get("second")?.data).toEqual([0, 5]);
  });

  it("stores equal constants once, and tells whole numbers from others", async () => {
    const graph = new Graph();
    expect(graph.number(2)).toBe(graph.number(2));
    expect(graph.integers([0, -1])).toBe(graph.integers([0, -1]));
    expect(graph.number(2)).not.toBe(graph.integer(2));
    expect(graph.integer(2)).not.toBe(graph.integers([2]));
    const { initializer } = (await written(graph)).graph!;
    expect(initializer.map(({ name, dims }) => [name, dims])).toEqual([
      ["float.2", []],
      ["int64s.0.-1", [2n]],
      ["int64.2", []],
      ["int64s.2", [1n]],
    ]);
  });

  it("is not written with a value that leads to nothing", async () => {
    const graph = new Graph();
    graph.relu(graph.input("x", DataType.FLOAT, ["n"]));
    await expect(written(graph)).rejects.toThrow(/Relu.*leads to nothing with a name/);
  });
});
