"""Hugging Face's side: its tokenizers library (Rust), and safetensors as a model's weights come from disk."""

import os

os.environ["TOKENIZERS_PARALLELISM"] = "false"  # one thread, as on our side

from serve import serve


def encode(request):
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(request["tokenizerFile"])
    with open(request["textFile"], encoding="utf-8", newline="") as file:
        text = file.read()
    lines = text.split("\n")

    def run():
        # The fast form leaves out the offsets, which nobody here asks for.
        encodings = tokenizer.encode_batch_fast(lines, add_special_tokens=False)
        return {"tokens": sum(len(encoding) for encoding in encodings)}

    return f"tokenizers {tokenizers.__version__}", len(text.encode("utf-8")), run


def train_tokenizer(request):
    import tokenizers
    from tokenizers import decoders, models, pre_tokenizers, trainers

    size = os.path.getsize(request["textFile"])

    def run():
        tokenizer = tokenizers.Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=request["vocabSize"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train([request["textFile"]], trainer)
        return {"tokens": tokenizer.get_vocab_size()}

    return f"tokenizers {tokenizers.__version__}", size, run


def load(request):
    """Every weight copied out of the file into memory of its own; nothing is hashed."""
    import safetensors
    import safetensors.torch

    path = os.path.join(request["folder"], "model.safetensors")

    def run():
        tensors = safetensors.torch.load_file(path)
        return {"tensors": len({name: tensor.clone() for name, tensor in tensors.items()})}

    return f"safetensors {safetensors.__version__}", os.path.getsize(path), run


serve({"encode": encode, "trainTokenizer": train_tokenizer, "load": load})
