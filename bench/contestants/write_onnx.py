"""Writes a GPT with random weights and a KV cache as ONNX: write_onnx.py SHAPE f32 FILE

Plain operators, as exporters write them; ONNX Runtime fuses what it can when it loads the file.

  ids, positions [1, T], mask [T, S], past.k.N and past.v.N [1, H, S - T, K]  →  logits [1, V], present.k.N, present.v.N
"""

import json
import math
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

shape, path = json.loads(sys.argv[1]), sys.argv[3]
width, heads = shape["dModel"], shape["nHeads"]
head_width = width // heads
random = np.random.default_rng(1)
nodes, weights, inputs, outputs = [], [], [], []


def constant(name, value):
    weights.append(numpy_helper.from_array(np.asarray(value), name))
    return name


def matrix(name, rows, columns):
    return constant(name, random.normal(0, 0.02, (rows, columns)).astype(np.float32))


def op(kind, *operands, count=1, **attributes):
    """Adds an operator; gives the name of its result, or a list of names."""
    results = [f"{kind}.{len(nodes)}.{i}" for i in range(count)]
    nodes.append(helper.make_node(kind, operands, results, **attributes))
    return results[0] if count == 1 else results


def norm(x, name):
    scale = constant(f"{name}.w", np.ones(width, np.float32))
    bias = constant(f"{name}.b", np.zeros(width, np.float32))
    return op("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-5)


def linear(x, name, rows, columns):
    bias = constant(f"{name}.b", np.zeros(columns, np.float32))
    return op("Add", op("MatMul", x, matrix(f"{name}.w", rows, columns)), bias)


def with_past(x, name):
    size = [1, heads, None, head_width]
    inputs.append(helper.make_tensor_value_info(f"past.{name}", TensorProto.FLOAT, size))
    outputs.append(helper.make_tensor_value_info(f"present.{name}", TensorProto.FLOAT, size))
    nodes.append(helper.make_node("Concat", [f"past.{name}", x], [f"present.{name}"], axis=2))
    return f"present.{name}"


def attention(x, layer):
    qkv = linear(x, f"qkv.{layer}", width, 3 * width)
    split = op("Split", qkv, "three", count=3, axis=-1)
    q, k, v = (op("Transpose", op("Reshape", y, "split heads"), perm=[0, 2, 1, 3]) for y in split)
    k, v = with_past(k, f"k.{layer}"), with_past(v, f"v.{layer}")
    scores = op("Mul", op("MatMul", q, op("Transpose", k, perm=[0, 1, 3, 2])), "scale")
    pattern = op("Softmax", op("Add", scores, "mask"), axis=-1)
    z = op("Transpose", op("MatMul", pattern, v), perm=[0, 2, 1, 3])
    return linear(op("Reshape", z, "join heads"), f"out.{layer}", width, width)


inputs.append(helper.make_tensor_value_info("ids", TensorProto.INT64, [1, None]))
inputs.append(helper.make_tensor_value_info("positions", TensorProto.INT64, [1, None]))
inputs.append(helper.make_tensor_value_info("mask", TensorProto.FLOAT, [None, None]))
constant("three", np.array([width] * 3, np.int64))
constant("split heads", np.array([0, 0, heads, head_width], np.int64))
constant("join heads", np.array([0, 0, width], np.int64))
constant("scale", np.array(1 / math.sqrt(head_width), np.float32))
constant("last", np.array(-1, np.int64))
matrix("tokens", shape["vocabSize"], width)
matrix("positions table", shape["contextLength"], width)

x = op("Add", op("Gather", "tokens", "ids"), op("Gather", "positions table", "positions"))
for layer in range(shape["nLayers"]):
    x = op("Add", x, attention(norm(x, f"ln1.{layer}"), layer))
    neurons = op("Relu", linear(norm(x, f"ln2.{layer}"), f"up.{layer}", width, shape["dMlp"]))
    x = op("Add", x, linear(neurons, f"down.{layer}", shape["dMlp"], width))
x = op("Gather", norm(x, "ln"), "last", axis=1)  # only the next token is asked for
nodes.append(helper.make_node("MatMul", [x, op("Transpose", "tokens", perm=[1, 0])], ["logits"]))
outputs.append(helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, shape["vocabSize"]]))

graph = helper.make_graph(nodes, "gpt", inputs, outputs, weights)
opset = [helper.make_opsetid("", 17)]  # the first with LayerNormalization
onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), path)
