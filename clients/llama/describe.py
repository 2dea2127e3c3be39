"""
What ggml's own Python package reads from a GGUF file, as JSON: the metadata, and each tensor's name, type, shape and the
sha256 of its numbers as float32.

    pip install gguf==0.19.0 numpy
    python describe.py FILE
"""

import hashlib
import json
import sys

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize

reader = GGUFReader(sys.argv[1])
tensors = {}
for tensor in reader.tensors:
    numbers = dequantize(tensor.data, tensor.tensor_type).astype("<f4")
    tensors[tensor.name] = {
        "type": tensor.tensor_type.name,
        "shape": [int(length) for length in reversed(tensor.shape)],
        "sha256": hashlib.sha256(np.ascontiguousarray(numbers).tobytes()).hexdigest(),
    }
metadata = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("GGUF.")}
json.dump({"metadata": metadata, "tensors": tensors}, sys.stdout)
