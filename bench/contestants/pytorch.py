"""PyTorch's side: the same GPT, written as one writes it in PyTorch, with its fused attention and fused AdamW."""

import time

import torch
from torch import nn
from torch.nn import functional as F

from serve import serve

VERSION = f"PyTorch {torch.__version__}"
PROMPT = 8  # as in the decoding workload of `inkling bench`


class Attention(nn.Module):
    def __init__(self, shape):
        super().__init__()
        width = shape["dModel"]
        self.heads = shape["nHeads"]
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x, cache=None):
        batch, queries, width = x.shape
        q, k, v = self.qkv(x).view(batch, queries, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        if cache is not None:
            k, v = cache.append(k, v)
        # A single query may look at everything before it: no mask is needed.
        z = F.scaled_dot_product_attention(q, k, v, is_causal=queries > 1)
        return self.out(z.transpose(1, 2).reshape(batch, queries, width))


class Block(nn.Module):
    def __init__(self, shape):
        super().__init__()
        width, neurons = shape["dModel"], shape["dMlp"]
        self.ln1, self.attention = nn.LayerNorm(width), Attention(shape)
        self.ln2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, neurons), nn.ReLU(), nn.Linear(neurons, width))

    def forward(self, x, cache=None):
        x = x + self.attention(self.ln1(x), cache)
        return x + self.mlp(self.ln2(x))


class GPT(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.tokens = nn.Embedding(shape["vocabSize"], shape["dModel"])
        self.positions = nn.Embedding(shape["contextLength"], shape["dModel"])
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape["nLayers"]))
        self.norm = nn.LayerNorm(shape["dModel"])
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, 0, 0.02)

    def forward(self, ids, caches=None, start=0):
        x = self.tokens(ids) + self.positions.weight[start : start + ids.shape[1]]
        for layer, block in enumerate(self.blocks):
            x = block(x, caches[layer] if caches else None)
        if caches is not None:
            x = x[:, -1:]  # only the next token is asked for
        return F.linear(self.norm(x), self.tokens.weight)  # the head is the embedding transposed


class Cache:
    """Keys and values of one layer, in memory that is made once."""

    def __init__(self, shape):
        heads = shape["nHeads"]
        self.k = torch.zeros(1, heads, shape["contextLength"], shape["dModel"] // heads)
        self.v = torch.zeros_like(self.k)
        self.length = 0

    def append(self, k, v):
        end = self.length + k.shape[2]
        self.k[:, :, self.length : end] = k
        self.v[:, :, self.length : end] = v
        self.length = end
        return self.k[:, :, :end], self.v[:, :, :end]


def model_for(request):
    torch.set_num_threads(request["threads"])
    torch.manual_seed(0)
    return GPT(request["shape"])


def train(request):
    shape, ids = request["shape"], torch.tensor(request["ids"])
    size = (shape["batchSize"], shape["contextLength"])
    inputs, targets = ids[:-1].view(size), ids[1:].view(size)
    model = model_for(request)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4, fused=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(inputs).flatten(0, 1), targets.flatten())
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return {"loss": loss.item()}

    return VERSION, inputs.numel(), step


def decode(request):
    shape, model = request["shape"], model_for(request).eval()
    prompt = torch.tensor([request["ids"][:PROMPT]])
    count = shape["contextLength"] - PROMPT

    @torch.inference_mode()
    def run():
        caches = [Cache(shape) for _ in range(shape["nLayers"])]
        last = model(prompt, caches).argmax(-1)
        started = time.perf_counter()
        for position in range(PROMPT, PROMPT + count):
            last = model(last, caches, position).argmax(-1)
            last.item()  # whoever reads along sees every token
        return {"seconds": time.perf_counter() - started}

    return VERSION, count, run


def prefill(request):
    shape, model = request["shape"], model_for(request).eval()
    prompt = torch.tensor([request["ids"][: shape["contextLength"]]])

    @torch.inference_mode()
    def run():
        model(prompt, [Cache(shape) for _ in range(shape["nLayers"])]).argmax(-1).item()

    return VERSION, prompt.numel(), run


serve({"train": train, "decode": decode, "prefill": prefill})
