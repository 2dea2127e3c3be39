"""Writes a GPT-2 with random weights as GGUF, for llama.cpp: write_gguf.py SHAPE f32|f16|q8_0|q4_0 FILE

Only its sizes matter here, not what it says. llama.cpp's GPT-2 has GELU where ours has ReLU, which costs it next to
nothing at one token a time. Vectors (biases, norms) and positions stay float32, as llama.cpp's own converter leaves them.
"""

import json
import sys

import gguf
import numpy as np

shape, weights, path = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
width, neurons, vocabulary = shape["dModel"], shape["dMlp"], shape["vocabSize"]
types = gguf.GGMLQuantizationType
kind = {"f32": types.F32, "f16": types.F16, "q8_0": types.Q8_0, "q4_0": types.Q4_0}[weights]
random = np.random.default_rng(1)

writer = gguf.GGUFWriter(path, "gpt2")
writer.add_context_length(shape["contextLength"])
writer.add_embedding_length(width)
writer.add_block_count(shape["nLayers"])
writer.add_feed_forward_length(neurons)
writer.add_head_count(shape["nHeads"])
writer.add_layer_norm_eps(1e-5)
writer.add_file_type({"f32": 0, "f16": 1, "q8_0": 7, "q4_0": 2}[weights])

# llama.cpp wants a vocabulary with a merge in it; these words are never read.
words = [chr(0x4E00 + i) for i in range(vocabulary)]
writer.add_tokenizer_model("gpt2")
writer.add_tokenizer_pre("gpt-2")
writer.add_token_list(words)
writer.add_token_types([1] * vocabulary)
writer.add_token_merges([f"{words[0]} {words[1]}"])
writer.add_bos_token_id(0)
writer.add_eos_token_id(0)


def matrix(name, rows, columns, kind=kind):
    values = random.normal(0, 0.02, (rows, columns)).astype(np.float32)
    writer.add_tensor(name, gguf.quants.quantize(values, kind), raw_dtype=kind)


def vector(name, size, value):
    writer.add_tensor(name, np.full(size, value, np.float32))


def norm(name):
    vector(f"{name}.weight", width, 1)
    vector(f"{name}.bias", width, 0)


def linear(name, rows, columns):
    matrix(f"{name}.weight", rows, columns)
    vector(f"{name}.bias", rows, 0)


matrix("token_embd.weight", vocabulary, width)  # there is no output.weight: the head is the embedding
matrix("position_embd.weight", shape["contextLength"], width, types.F32)
for layer in range(shape["nLayers"]):
    norm(f"blk.{layer}.attn_norm")
    linear(f"blk.{layer}.attn_qkv", 3 * width, width)
    linear(f"blk.{layer}.attn_output", width, width)
    norm(f"blk.{layer}.ffn_norm")
    linear(f"blk.{layer}.ffn_up", neurons, width)
    linear(f"blk.{layer}.ffn_down", width, neurons)
norm("output_norm")

writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
