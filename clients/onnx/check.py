"""Opens what write.mjs wrote with ONNX's own checker and with onnxruntime, and holds it against Inkling's numbers.

    python check.py FOLDER

For every model: it passes the checker and strict shape inference; its logits are Inkling's; read token by token with
the cache it says the same as at once; so does a batch of texts of unlike length, padded in front; and the int8 model
is near the float32 one. Prints how near. Exits with 1 if anything is further off than stated here.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

TOLERANCE = 1e-4  # logits, float32
# Mean Kullback-Leibler divergence of the int8 model's prediction from the float32 model's, in nats a token. Those that were
# trained come to 0.002; in random ones of width 32 errors have little to average out over.
INT8_KL = 0.02


class Model:
    def __init__(self, path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.caches = [one for one in self.session.get_inputs() if one.name.startswith("past_key_values.")]
        self.outputs = [one.name for one in self.session.get_outputs()]

    def run(self, ids, mask=None, positions=None, past=None):
        """ids [B, T] -> logits [B, T, V] and the cache for the next call."""
        ids = np.asarray(ids, dtype=np.int64)
        batch, given = ids.shape
        if past is None:
            empty = {one.name: (batch, one.shape[1], 0, one.shape[3]) for one in self.caches}
            past = {name: np.zeros(shape, dtype=np.float32) for name, shape in empty.items()}
        before = next(iter(past.values())).shape[2]
        if mask is None:
            mask = np.ones((batch, before + given), dtype=np.int64)
        if positions is None:
            positions = np.tile(np.arange(before, before + given), (batch, 1))
        feeds = {"input_ids": ids, "attention_mask": mask, "position_ids": positions, **past}
        logits, *presents = self.session.run(self.outputs, feeds)
        names = [name.replace("present", "past_key_values") for name in self.outputs[1:]]
        return logits, dict(zip(names, presents))

    def at_once(self, ids):
        return self.run([ids])[0][0]

    def token_by_token(self, ids):
        past, rows = None, []
        for token in ids:
            logits, past = self.run([[token]], past=past)
            rows.append(logits[0, 0])
        return np.stack(rows)

    def in_two_halves(self, ids):
        half = len(ids) // 2
        first, past = self.run([ids[:half]])
        second, _ = self.run([ids[half:]], past=past)
        return np.concatenate([first[0], second[0]])

    def padded(self, texts):
        """All texts in one batch, padded in front as transformers does for generation, then a last token each from the cache."""
        longest = max(map(len, texts))
        ids = np.zeros((len(texts), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(texts):
            ids[row, longest - len(text) :] = text
            mask[row, longest - len(text) :] = 1
        positions = np.where(mask == 1, mask.cumsum(axis=1) - 1, 1)
        first, past = self.run(ids[:, :-1], mask[:, :-1], positions[:, :-1])
        last, _ = self.run(ids[:, -1:], mask, positions[:, -1:], past)
        logits = np.concatenate([first, last], axis=1)
        return [logits[row, longest - len(text) :] for row, text in enumerate(texts)]


def furthest(a, b):
    return max(float(np.abs(x - y).max()) for x, y in zip(a, b))


def log_softmax(logits):
    logits = logits.astype(np.float64)
    logits = logits - logits.max(axis=-1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))


def divergences(f32, int8):
    """KL(f32 || int8) of every token."""
    p, q = log_softmax(np.concatenate(f32)), log_softmax(np.concatenate(int8))
    return (np.exp(p) * (p - q)).sum(axis=-1)


def valid(path):
    onnx.checker.check_model(str(path), full_check=True)
    model = onnx.load(path)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    domains = {one.domain for one in model.opset_import} | {node.domain for node in model.graph.node}
    assert domains == {""}, f"{path} uses operators of {domains}, which are not plain ONNX"


def check(folder):
    expected = json.loads((folder / "expected.json").read_text())
    texts = expected["texts"]
    all_logits = np.fromfile(folder / "expected.f32", dtype="<f4")
    vocabulary = all_logits.size // sum(map(len, texts))
    ends = np.cumsum([len(text) * vocabulary for text in texts])
    ours = [one.reshape(-1, vocabulary) for one in np.split(all_logits, ends[:-1])]

    paths = [folder / "onnx" / name for name in ("model.onnx", "model_quantized.onnx")]
    for path in paths:
        valid(path)
    model, small = map(Model, paths)
    theirs = [model.at_once(text) for text in texts]
    off = {
        "logits": furthest(theirs, ours),
        "token by token": furthest([model.token_by_token(text) for text in texts], ours),
        "in two halves": furthest([model.in_two_halves(text) for text in texts], ours),
        "padded batch": furthest(model.padded(texts), ours),
    }
    kl = divergences(theirs, [small.at_once(text) for text in texts])
    agree = np.mean(np.concatenate(theirs).argmax(-1) == np.concatenate([small.at_once(t) for t in texts]).argmax(-1))
    sizes = [path.stat().st_size / 1000 for path in paths]
    print(f"{expected['name']}: {sum(map(len, texts))} tokens, {sizes[0]:.0f} kB f32, {sizes[1]:.0f} kB int8")
    print("   " + "   ".join(f"{name} {value:.1e}" for name, value in off.items()))
    print(f"   int8: KL {kl.mean():.5f} mean, {kl.max():.4f} at most; the same first choice in {agree:.1%}")
    wrong = [f"{name} is {value:.1e} off" for name, value in off.items() if not value <= TOLERANCE]
    if not kl.mean() <= INT8_KL:
        wrong.append(f"int8 is {kl.mean():.4f} nats off")
    for problem in wrong:
        print(f"   WRONG: {problem}")
    return len(wrong)


def main(root):
    folders = sorted(path for path in Path(root).iterdir() if (path / "expected.json").exists())
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")
    wrong = sum(check(folder) for folder in folders)
    print(f"{len(folders)} models, {wrong} things wrong")
    return 1 if wrong or not folders else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
