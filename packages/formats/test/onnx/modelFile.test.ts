/** The bytes of an .onnx file: what protobuf's own library makes of them, and that they are written as they come. */
import { create, toBinary } from "@bufbuild/protobuf";
import { collectBytes, InklingError, type ModelSource, type ParameterName, parameterSpecs } from "inkling";
import { describe, expect, it } from "vitest";
import { int8Weights } from "../../src/onnx/int8.ts";
import { writeModel } from "../../src/onnx/modelFile.ts";
import { ModelProtoSchema } from "../../src/onnx/schema.generated.ts";
import { transformer } from "../../src/onnx/transformer.ts";
import { decode } from "./interpreter.ts";
import { randomSource, shapes } from "./models.ts";

const llama = shapes["llama (tied)"];

describe("writeModel", () => {
  it("writes one message, which the protobuf library reads whole and writes with the same length", async () => {
    const sink = collectBytes();
    await writeModel(transformer(randomSource("llama", llama)), "llama", sink);
    const model = decode(sink.bytes());
    expect(model.irVersion).toBe(8n);
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([["", 17n]]);
    expect(model.producerName).toBe("inkling");
    expect(model.graph?.name).toBe("llama");
    expect(model.$unknown).toBeUndefined();
    const again = toBinary(ModelProtoSchema, create(ModelProtoSchema, model));
    expect(again.length).toBe(sink.bytes().length);
    expect(decode(again)).toEqual(model);
  });

  it.each([
    ["f32", undefined],
    ["int8", int8Weights],
  ])("asks for each parameter once and writes it before the next (%s)", async (_, weightsIn) => {
    const events: string[] = [];
    const source: ModelSource = randomSource("llama", llama);
    const watched: ModelSource = {
      ...source,
      async parameter(name: ParameterName) {
        events.push(name);
        return source.parameter(name);
      },
    };
    const largest = 4 * Math.max(...parameterSpecs(llama).map(({ shape }) => shape.reduce((a, b) => a * b)));
    const inOnePiece: number[] = [];
    await writeModel(transformer(watched, weightsIn), "llama", {
      async write(bytes) {
        events.push("written");
        inOnePiece.push(bytes.length);
      },
    });
    const asked = events.filter((event) => event !== "written");
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.sort()).toEqual(
      parameterSpecs(llama)
        .map(({ name }) => name)
        .sort(),
    );
    for (const [i, event] of events.entries()) {
      if (event !== "written") expect(events[i + 1]).toBe("written");
    }
    const description = inOnePiece[1]; // nodes and shapes
    expect(Math.max(...inOnePiece)).toBeLessThanOrEqual(Math.max(largest, description));
  });

  it("refuses what is over protobuf's 2 GiB before it reads or writes a number", async () => {
    const config = { ...llama, vocabSize: 1_000_000, dModel: 1024 };
    const untouched: ModelSource = {
      ...randomSource("huge", config),
      parameter: () => Promise.reject(new Error("asked for")),
    };
    const sink = collectBytes();
    const writing = writeModel(transformer(untouched), "huge", sink);
    await expect(writing).rejects.toThrow(InklingError);
    await expect(writing).rejects.toThrow(/4\.1 GB.*at most 2 GiB.*GGUF/);
    expect(sink.bytes().length).toBe(0);
  });

  it("says which parameter has another number of numbers than its shape", async () => {
    const source = randomSource("llama", llama);
    const short: ModelSource = {
      ...source,
      parameter: async (name) =>
        name === "blocks.1.attn.W_O" ? new Float32Array(3) : source.parameter(name),
    };
    const writing = writeModel(transformer(short), "llama", collectBytes());
    await expect(writing).rejects.toThrow(/blocks\.1\.attn\.W_O has 12 bytes.*\[32, 32\] wants 4096/);
  });
});
